// The house's time. It runs on by the browser's own ticks, so a tablet clock that is wrong, or that jumps
// while the network is away, does no harm; after a restart the difference last seen has to do, and no time
// before the last one the house gave: a tablet whose battery ran flat wakes in another year.
import { keepSetting, state } from "./state.js";

let heard = null;

export function setClock(serverTime) {
  heard = { at: new Date(serverTime).getTime(), tick: performance.now() };
  keepSetting("clock_ahead", heard.at - Date.now());
  keepSetting("clock_heard", heard.at);
}

function guess() {
  const { clock_ahead: ahead = 0, clock_heard: last = 0 } = state.settings;
  return { at: Math.max(Date.now() + ahead, last), tick: performance.now() };
}

/** The time at the house, in milliseconds. */
export function now() {
  heard ??= guess();
  return heard.at + performance.now() - heard.tick;
}
