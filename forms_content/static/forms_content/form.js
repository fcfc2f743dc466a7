// A form in the browser: what is shown follows the answers, and steps come one at a time.
// Without this file every question is there at once, and the server applies the rules.
import { standingOf } from "./rules.js";

const form = document.querySelector("[data-form]");
const questions = JSON.parse(document.getElementById("form-rules").textContent);
const kinds = new Map(questions.map(({ key, kind }) => [key, kind]));
const steps = [...form.querySelectorAll("[data-step]")];
const [back, next, send, progress] = ["back", "next", "send", "progress"].map((name) => form.querySelector(`[data-${name}]`));
let current = Math.max(0, steps.findIndex((step) => step.querySelector("[data-wrong]")));

const numbered = (key) => {
  const places = [...form.querySelectorAll(`select[name^="${key}."]`)].map(({ name, value }) => [name.slice(key.length + 1), value]);
  return places.filter(([, place]) => place).sort(([, a], [, b]) => a - b).map(([choice]) => choice);
};

const filesOf = (key) => {
  const field = form.querySelector(`[data-question="${key}"]`);
  const held = [...field.querySelectorAll("[data-held]:not(:checked)")];
  const chosen = [...field.querySelectorAll("input[type=file]")].flatMap(({ files }) => [...files]);
  return [...held, ...chosen];
};

const answerOf = (key) => {
  const kind = kinds.get(key);
  const data = new FormData(form);
  if (kind === "multiple") return data.getAll(key);
  if (kind === "consent") return data.get(key) === "yes";
  if (kind === "ranking") return numbered(key);
  if (kind === "matrix") return Object.fromEntries([...data].filter(([name]) => name.startsWith(`${key}.`)));
  if (kind === "file") return filesOf(key);
  if (kind === "signature" && filesOf(key).length) return filesOf(key);
  const value = (data.getAll(key).find((one) => typeof one === "string") ?? "").trim();
  return value && ["rating", "nps", "number"].includes(kind) ? Number(value) : value;
};

const follow = () => {
  const answers = Object.fromEntries(questions.map(({ key }) => [key, answerOf(key)]));
  const { shown, required } = standingOf(questions, answers);
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
next.addEventListener("click", () => go(1));
form.addEventListener("submit", (event) => {
  if (event.submitter?.name === "save") return;
  if (!send.hidden) { send.disabled = true; return; }
  event.preventDefault(); // Enter in a field of an earlier step goes on
  go(1);
});
window.addEventListener("pageshow", () => { send.disabled = false; });
document.addEventListener("click", ({ target }) => {
  const wrong = target.closest("#form-errors a");
  const step = wrong && form.querySelector(wrong.getAttribute("href"))?.closest("[data-step]");
  if (step) { current = steps.indexOf(step); draw(); }
});
draw();
document.getElementById("form-errors")?.focus();
