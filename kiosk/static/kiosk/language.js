// The words on the screen, and the language they are in. A guest may switch at any time; the
// tablet returns to its usual language when it is left alone.
import { byId, keepSetting, setup, state } from "./state.js";

const listeners = new Set();
const known = (code) => setup.languages.find((language) => language.code === code);

export const languageTag = (code = state.language) => known(code)?.tag ?? code;
export const onLanguage = (listener) => listeners.add(listener);

/** Fill one sentence; `values` replace the names in braces. */
export function t(key, values = {}, code = state.language) {
  const book = setup.words[known(code) ? code : state.language] ?? setup.words[setup.default];
  return (book[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Choose from a text the house wrote in several languages. */
export function pick(texts, code = state.language) {
  if (!texts) return "";
  return texts[code] || texts[setup.default] || Object.values(texts).find(Boolean) || "";
}

export function clockTime(moment, code = state.language) {
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: setup.time_zone };
  return new Intl.DateTimeFormat(languageTag(code), shape).format(moment);
}

/** Languages this desk offers, in the house's order. */
export function offered() {
  const codes = state.desk?.languages?.filter(known);
  return codes?.length ? codes.map(known) : setup.languages;
}

export function usualLanguage() {
  const chosen = state.settings.language;
  const codes = offered().map((language) => language.code);
  if (codes.includes(chosen)) return chosen;
  return codes.includes(setup.default) ? setup.default : codes[0];
}

export function keepUsualLanguage(code) {
  keepSetting("language", code);
  setLanguage(code);
}

export function setLanguage(code) {
  state.language = known(code) ? code : usualLanguage();
  document.documentElement.lang = languageTag();
  document.title = t("app_name");
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel));
  }
  drawSwitch();
  for (const listener of listeners) listener();
}

function drawSwitch() {
  const wanted = offered();
  const box = byId("languages");
  if (box.children.length !== wanted.length || wanted.some((one, at) => box.children[at].dataset.language !== one.code)) {
    box.replaceChildren(...wanted.map(switchButton));
  }
  for (const button of box.children) {
    button.setAttribute("aria-pressed", String(button.dataset.language === state.language));
  }
}

function switchButton({ code, tag, name }) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "languages__one", lang: tag, textContent: name });
  button.dataset.language = code;
  button.addEventListener("click", () => setLanguage(code));
  return button;
}
