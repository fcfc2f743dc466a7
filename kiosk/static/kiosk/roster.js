// Answers scans when the house cannot be asked, from the sealed roster it gave. (decision 0009)
import { isRoster } from "./answers.js";
import { Problem, call } from "./api.js";
import { now } from "./clock.js";
import { readCode } from "./codes.js";
import * as keeping from "./keeping.js";
import { clockTime, t } from "./language.js";
import { checkpoint, setup, state } from "./state.js";
import { judge, judgeLeaving } from "./verdicts.js";

const LOOKUP = "foyer roster lookup";
const BOX = "foyer roster box";
let about = null; // {event, salt, at, expires_at, stamp} of what is kept

export const canKeep = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);
export const listFrom = () => about && new Date(about.at);
const current = () => about !== null && about.event === state.desk?.event?.number && now() < Date.parse(about.expires_at);

/** Whether the tablet can answer by itself. */
export const isReady = () => canKeep && current();

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The name and the key of a code's entry, by HKDF-SHA256 (RFC 5869). */
export async function derive(code, salt) {
  const encoder = new TextEncoder();
  const secret = await crypto.subtle.importKey("raw", encoder.encode(code), "HKDF", false, ["deriveBits"]);
  const bits = (info, length) => crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: bytes(salt), info: encoder.encode(info) }, secret, length,
  );
  return { name: hexOf(await bits(LOOKUP, 128)), key: await bits(BOX, 256) };
}

async function openBox(box, raw) {
  const sealed = Uint8Array.from(atob(box), (character) => character.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.subarray(0, 12) }, key, sealed.subarray(12));
  return JSON.parse(new TextDecoder().decode(plain));
}

function keep(next) {
  about = next;
  document.body.dataset.list = isReady() ? "kept" : "none";
}

/** Return the guest whose code this is, with what the code opens; null when the list has none. */
async function find(text) {
  const code = readCode(text);
  if (!code) return null;
  const { name, key } = await derive(code, about.salt);
  const kept = await keeping.sealedGuest(name);
  return kept ? { id: kept.id, ...(await openBox(kept.box, key)) } : null;
}

const factsOf = (event) => ({
  id: event.number,
  status: event.status,
  opens_at: Date.parse(event.opens_at),
  ends_at: Date.parse(event.ends_at),
});

const dayOf = (moment) => new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: setup.time_zone }).format(moment);

function momentText(moment, language) {
  if (dayOf(moment) === dayOf(now())) return clockTime(moment, language);
  const shape = { dateStyle: "long", timeStyle: "short", hourCycle: "h23", timeZone: setup.time_zone };
  return new Intl.DateTimeFormat(language, shape).format(moment);
}

/** The house's own sentence for a guest who is not let in; `at` is the time of the scan. */
function sentence(result, { event, came, at, language, left, guest }) {
  if (result === "gone") return t("gone_text", { time: momentText(new Date(left), language) }, language);
  if (["back", "goodbye"].includes(result)) return t(`${result}_text`, { guest: guest.greeting }, language);
  if (result === "already") {
    const time = momentText(new Date(came.at), language);
    return t(came.desk ? "already_desk_text" : "already_text", { time, desk: came.desk }, language);
  }
  if (result !== "not_open") return t(`${result}_text`, {}, language);
  const early = at < event.opens_at && event.status !== "closed";
  return early ? t("not_yet_text", { time: momentText(new Date(event.opens_at), language) }, language) : t("over_text", {}, language);
}

/**
 * Answer a scan without the house; a guest who is welcome is kept for the house to hear of.
 * Throws the Problem the house would answer with when it wants to know how many have come.
 */
export async function answerAlone(scan) {
  const guest = await find(scan.code);
  const event = factsOf(state.desk.event);
  const at = Date.parse(scan.scanned_at);
  const here = guest && guest.event !== "other";
  const language = guest?.language ?? state.language;
  const left = here ? await keeping.leftAt(guest.id) : null;
  if (scan.leaving) return answerLeaving(scan, { guest, event, here, left, language });
  const came = here ? await keeping.arrival(scan.checkpoint, guest.id) : null;
  const gone = left !== null && Date.parse(left) <= at;
  const result = judge({
    event,
    guest: guest && { event_id: here ? event.id : null, struck_off: guest.struck_off, signed_in: Boolean(came), left: gone },
    at,
  });
  if (result === "welcome") return letIn(scan, guest);
  if (result === "back") return letBack(scan, guest);
  const met = result === "already" ? { guest: guest.guest, next: guest.next, signed_in_at: came.at, desk: came.desk } : {};
  return { id: scan.id, result, language, message: sentence(result, { event, came, at, language }), ...met };
}

