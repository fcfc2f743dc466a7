// The tablet at the exit: a tap answers, the next question or the thanks follow; who walks away leaves nothing.
// Without this file the answers are chosen and sent with a button.
const { idle, start } = document.body.dataset;
const form = document.querySelector("[data-tap]");
const questions = form ? [...form.querySelectorAll("[data-tap-question]")] : [];
let timer = 0;

const wait = () => {
  clearTimeout(timer);
  const touched = form && [...new FormData(form).keys()].some((name) => name !== "once");
  if (touched || location.search.includes("lang=")) timer = setTimeout(() => location.replace(start), idle * 1000);
};

const show = (at) => questions.forEach((question, n) => { question.hidden = n !== at; });

if (form) {
  form.querySelector("[data-tap-send]").hidden = true;
  show(0);
  form.addEventListener("change", ({ target }) => {
    const at = questions.indexOf(target.closest("[data-tap-question]"));
    if (at + 1 < questions.length) show(at + 1);
    else form.requestSubmit();
    wait();
  });
  form.addEventListener("submit", () => form.setAttribute("inert", ""));
}
for (const event of ["pointerdown", "keydown"]) addEventListener(event, wait);
wait();
// A tablet left alone for hours asks anew, so that a form that closed meanwhile says so.
setInterval(() => { if (form && !form.inert && navigator.onLine) location.replace(start); }, 15 * 60 * 1000);
// Going back would show the last guest's page.
addEventListener("pageshow", ({ persisted }) => { if (persisted) location.replace(start); });
