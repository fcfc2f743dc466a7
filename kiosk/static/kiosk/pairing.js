// A tablet becomes a desk by a code that works once, and stops being one when the house says so.
import { Problem, call } from "./api.js";
import { t } from "./language.js";
import { register, show } from "./screens.js";
import { byId, forgetDesk, keepToken } from "./state.js";

const LONGEST = 200;
let busy = false;
let lastScanned = "";
let onPaired = () => {};

/** The code in a pairing address, or the text itself. */
export function pairingCodeOf(text) {
  const inAddress = /[?&]pair=([^&#\s]+)/i.exec(text);
  return (inAddress ? decodeURIComponent(inAddress[1]) : text).trim().slice(0, LONGEST);
}

/** Take the code out of the address at once, so that it is neither seen nor kept there. */
export function codeInAddress() {
  const code = new URLSearchParams(location.search).get("pair") ?? "";
  if (location.search) history.replaceState(null, "", location.pathname);
  return code.trim().slice(0, LONGEST);
}

function say(sentence) {
  byId("pair-error").textContent = sentence;
  byId("pair-code").setAttribute("aria-invalid", String(sentence !== ""));
}

async function pair(code) {
  if (busy) return;
  if (!code) {
    say(t("pair_missing"));
    byId("pair-code").focus();
    return;
  }
  busy = true;
  say("");
  try {
    const { token } = await call("desk/pair", { method: "POST", body: { code }, token: null });
    forgetDesk();
    keepToken(token);
    byId("pair-code").value = "";
    await onPaired();
  } catch (error) {
    const wait = error.retryAfter ? t("wait_seconds", { seconds: error.retryAfter }) : "";
    const why = error instanceof Problem ? error.message || t("refused") : t("staff_failed");
    say([why, wait].filter(Boolean).join(" "));
  } finally {
    busy = false;
  }
}

/** Whether a scan is the pairing QR, still in view after it has done its work, and no guest's code. */
export const isPairing = (text) => text === lastScanned || /[?&]pair=/i.test(text);

/** Read a pairing code by camera or scanner; it is used at once, as the QR picture is its consent. */
export function pairScanned(text) {
  if (busy) return;
  const code = pairingCodeOf(text);
  lastScanned = text;
  if (code === byId("pair-code").value && byId("pair-error").textContent) return;
  byId("pair-code").value = code;
  pair(code);
}

/** Wipe the token and say why. */
export function unpair(sentence) {
  forgetDesk();
  document.dispatchEvent(new Event("foyer:unpaired"));
  show("unpaired", { notice: sentence || t("revoked") });
}

function showLens() {
  const on = document.body.dataset.camera === "on";
  document.querySelector('[data-for="unpaired"] [data-lens]').hidden = !on;
  byId("pair-scan-hint").hidden = !on;
}

function enter({ notice = "", code = "" }) {
  byId("pair-notice").textContent = notice;
  byId("pair-code").value = code;
  say("");
  showLens();
  return code ? document.querySelector("#pair-form button") : undefined;
}

export function startPairing(paired) {
  onPaired = paired;
  register("unpaired", { enter });
  document.addEventListener("foyer:camera", showLens);
  byId("pair-form").addEventListener("submit", (event) => {
    event.preventDefault();
    pair(pairingCodeOf(byId("pair-code").value));
  });
}