/** Who came in by another door may not be told here yet, so nobody is kept back for that. */
async function answerLeaving(scan, { guest, event, here, left, language }) {
  const facts = guest && { event_id: here ? event.id : null, signed_in: true, left: left !== null };
  const result = judgeLeaving({ event, guest: facts });
  const said = sentence(result, { event, language, left, guest: guest?.guest });
  if (result !== "goodbye") return { id: scan.id, result, language, message: said };
  const { id: scan_id, scanned_at } = scan;
  const kept = { id: scan_id, checkpoint: scan.checkpoint, handle: guest.handle, scanned_at, at: Date.parse(scanned_at), leaving: true };
  await keeping.enqueueLeaving({ ...kept, token: state.token }, guest.id, scanned_at);
  return { id: scan_id, result, language, guest: guest.guest, message: said };
}

/** Let a guest in who had left; they have come with whom they came. */
async function letBack(scan, known) {
  const answer = await letIn({ ...scan, party: scan.party ?? 1 }, known);
  return { ...answer, result: "back", message: sentence("back", { language: known.language, guest: known.guest }) };
}

async function letIn(scan, { id, handle, language, guest, message, next }) {
  if (guest.party_limit > 1 && scan.party === undefined && scan.ask_party !== false) {
    throw new Problem(409, { code: "party_needed", party_limit: guest.party_limit, greeting: guest.greeting });
  }
  const came = { at: scan.scanned_at, desk: state.desk.names?.[guest.language] ?? state.desk.name };
  const kept = { id: scan.id, checkpoint: scan.checkpoint, handle, scanned_at: scan.scanned_at, at: Date.parse(scan.scanned_at) };
  await keeping.enqueue({ ...kept, party: scan.party, token: state.token }, id, came);
  return { id: scan.id, result: "welcome", language, guest, message, next, signed_in_at: came.at, desk: came.desk };
}

/** Remember that the house let somebody in here, in case the network goes before it tells. */
export async function noteArrival(scan, answer) {
  if (!isReady() || !scan.code || !["welcome", "back", "goodbye"].includes(answer.result)) return;
  const guest = await find(scan.code);
  if (guest && answer.result === "goodbye") await keeping.keepLeft(guest.id, scan.scanned_at);
  else if (guest) await keeping.keepArrival(scan.checkpoint, guest.id, { at: answer.signed_in_at, desk: answer.desk ?? "" });
}

/** Bring what is kept up to date; `afresh` asks for all of it. */
export async function refreshRoster({ afresh = false } = {}) {
  if (!canKeep || !state.desk?.event || !checkpoint()) return;
  const known = !afresh && current();
  const query = known ? `?since=${encodeURIComponent(about.at)}` : "";
  const headers = known ? { "If-None-Match": `"${about.stamp}"` } : {};
  const told = await call(`desk/roster${query}`, { headers, patience: 30_000, expects: isRoster });
  if (told === null) {
    about.at = new Date(now()).toISOString();
    await keeping.keepFact("roster", about);
    return;
  }
  const next = { event: state.desk.event.number, salt: told.salt, at: told.at, expires_at: told.expires_at, stamp: told.stamp };
  if (known && !told.full && told.salt !== about.salt) return refreshRoster({ afresh: true });
  await keeping.keepRoster(told, next);
  keep(next);
  if (!told.full && (await keeping.countGuests()) !== told.count) await refreshRoster({ afresh: true });
}

/** Take up what was kept before a restart; what belongs to another event, or is too old, is wiped. */
export async function wakeRoster() {
  if (!canKeep) return;
  keep((await keeping.fact("roster")) ?? null);
  await dropStale();
}

export async function dropStale() {
  if (about === null || current()) return;
  keep(null);
  await keeping.forgetGuests();
}

export function dropRoster() {
  keep(null);
}
