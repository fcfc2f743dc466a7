// The answer: large, in the guest's own language, by colour, picture, sound and words together.
import { languageTag, t } from "./language.js";
import { current, goHome, register } from "./screens.js";
import { play } from "./sound.js";
import { byId, setup, state } from "./state.js";
import { greetingOf } from "./look.js";
import { follows, onward } from "./steps.js";

const SOUND = { welcome: "ok", back: "ok", goodbye: "ok", already: "again", gone: "again" };
const KINDS = new Set(["welcome", "already", "other_event", "cancelled", "not_open", "unknown", "back", "goodbye", "gone", "not_in"]);
const AT_EASE = new Set(["welcome", "back", "already"]); // where nobody asks how to complain
const GREETS = new Set(["welcome", "back", "goodbye"]);
const KEPT = 30;
const LONG = 24;
let timer = null;
let endsAt = 0;
let span = 0;
let language = "";
let after = null; // the answer whose guest is asked on

const screen = () => document.querySelector('[data-for="result"]');

function fill(id, text, said = false) {
  byId(id).textContent = text ?? "";
  byId(id).hidden = said || !text;
}

function place(name, value) {
  byId(`result-${name}-box`).hidden = !value;
  byId(`result-${name}`).textContent = value || "";
}

function enter({ answer }) {
  const kind = KINDS.has(answer.result) ? answer.result : "unknown";
  const guest = answer.guest ?? {};
  const spoken = answer.language ?? guest.language; // told to a guest who is turned away, too
  language = setup.words[spoken] ? spoken : state.language;
  const box = screen();
  box.lang = languageTag(language);
  box.dataset.result = kind;
  byId("result-icon").setAttribute("href", `#icon-${kind}`);
  after = kind === "welcome" && follows() ? answer : null;
  const word = t(kind === "back" ? "welcome_back" : kind, {}, language);
  const greeted = GREETS.has(kind) && guest.greeting;
  const placed = kind !== "goodbye";
  fill("result-kind", greeted ? (kind === "welcome" && greetingOf(guest, language)) || word : kind === "welcome" ? "" : guest.greeting);
  fill("result-title", greeted ? guest.greeting : word);
  byId("result-title").toggleAttribute("data-long", byId("result-title").textContent.length > LONG);
  const sentence = answer.message;
  fill("result-message", sentence, greeted); // the large words above greet by name already
  fill("result-next", answer.next, Boolean(guest.table || guest.seat)); // the plates say it larger
  place("table", placed && guest.table);
  place("seat", placed && guest.seat);
  byId("result-tell").hidden = AT_EASE.has(kind);
  byId("result-places").hidden = !placed || !(guest.table || guest.seat);
  for (const node of box.querySelectorAll("[data-r]")) node.textContent = t(node.dataset.r, {}, language);
  byId("result-done").textContent = t(after ? "go_on" : "done", {}, language);
  byId("result-keep").textContent = t("keep_open", {}, language);
  announce([greeted ? sentence : word, byId("result-title").textContent, sentence, answer.next]);
  play(SOUND[kind] ?? "stop");
  keepFor(state.desk?.dismiss_seconds ?? 8);
  document.dispatchEvent(new Event("foyer:answer"));
}

function announce(sentences) {
  byId("announcer").lang = languageTag(language);
  byId("announcer").textContent = [...new Set(sentences.filter(Boolean))].join(" ");
}

function keepFor(seconds) {
  span = seconds * 1000;
  endsAt = Date.now() + span;
  clearInterval(timer);
  if (!setup.preview) timer = setInterval(count, 200);
  count();
}

function count() {
  const left = Math.max(0, endsAt - Date.now());
  byId("result-count").textContent = t(after ? "goes_on_in" : "closes_in", { seconds: Math.ceil(left / 1000) }, language);
  byId("result-time").value = (100 * left) / span;
  if (left === 0) close();
}

function close() {
  if (after) onward(after);
  else goHome();
}

function leave() {
  clearInterval(timer);
  delete screen().dataset.result;
  screen().removeAttribute("lang");
  byId("announcer").removeAttribute("lang");
  for (const id of ["result-kind", "result-title", "result-message", "result-next", "result-table", "result-seat"]) {
    byId(id).textContent = "";
  }
  byId("announcer").textContent = "";
  document.dispatchEvent(new Event("foyer:closed"));
}

export function startResult() {
  register("result", { enter, leave });
  byId("result-keep").addEventListener("click", () => keepFor(KEPT));
  document.addEventListener("click", (event) => {
    if (current() !== "result" || event.target.closest?.("#result-keep")) return;
    close();
  });
}
