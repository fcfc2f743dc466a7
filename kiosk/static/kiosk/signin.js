// From a code, a name or a walk-in to an answer. Which answer is right is decided by the house.
import { Problem, Unreachable } from "./api.js";
import { heldShift, isSettingRight, showGuest } from "./attended.js";
import { now } from "./clock.js";
import { NoRoom } from "./keeping.js";
import { t } from "./language.js";
import { ATTEMPTS, send } from "./outbox.js";
import { unpair } from "./pairing.js";
import { current, goHome, register, show } from "./screens.js";
import { play } from "./sound.js";
import { asksParty } from "./look.js";
import { byId, checkpoint, isExit, newId, state } from "./state.js";

const LONGEST = 200;
const QUIET = 250; // a fast answer comes before the "one moment" screen would flicker
const STILL = 1000; // a code seen within this time never left the camera
const REST = 3000; // after an answer was closed, the same code stays silent this long
const READABLE = 1500; // an answer stands at least this long before the next guest's code replaces it
const AFTER = ["result", "step", "end"]; // where the guest of the last code still stands
const held = { code: null, seenAt: 0, closedAt: 0, shownAt: 0 };
let busy = false;

const scanOf = (about) => ({
  id: newId(),
  checkpoint: checkpoint().id,
  scanned_at: new Date(now()).toISOString(),
  ...(isExit() ? { leaving: true } : { ask_party: !asksParty() }), // a step may ask once the guest is in
  ...about,
});
const pathNow = () => (isExit() ? "desk/sign-outs" : "desk/sign-ins");
const expired = (moment, span) => Date.now() - moment > span;

/** The same telephone still in front of the camera is not a second scan. */
function isHeld(code) {
  if (code !== held.code) return false;
  const neverLeft = !expired(held.seenAt, STILL);
  held.seenAt = Date.now();
  return busy || ["party", "guest", ...AFTER].includes(current()) || neverLeft || !expired(held.closedAt, REST);
}

function isWelcomeNow(code, source) {
  if (busy || !state.desk) return false;
  if (source !== "camera") return !["staff", "pin", "sending"].includes(current()) && !(AFTER.includes(current()) && code === held.code);
  if (isHeld(code)) return false;
  if (current() === "guest" && isSettingRight()) return false; // what staff type is not swept away by a telephone
  return ["ready", "step", "end"].includes(current()) || (["result", "guest"].includes(current()) && expired(held.shownAt, READABLE));
}

/** Take a code from the camera, the scanner or a photo; the house makes sense of its spelling. */
export function signInCode(raw, source) {
  const code = raw.trim().slice(0, LONGEST);
  if (!code || !isWelcomeNow(code, source)) return;
  if (!state.desk.event || !checkpoint()) {
    byId("ready-notice").textContent = t(state.desk.event ? "no_checkpoint" : "no_event");
    play("stop");
    return;
  }
  Object.assign(held, { code, seenAt: Date.now() });
  submit(scanOf({ code }));
}

/** Take a name found by search, confirmed with the last four digits of the telephone. */
export const signInName = (ref, last4, onRefusal) => submit(scanOf({ ref, last4 }), { onRefusal });

/** Sign a guest in whom staff at this tablet have before them. */
export const signInHere = ({ ref, shift }) => submit(scanOf({ ref, shift }));

/** Send a scan and show what comes back. `onRefusal` may take a Problem for itself by returning true. */
export async function submit(scan, { path = pathNow(), onRefusal = () => false } = {}) {
  if (busy) return;
  busy = true;
  const from = current();
  const wait = setTimeout(() => show("sending"), QUIET);
  const onRetry = (attempt) => {
    byId("sending-text").textContent = t("sending_again", { attempt, attempts: ATTEMPTS });
  };
  try {
    const answer = await send(scan, { path, onRetry });
    clearTimeout(wait);
    if (heldShift() && (scan.code || scan.ref)) await showGuest({ by: scan, answer });
    else show("result", { answer });
    document.dispatchEvent(new CustomEvent("foyer:signed-in", { detail: answer }));
  } catch (error) {
    clearTimeout(wait);
    refuse(error, { scan, path, onRefusal, from });
  } finally {
    busy = false;
  }
}

function refuse(error, { scan, path, onRefusal, from }) {
  const again = () => submit(scan, { path, onRefusal });
  if (error instanceof Unreachable) return show("trouble", { title: "trouble_title", text: "trouble", again });
  if (error instanceof NoRoom) return show("trouble", { title: "trouble_title", text: "no_room", again });
  if (!(error instanceof Problem)) {
    show("trouble", { title: "trouble_title", text: "refused", again });
    throw error;
  }
  if (error.status === 401) return unpair(error.message);
  if (error.code === "desk_locked") {
    state.desk.locked = true;
    return goHome({ byHand: true });
  }
  if (error.code === "party_needed") return show("party", { ...error.body, scan, path });
  if (current() === "sending") show(from, { kept: true });
  if (onRefusal(error)) return undefined;
  play("stop");
  const wait = error.retryAfter ? t("wait_seconds", { seconds: error.retryAfter }) : "";
  const sentence = [error.message, wait].filter(Boolean).join(" ");
  return show("trouble", { title: "refused_title", sentence, text: "refused", again: error.status === 429 ? again : null });
}

function askParty({ limit, party_limit: most = limit, greeting = "", scan, path }) {
  byId("party-greeting").textContent = greeting;
  byId("party-lead").textContent = t("party_lead", { limit: most });
  const buttons = Array.from({ length: Math.max(1, most) }, (_, at) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "numbers__one", textContent: String(at + 1) });
    button.dataset.party = String(at + 1);
    button.addEventListener("click", () => submit({ ...scan, party: at + 1 }, { path }));
    return button;
  });
  byId("party-numbers").replaceChildren(...buttons);
}

let retry = null;

function enterTrouble({ title, text, sentence, again }) {
  retry = again;
  byId("trouble-title").textContent = t(title);
  byId("trouble-text").textContent = sentence || t(text);
  byId("trouble-again").hidden = !again;
}

export function startSignIn() {
  register("sending", { enter: () => { byId("sending-text").textContent = t("sending"); } });
  register("party", { enter: askParty, leave: () => byId("party-greeting").replaceChildren() });
  register("trouble", { enter: enterTrouble, leave: () => { retry = null; } });
  byId("trouble-again").addEventListener("click", () => retry?.());
  document.addEventListener("foyer:answer", () => { held.shownAt = Date.now(); });
  document.addEventListener("foyer:screen", () => {
    if (current() === "guest") held.shownAt = Date.now();
  });
  document.addEventListener("foyer:closed", () => { held.closedAt = Date.now(); });
}
