// Has the sum done while the questions are answered; who is quicker waits a moment. Where it cannot be done,
// the form is sent without it, and the house takes it as from a page without JavaScript.
import { solve } from "./proof.js";

const form = document.querySelector("[data-form]");
const field = form.querySelector("[name=proof]");
const note = form.querySelector("[data-proof-note]");
const asked = { seed: field.dataset.seed, puzzles: Number(field.dataset.puzzles), bits: Number(field.dataset.bits) };

const beside = () => new Promise((done, fail) => {
  const worker = new Worker(new URL("./proof-worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => { worker.terminate(); done(data); });
  worker.addEventListener("error", fail);
  worker.postMessage(asked);
});

let begun;
const work = () => {
  begun ??= beside().catch(() => solve(asked)).then((numbers) => { field.value = numbers.join("."); }, () => {});
  return begun;
};

form.addEventListener("input", work, { once: true });
form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented || field.value || event.submitter?.name === "save") return;
  event.preventDefault();
  note.hidden = false;
  await work();
  HTMLFormElement.prototype.submit.call(form);
});
window.addEventListener("pageshow", () => { note.hidden = true; });
