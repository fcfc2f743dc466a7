// A guest who is on no list leaves what the house needs, after reading what happens to it.
import { languageTag, offered, onLanguage, pick, t } from "./language.js";
import { isAlone } from "./offline.js";
import { current, register, show } from "./screens.js";
import { submit } from "./signin.js";
import { byId, checkpoint, newId, state } from "./state.js";

let id = "";
let replyLanguage = "";

const form = () => byId("walk-in-form");
const consentText = () => pick(state.desk?.event?.consent);

function drawLanguages() {
  const choices = offered().map(({ code, tag, name }) => {
    const label = document.createElement("label");
    label.className = "choice";
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: "language", value: code, checked: code === replyLanguage });
    const words = document.createElement("span");
    Object.assign(words, { textContent: name, lang: tag });
    label.append(input, words);
    return label;
  });
  byId("walk-in-languages").replaceChildren(...choices);
}

function drawConsent() {
  if (current() !== "walk-in") return;
  byId("walk-in-consent-text").textContent = consentText();
  byId("walk-in-consent-text").lang = languageTag();
}

function mark(errors) {
  for (const place of form().querySelectorAll("[data-error]")) {
    const sentences = errors[place.dataset.error] ?? [];
    place.textContent = [].concat(sentences).join(" ");
    form().elements[place.dataset.error]?.setAttribute?.("aria-invalid", String(sentences.length > 0));
  }
  const [first] = Object.keys(errors);
  byId("walk-in-notice").textContent = first ? t("walk_in_errors") : "";
  const place = first && form().elements[first];
  (place?.[0] ?? place)?.focus?.();
}

function say(words) {
  byId("walk-in-notice").textContent = words;
}

function enter({ kept }) {
  if (kept) return undefined;
  id = newId();
  replyLanguage = state.language;
  drawLanguages();
  byId("walk-in-consent-text").textContent = consentText();
  mark({});
  if (isAlone()) say(t("walk_in_alone"));
  return undefined;
}

function clear() {
  form().reset();
  byId("walk-in-languages").replaceChildren();
  mark({});
}

function missing(values) {
  const errors = {};
  if (!values.name) errors.name = [t("name_missing")];
  if (!values.phone) errors.phone = [t("phone_missing")];
  if (!values.consent) errors.consent = [t("consent_missing")];
  return errors;
}

function valuesOf() {
  const fields = Object.fromEntries(new FormData(form()));
  const trimmed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.trim()]));
  return { ...trimmed, consent: byId("walk-in-consent").checked };
}

function onSubmit(event) {
  event.preventDefault();
  const values = valuesOf();
  const errors = missing(values);
  if (Object.keys(errors).length) return mark(errors);
  if (isAlone()) return say(t("walk_in_alone"));
  if (!values.email) delete values.email;
  const scan = { id, checkpoint: checkpoint()?.id, ...values, consent_version: state.desk.event.consent_version };
  return submit(scan, { path: "desk/walk-ins", onRefusal });
}

function onRefusal(error) {
  if (error.status !== 422 || !error.body.errors) return false;
  mark(error.body.errors);
  return true;
}

export function startWalkIn() {
  // While a slow answer is awaited the form keeps what was typed; every other way out clears it.
  register("walk-in", { enter });
  document.addEventListener("foyer:screen", () => {
    if (!["walk-in", "sending", "trouble"].includes(current())) clear();
  });
  byId("walk-in-open").addEventListener("click", () => show("walk-in"));
  form().addEventListener("submit", onSubmit);
  onLanguage(drawConsent);
}
