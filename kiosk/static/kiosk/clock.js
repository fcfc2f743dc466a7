// The house's time. It runs on by the browser's own ticks, so a tablet clock that is wrong, or that jumps
// while the network is away, does no harm; after a restart the difference last seen has to do.
import { keepSetting, state } from "./state.js";

let heard = null;

export function setClock(serverTime) {
  heard = { at: new Date(serverTime).getTime(), tick: performance.now() };
  keepSetting("clock_ahead", heard.at - Date.now());
}

/** The time at the house, in milliseconds. */
export function now() {
  if (heard) return heard.at + performance.now() - heard.tick;
  return Date.now() + (state.settings.clock_ahead ?? 0);
}
