// Whether the house can be reached, and what waits until it can: the tablet goes on by itself, says since
// when and from which list it answers, and hands in what it did as soon as somebody listens.
import { Unreachable, call } from "./api.js";
import { now } from "./clock.js";
import * as keeping from "./keeping.js";
import { clockTime, onLanguage, t } from "./language.js";
import { canKeep, dropRoster, isReady, listFrom, refreshRoster } from "./roster.js";
import { byId, state } from "./state.js";

const AGAIN = 3000; // between two tries to find the house
const PATIENCE = 4000; // for its answer
const AT_ONCE = 100; // scans handed in together
let since = null;
let waiting = 0;
let timer = null;
let onDesk = () => {};
let onRevoked = () => {};

export const isAlone = () => since !== null;

function draw() {
  const line = byId("offline");
  line.hidden = since === null && waiting === 0;
  if (line.hidden) return;
  const count = waiting ? t("some_waiting", { count: waiting }) : "";
  if (since === null) line.textContent = count;
  else if (!isReady()) line.textContent = t(canKeep ? "connection_lost" : "alone_insecure");
  else line.textContent = [t("alone", { since: clockTime(since), list: clockTime(listFrom()) }), count].filter(Boolean).join(" ");
}

async function count() {
  waiting = canKeep ? (await keeping.queued()).length : 0;
  draw();
}

function tryAgainSoon() {
  clearTimeout(timer);
  timer = setTimeout(seek, AGAIN);
}

/** The house did not answer. */
export function lost() {
  if (since === null) {
    since = now();
    if (canKeep) keeping.keepFact("alone_since", since);
  }
  tryAgainSoon();
  count();
}

/** The house answered. */
export async function found() {
  clearTimeout(timer);
  if (since !== null && canKeep) await keeping.keepFact("alone_since", null);
  since = null;
  await handIn();
}

async function seek() {
  if (!state.token) {
    since = null;
    await handIn();
    return;
  }
  try {
    onDesk(await call("desk", { patience: PATIENCE }));
    await found();
    await refreshRoster();
  } catch (error) {
    if (error.status === 401) onRevoked(error.message);
    else lost();
  }
}

/** Tell the house whom the tablet let in, in the order they came; what it has heard is forgotten here. */
export async function handIn() {
  if (!canKeep) return draw();
  const work = async (lock) => {
    if (!lock) return;
    const open = await keeping.queued();
    for (const token of new Set(open.map((scan) => scan.token))) {
      await handInFor(token, open.filter((scan) => scan.token === token));
    }
  };
  try {
    if (navigator.locks) await navigator.locks.request("foyer-queue", { ifAvailable: true }, work);
    else await work(true);
  } catch (error) {
    if (error instanceof Unreachable) lost();
  }
  return count();
}

async function handInFor(token, scans) {
  for (let from = 0; from < scans.length; from += AT_ONCE) {
    const part = scans.slice(from, from + AT_ONCE);
    const body = { sign_ins: part.map(({ id, checkpoint, handle, scanned_at, party, leaving }) => ({ id, checkpoint, handle, scanned_at, party, leaving })) };
    let answers;
    try {
      answers = await call("desk/sign-ins/batch", { method: "POST", body, token, patience: 30_000 });
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      return; // too many at once, or a token too old: what waits goes on waiting, and is counted on the screen
    }
    await keeping.settle(part.filter((scan, at) => answers[at] && answers[at].result !== "error").map((scan) => scan.id));
  }
}

/** The desk is gone: hand in under its old token what there is, and forget the rest at once. */
async function leave() {
  clearTimeout(timer);
  since = null;
  dropRoster();
  if (!canKeep) return draw();
  await keeping.forgetAll();
  return handIn();
}

export async function startOffline({ desk, revoked }) {
  onDesk = desk;
  onRevoked = revoked;
  onLanguage(draw);
  globalThis.addEventListener("offline", () => state.desk && lost());
  globalThis.addEventListener("online", () => isAlone() && seek());
  document.addEventListener("foyer:unpaired", leave);
  document.addEventListener("foyer:answer", () => isAlone() && count());
  if (!canKeep) return;
  navigator.storage?.persist?.();
  since = (await keeping.fact("alone_since")) ?? null;
  await count();
  if (!state.token && waiting) seek();
}
