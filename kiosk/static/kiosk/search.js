// A guest without a code: at most five masked lines, then the last four digits of the telephone.
import { Problem, call } from "./api.js";
import { heldShift, showGuest } from "./attended.js";
import { t } from "./language.js";
import { makeKeypad } from "./keypad.js";
import { unpair } from "./pairing.js";
import { isReady } from "./roster.js";
import { register, show } from "./screens.js";
import { signInName } from "./signin.js";
import { play } from "./sound.js";
import { byId, state } from "./state.js";

const PAUSE = 300;
const LEAST = 2;
let timer = null;
let asked = 0;
let chosen = null;
let keypad = null;
let waitUntil = 0;

function clearHits(words = "") {
  byId("search-hits").replaceChildren();
  byId("search-notice").textContent = words;
  byId("search-walk-in").hidden = true;
}

function hitLine({ ref, masked }) {
  const line = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "hit", textContent: masked });
  button.addEventListener("click", () => (heldShift() ? showGuest({ by: { ref } }) : show("confirm", { ref, masked })));
  line.append(button);
  return line;
}

async function look() {
  const query = byId("search-query").value.trim();
  asked += 1;
  const mine = asked;
  if ([...query].length < LEAST) return clearHits();
  try {
    const { hits, more } = await call(`desk/search?q=${encodeURIComponent(query)}`);
    if (mine !== asked) return undefined;
    clearHits(t(more ? "search_more" : hits.length ? "search_some" : "search_none"));
    byId("search-hits").replaceChildren(...hits.map(hitLine));
    byId("search-walk-in").hidden = hits.length > 0 || !state.desk?.event?.walk_ins;
    return undefined;
  } catch (error) {
    if (mine !== asked) return undefined;
    if (error.status === 401) return unpair(error.message);
    return clearHits(refusal(error));
  }
}

function refusal(error) {
  if (!(error instanceof Problem)) return t(isReady() ? "search_alone" : "connection_lost");
  const wait = error.retryAfter ? t("wait_seconds", { seconds: error.retryAfter }) : "";
  return [error.message || t("refused"), wait].filter(Boolean).join(" ");
}

function lookSoon(event) {
  clearTimeout(timer);
  if (event.isComposing) return;
  timer = setTimeout(look, PAUSE);
}

function leaveSearch() {
  clearTimeout(timer);
  asked += 1;
  byId("search-query").value = "";
  clearHits();
}

function enterConfirm({ ref, masked, kept }) {
  if (!kept) {
    if (chosen?.ref !== ref) waitUntil = 0;
    chosen = { ref, masked };
  }
  byId("confirm-masked").textContent = chosen.masked;
  byId("confirm-error").textContent = "";
  keypad.clear();
}

/** A wrong number stays on this page; too many of them have to wait. */
function onRefusal(error) {
  if (!(error.status === 429 || error.code === "last4_wrong")) return false;
  keypad.clear();
  play("stop");
  if (error.retryAfter) waitUntil = Date.now() + error.retryAfter * 1000;
  byId("confirm-error").textContent = refusal(error);
  return true;
}

function onDigits(digits) {
  const left = Math.ceil((waitUntil - Date.now()) / 1000);
  if (left <= 0) return signInName(chosen.ref, digits, onRefusal);
  keypad.clear();
  byId("confirm-error").textContent = t("wait_seconds", { seconds: left });
  return undefined;
}

export function startSearch() {
  keypad = makeKeypad({ name: "confirm", most: 4, label: "last4_label", onFull: onDigits });
  register("search", { enter: () => byId("search-query"), leave: leaveSearch });
  register("confirm", { enter: enterConfirm, leave: () => keypad.clear() });
  byId("search-open").addEventListener("click", () => show("search"));
  byId("confirm-back").addEventListener("click", () => show("search"));
  byId("search-walk-in").addEventListener("click", () => show("walk-in"));
  byId("search-query").addEventListener("input", lookSoon);
  byId("search-query").addEventListener("compositionend", () => lookSoon({ isComposing: false }));
  byId("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    look();
  });
}
