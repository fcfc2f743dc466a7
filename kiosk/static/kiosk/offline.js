// Whether the house can be reached, and what waits until it can: the tablet goes on by itself, says since
// when and from which list it answers, and hands in what it did as soon as somebody listens.
import { answersBatch, isDesk } from "./answers.js";
import { Unreachable, call } from "./api.js";
import { now } from "./clock.js";
import * as keeping from "./keeping.js";
import { clockTime, onLanguage, t } from "./language.js";
import { canKeep, dropRoster, isReady, listFrom, refreshRoster } from "./roster.js";
import { byId, state } from "./state.js";

const AGAIN = 3000; // between two tries to find the house
const LONGEST = 60_000; // however long the house asks not to be asked
const PATIENCE = 4000; // for its answer
const AT_ONCE = 100; // scans handed in together
const QUEUE = "foyer-queue"; // one window of a tablet hands in at a time
let since = null;
let waiting = 0;
let unheard = 0; // answers of guests
let countAnswers = async () => 0;
let timer = null;
let onDesk = () => {};
let onRevoked = () => {};

export const isAlone = () => since !== null;

function draw() {
  const line = byId("offline");
  line.hidden = since === null && waiting === 0 && unheard === 0;
  if (line.hidden) return;
  const count = [waiting && t("some_waiting", { count: waiting }), unheard && t("answers_waiting", { count: unheard })].filter(Boolean).join(" ");
  if (since === null) line.textContent = count;
  else if (!isReady()) line.textContent = t(canKeep ? "connection_lost" : "alone_insecure");
  else line.textContent = [t("alone", { since: clockTime(since), list: clockTime(listFrom()) }), count].filter(Boolean).join(" ");
}

async function count() {
  if (canKeep) waiting = await keeping.queued().then((scans) => scans.length, () => waiting);
  unheard = await countAnswers().catch(() => unheard);
  draw();
}

/** Count the answers of guests that wait as well; `read` says how many do. */
export function countToo(read) {
  countAnswers = read;
  document.addEventListener("foyer:answers", count);
}

function tryAgainSoon(seconds = 0) {
  clearTimeout(timer);
  timer = setTimeout(seek, Math.min(Math.max(AGAIN, seconds * 1000), LONGEST));
}

const keepSince = (moment) => canKeep && keeping.keepFact("alone_since", moment).catch(() => {});

/** The house did not answer, or asked for a pause: `retryAfter`, in seconds. */
export function lost({ retryAfter = 0 } = {}) {
  if (since === null) {
    since = now();
    keepSince(since);
  }
  tryAgainSoon(retryAfter);
  count();
}

/** The house answered. */
export async function found() {
  clearTimeout(timer);
  if (since !== null) await keepSince(null);
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
    onDesk(await call("desk", { patience: PATIENCE, expects: isDesk }));
    await found();
    await refreshRoster().catch(() => {});
  } catch (error) {
    if (error.status === 401) onRevoked(error.message);
    else lost(error);
  }
}

/** Tell the house whom the tablet let in, in the order they came; what it has heard is forgotten here. */
export async function handIn() {
  if (!canKeep) return draw();
  const work = async (lock) => {
    if (!lock) {
      navigator.locks.request(QUEUE, count); // another window of this tablet hands in: look again after it
      return;
    }
    const open = await keeping.queued();
    for (const token of new Set(open.map((scan) => scan.token))) {
      await handInFor(token, open.filter((scan) => scan.token === token));
    }
  };
  try {
    if (navigator.locks) await navigator.locks.request(QUEUE, { ifAvailable: true }, work);
    else await work(true);
    document.dispatchEvent(new Event("foyer:handed-in"));
  } catch (error) {
    if (error instanceof Unreachable) lost(error);
  }
  return count();
}

function tell(scans, token) {
  const body = { sign_ins: scans.map(({ id, checkpoint, handle, scanned_at, party, leaving }) => ({ id, checkpoint, handle, scanned_at, party, leaving })) };
  return call("desk/sign-ins/batch", { method: "POST", body, token, patience: 30_000, expects: answersBatch(scans) });
}

/** Tell under the token a scan was made with; once that is too old to say anything, under the tablet's present one. */
async function tellUnderEither(scans, token) {
  try {
    return await tell(scans, token);
  } catch (error) {
    if (error.status !== 401 || !state.token || state.token === token) throw error;
    return tell(scans, state.token);
  }
}

async function handInFor(token, scans) {
  let most = AT_ONCE;
  for (let from = 0; from < scans.length; ) {
    const part = scans.slice(from, from + most);
    try {
      const answers = await tellUnderEither(part, token);
      await keeping.settle(part.filter((scan, at) => answers[at].result !== "error").map((scan) => scan.id));
      from += part.length;
    } catch (error) {
      const tooLarge = (error.status ?? error.answered) === 413 && part.length > 1;
      if (tooLarge) most = Math.ceil(part.length / 2); // some proxies let little through at once
      else if (error instanceof Unreachable) throw error;
      else return; // what waits goes on waiting, and is counted on the screen
    }
  }
}

/** The desk is gone: hand in under its old token what there is, and forget the rest at once. */
async function leave() {
  clearTimeout(timer);
  since = null;
  dropRoster();
  if (!canKeep) return draw();
  await keeping.forgetAll().catch(() => {});
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
  since = (await keeping.fact("alone_since").catch(() => null)) ?? null;
  await count();
  if (!state.token && waiting) seek();
}
