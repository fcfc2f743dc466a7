// A form in the browser: what is shown follows the answers, and steps come one at a time.
// Without this file every question is there at once, and the server applies the rules.
import { isAnswered, standingOf } from "./rules.js";

const form = document.querySelector("[data-form]");
const questions = JSON.parse(document.getElementById("form-rules").textContent);
const kinds = new Map(questions.map(({ key, kind }) => [key, kind]));
const steps = [...form.querySelectorAll("[data-step]")];
const [back, next, send, progress] = ["back", "next", "send", "progress"].map((name) => form.querySelector(`[data-${name}]`));
let current = 0;
const fieldOf = (key) => form.querySelector(`[data-question="${key}"]`);
const TYPED_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

// As the server reads what was typed (answers/kinds.py): full width, commas and blanks do not matter.
const numberTyped = (text) => {
  const plain = text.normalize("NFKC").replaceAll(",", "").replaceAll(" ", "");
  return TYPED_NUMBER.test(plain) ? Number(plain) : null;
};

// What is only half filled in is no answer: the server takes neither.
const ranked = (key) => {
  const places = [...form.querySelectorAll(`select[name^="${key}."]`)].map(({ name, value }) => [name.slice(key.length + 1), value]);
  const whole = new Set(places.map(([, place]) => place).filter(Boolean)).size === places.length;
  return whole ? places.sort(([, a], [, b]) => a - b).map(([choice]) => choice) : [];
};

const chosenInRows = (key, data) => {
  const chosen = [...data].filter(([name]) => name.startsWith(`${key}.`));
  return chosen.length === fieldOf(key).querySelectorAll("tbody tr").length ? Object.fromEntries(chosen) : {};
};

const filesOf = (key) => {
  const field = fieldOf(key);
  const held = [...field.querySelectorAll("[data-held]:not(:checked)")];
  const chosen = [...field.querySelectorAll("input[type=file]")].flatMap(({ files }) => [...files]);
  return [...held, ...chosen];
};

const answerOf = (key) => {
  const kind = kinds.get(key);
  const data = new FormData(form);
  if (kind === "multiple") return data.getAll(key);
  if (kind === "consent") return data.get(key) === "yes";
  if (kind === "ranking") return ranked(key);
  if (kind === "matrix") return chosenInRows(key, data);
  if (kind === "file") return filesOf(key);
  if (kind === "signature" && filesOf(key).length) return filesOf(key);
  const value = (data.getAll(key).find((one) => typeof one === "string") ?? "").trim();
  return value && ["rating", "nps", "number"].includes(kind) ? numberTyped(value) : value;
};

let wanted = new Set(); // the keys of what must be answered and is not

const follow = () => {
  const answers = Object.fromEntries(questions.map(({ key }) => [key, answerOf(key)]));
  const { shown, required } = standingOf(questions, answers);
  wanted = new Set([...required].filter((key) => !isAnswered(answers[key])));
  for (const field of form.querySelectorAll("[data-question]")) {
    const key = field.dataset.question;
    field.toggleAttribute("data-away", !shown.has(key));
    const mark = field.querySelector("[data-mark]");
    if (mark) mark.hidden = !required.has(key);
    const other = field.querySelector("[data-other]");
    if (other) other.hidden = ![answers[key]].flat().includes("other");
  }
};

const isEmpty = (step) => !step.querySelector("[data-question]:not([data-away])");
const nearest = (from, by) => {
  let at = from + by;
  while (steps[at] && isEmpty(steps[at])) at += by;
  return steps[at] ? at : -1;
};

const draw = () => {
  follow();
  const there = steps.filter((step) => !isEmpty(step));
  steps.forEach((step, at) => { step.hidden = at !== current; });
  const last = nearest(current, 1) === -1;
  back.hidden = nearest(current, -1) === -1;
  next.hidden = last;
  send.hidden = !last;
  progress.hidden = there.length < 2;
  progress.textContent = progress.dataset.words.replace("{n}", there.indexOf(steps[current]) + 1).replace("{all}", there.length);
};

const textOf = (field) => field.querySelector("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea");

const wrongWith = (field) => {
  const input = textOf(field);
  const typed = input?.value.trim() ?? "";
  const malformed = (typed && kinds.get(field.dataset.question) === "number" && numberTyped(typed) === null)
    || input?.validity.badInput || input?.validity.typeMismatch;
  if (malformed) return field.dataset.malformed ?? "";
  return wanted.has(field.dataset.question) ? field.dataset.missing : "";
};

const say = (field, words) => {
  let told = field.querySelector("[data-told]");
  if (!told) {
    told = document.createElement("p");
    told.className = "field__error";
    told.dataset.told = "";
    told.id = `${field.dataset.question}-told`;
    const label = field.querySelector(".field__label");
    if (label) label.after(told); else field.prepend(told);
  }
  told.textContent = words;
  told.hidden = !words;
  field.toggleAttribute("data-wrong", Boolean(words));
  const places = field.matches("fieldset") ? [field] : field.querySelectorAll("input, textarea, select");
  for (const place of places) {
    const others = (place.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== told.id);
    place.setAttribute("aria-describedby", (words ? [...others, told.id] : others).join(" "));
    if (!field.matches("fieldset")) place.setAttribute("aria-invalid", String(Boolean(words)));
  }
};

// A step is left when what it asks is answered; the server has the last word on all of it.
const isDone = (step) => {
  const fields = [...step.querySelectorAll("[data-question][data-missing]:not([data-away])")];
  const wrong = fields.filter((field) => { const words = wrongWith(field); say(field, words); return words; });
  const place = wrong[0]?.querySelector("input:not([type=hidden]), textarea, select");
  place?.focus();
  return !wrong.length;
};

const go = (by) => {
  current = Math.max(0, nearest(current, by));
  draw();
  const heading = steps[current].querySelector("h2, [data-question]");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus();
};

form.addEventListener("input", draw);
form.addEventListener("change", draw);
back.addEventListener("click", () => go(-1));
next.addEventListener("click", () => { if (isDone(steps[current])) go(1); });
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "save") return;
  if (!send.hidden) { send.disabled = true; return; }
  event.preventDefault(); // Enter in a field of an earlier step goes on
  if (isDone(steps[current])) go(1);
});
window.addEventListener("pageshow", () => { send.disabled = false; });
document.addEventListener("click", ({ target }) => {
  const wrong = target.closest("#form-errors a");
  const step = wrong && form.querySelector(wrong.getAttribute("href"))?.closest("[data-step]");
  if (step) { current = steps.indexOf(step); draw(); }
});
const refused = document.getElementById("form-errors");
const faulty = steps.findIndex((step) => step.querySelector("[data-wrong]"));
form.dataset.led = ""; // only from now on does the style sheet hide what a rule hides
draw();
if (refused && faulty < 0) { // nothing is wrong with an answer: to the button that sends them
  while (nearest(current, 1) !== -1) current = nearest(current, 1);
} else {
  current = Math.max(0, faulty);
}
draw();
refused?.focus();
