// Prints badges by the browser's own print. A badge lies in the page, out of sight, from the house's answer
// until the print is over; nothing of it is kept.
import { fitAll } from "../foyer/js/cards/fit.js";
import { Problem, Unreachable, call } from "./api.js";
import { languageTag, t } from "./language.js";
import { isAlone } from "./offline.js";
import { byId, newId, state } from "./state.js";

const LONGEST = 60_000; // some browsers never say that a print is over
const PAUSE = 1500;
let line = Promise.resolve(); // one badge after the other
let sheet = null;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const printsBadges = () => Boolean(state.desk?.prints_badges);

function forget() {
  byId("badge").replaceChildren();
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  delete document.body.dataset.printing;
  sheet = null;
}

function put({ css, html }) {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  byId("badge").replaceChildren(...drawn.body.children);
}

const printed = () => new Promise((resolve) => {
  window.addEventListener("afterprint", resolve, { once: true });
  setTimeout(resolve, LONGEST);
  window.print();
});

async function out(badge) {
  put(badge);
  try {
    await fitAll(byId("badge"));
    if (!sheet) return; // the tablet was unpaired meanwhile
    document.body.dataset.printing = "badge";
    await printed();
  } finally {
    forget();
  }
}

/** Print one badge; those before it are printed first. */
export function printBadge(badge) {
  line = line.catch(() => {}).then(() => out(badge));
  return line;
}

async function fetchBadge(about) {
  try {
    return await call("desk/badges", { method: "POST", body: about });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await pause(PAUSE); // the same id: the house writes it down once
    return call("desk/badges", { method: "POST", body: about });
  }
}

/** Say on the answer how the guest comes by the badge. */
function say(key, language) {
  const place = byId("result-badge");
  place.textContent = key ? t(key, {}, language) : "";
  place.lang = languageTag(language);
  place.hidden = !key;
}

/** A guest has just been let in here: print the badge, once; a guest who has one gets no other by a scan. */
async function onArrival({ detail: answer }) {
  if (!printsBadges() || answer.result !== "welcome") return;
  const { id: sign_in, language = state.language } = answer;
  if (isAlone() || typeof window.print !== "function") return say("badge_ask", language);
  say("badge_printing", language);
  try {
    await printBadge(await fetchBadge({ id: newId(), sign_in }));
  } catch (error) {
    const has = error instanceof Problem && ["printed_already", "prints_nothing"].includes(error.code);
    say(has ? "" : "badge_ask", language);
  }
  return undefined;
}

export function startBadges() {
  document.addEventListener("foyer:signed-in", onArrival);
  document.addEventListener("foyer:closed", () => say("", state.language));
  document.addEventListener("foyer:unpaired", forget);
}
