// What guests answer goes to the house at once, or waits sealed on the tablet until it can. Nothing is dropped.
import { answersBatch } from "./answers.js";
import { Unreachable, call } from "./api.js";
import { now } from "./clock.js";
import * as keeping from "./keeping.js";
import { canSeal, seal } from "./letters.js";
import { countToo, isAlone, lost } from "./offline.js";
import { canKeep } from "./roster.js";
import { newId, setup, state } from "./state.js";

const SHORT = 4000; // a guest waits no longer for a word that it was kept
const PATIENCE = 30_000;
const AT_ONCE = 10;
const MOST = 1_500_000; // characters together: a signature is large
const LOCK = "foyer-answers";
const held = new Map(); // where the browser keeps nothing

async function entryOf(scan, told) {
  const id = newId();
  const entry = { id, scan, answered_at: new Date(now()).toISOString(), token: state.token };
  const key = state.screen?.key;
  if (canSeal && key) return { ...entry, box: await seal(told, { key, about: id }) };
  return { ...entry, plain: told };
}

const changed = () => document.dispatchEvent(new Event("foyer:answers"));

/** Only what is sealed is ever written down. */
async function put(entry) {
  if (canKeep && entry.box) await keeping.keepAnswer(entry).catch(() => held.set(entry.id, entry));
  else held.set(entry.id, entry);
}

async function forget(ids) {
  for (const id of ids) held.delete(id);
  if (canKeep) await keeping.settleAnswers(ids);
  changed();
}

const all = async () => [...(canKeep ? await keeping.keptAnswers() : []), ...held.values()];

/** How many answers the house has not heard yet. */
export const countAnswers = async () => held.size + (canKeep ? await keeping.countAnswers() : 0);

async function waiting() {
  const open = new Set(canKeep ? (await keeping.queued()).map((scan) => scan.id) : []);
  return (await all()).filter((entry) => !open.has(entry.scan)); // first the sign-in, then what follows
}

function tell(entries, { token, late, patience }) {
  const answers = entries.map(({ id, scan, answered_at, box, plain }) => ({ id, scan, answered_at, box, plain, late }));
  return call("desk/answers", { method: "POST", body: { answers }, token, patience, expects: answersBatch(entries) });
}

/**
 * Give an answer: `{ok: true}`, or `{ok: false, code, message}` where the house has a word to say about it.
 * `scan` is the id of the sign-in it follows.
 */
export async function answer(scan, told) {
  if (setup.preview) return { ok: true };
  const entry = await entryOf(scan, told);
  await put(entry);
  if (isAlone()) {
    changed();
    return { ok: true };
  }
  try {
    const [said] = await tell([entry], { token: entry.token, late: false, patience: SHORT });
    await forget([entry.id]);
    return said.result === "error" ? { ok: false, code: said.code, message: said.message } : { ok: true };
  } catch (error) {
    if (error instanceof Unreachable) lost(error);
    changed();
    return { ok: true }; // it waits, and is handed in when somebody listens
  }
}

async function handInFor(token, entries) {
  for (let from = 0; from < entries.length; ) {
    let size = 0;
    const part = entries.slice(from, from + AT_ONCE).filter((entry, at) => {
      size += (entry.box ?? "").length;
      return at === 0 || size < MOST;
    });
    const options = { late: true, patience: PATIENCE };
    const said = await tell(part, { ...options, token }).catch((error) => {
      if (error.status !== 401 || !state.token || state.token === token) throw error;
      return tell(part, { ...options, token: state.token });
    });
    await forget(part.filter((entry, at) => said[at].result !== "error").map((entry) => entry.id));
    from += part.length;
  }
}

async function handIn() {
  const work = async (lock) => {
    if (!lock) return;
    const entries = await waiting();
    for (const token of new Set(entries.map((entry) => entry.token))) {
      await handInFor(token, entries.filter((entry) => entry.token === token));
    }
  };
  try {
    if (navigator.locks) await navigator.locks.request(LOCK, { ifAvailable: true }, work);
    else await work(true);
  } catch {
    // What waits goes on waiting.
  }
}

export function startAnswered() {
  countToo(countAnswers);
  document.addEventListener("foyer:handed-in", handIn);
}
