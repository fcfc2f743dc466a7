// What a guest is asked after the welcome, step by step in the order marketing chose. Every step may be skipped;
// the next guest's code ends them, and what was answered by then is kept.
import { answer as give } from "./answered.js";
import { isAttended } from "./attended.js";
import { onLanguage, pick, setLanguage, t } from "./language.js";
import { current, goHome, register, show } from "./screens.js";
import { byId, setup, state } from "./state.js";
import { VIEWS } from "./step-views.js";

let run = null; // {scan, guest, steps, at}
let view = null;
let busy = false;
let timer = null;

const stepsNow = () => (state.screen?.steps ?? []).filter(({ kind }) => VIEWS[kind]);
const hasEnd = () => {
  const end = state.screen?.end;
  return Boolean(end && (pick(end.title) || pick(end.text) || end.channels.length));
};

/** Whether anything follows a welcome at this tablet. */
export const follows = () => Boolean(state.screen) && !isAttended() && (stepsNow().length > 0 || hasEnd());

/** Ask the guest of a welcome what there is to ask, in their language. */
export function onward({ id, guest = {}, language }) {
  const asked = stepsNow().filter(({ kind }) => kind !== "party" || (guest.party_limit ?? 1) > 1);
  run = { scan: id, guest, steps: asked, at: 0 };
  if (setup.words[language] && language !== state.language) setLanguage(language);
  next();
}

function next() {
  if (!run) return;
  if (run.at < run.steps.length) show("step");
  else if (run.steps.length || hasEnd()) show("end");
  else goHome();
}

function advance() {
  run.at += 1;
  next();
}

function say(sentence) {
  byId("step-notice").textContent = sentence;
}

async function submit(told) {
  if (busy || !run) return;
  if (told === undefined) return void advance();
  if (told === null) return;
  busy = true;
  const mine = run;
  try {
    const said = await give(mine.scan, { step: mine.steps[mine.at].kind, ...told });
    if (run !== mine || current() !== "step") return; // the next guest is here
    if (!said.ok) refuse(said);
    else advance();
  } finally {
    busy = false;
  }
}

function refuse({ code, message }) {
  if (code === "gift_gone") {
    const gone = document.querySelector("#step-box .gift:focus");
    if (gone) gone.disabled = true;
  }
  say(message || t("refused"));
}

function label() {
  const key = view?.label?.();
  byId("step-next").hidden = !key;
  if (key) byId("step-next").textContent = t(key);
}

function drawWords() {
  if (current() !== "step" || !run) return;
  const step = run.steps[run.at];
  byId("step-progress").textContent = t("step_progress", { step: run.at + 1, steps: run.steps.length });
  byId("step-title").textContent = pick(step.title);
  byId("step-text").textContent = pick(step.text);
}

function draw() {
  const step = run.steps[run.at];
  const box = byId("step-box");
  box.replaceChildren();
  box.dataset.kind = step.kind;
  say("");
  view = null;
  view = VIEWS[step.kind]({
    box, step, run, give: submit, changed: label,
    refuse: (sentence) => {
      say(sentence);
      return null;
    },
  });
  drawWords();
  label();
}

function clear() {
  byId("step-box").replaceChildren();
  say("");
  view = null;
}

function channelLine({ title, line, hours, code }) {
  const item = document.createElement("li");
  const words = document.createElement("p");
  const head = Object.assign(document.createElement("strong"), { textContent: pick(title) });
  words.append(head, ` ${pick(line)}`, hours ? ` · ${hours}` : "");
  item.append(words);
  if (code) {
    const drawing = new DOMParser().parseFromString(code, "image/svg+xml").documentElement;
    const tile = Object.assign(document.createElement("span"), { className: "result__code" });
    tile.setAttribute("aria-hidden", "true");
    tile.append(document.importNode(drawing, true));
    item.append(tile);
  }
  return item;
}

function drawEnd() {
  const { end } = state.screen;
  byId("end-title").textContent = pick(end.title) || t("end_title");
  byId("end-text").textContent = pick(end.text);
  byId("end-channels").replaceChildren(...end.channels.filter(({ line }) => pick(line)).map(channelLine));
  byId("end-channels-title").hidden = end.channels.length === 0;
}

function enterEnd() {
  drawEnd();
  byId("announcer").textContent = byId("end-title").textContent;
  const seconds = state.screen.end.seconds;
  clearTimeout(timer);
  if (!setup.preview) timer = setTimeout(() => current() === "end" && goHome(), seconds * 1000);
}

function leaveEnd() {
  clearTimeout(timer);
  run = null;
  byId("announcer").textContent = "";
  document.dispatchEvent(new Event("foyer:closed"));
}

export function startSteps() {
  register("step", { enter: draw, leave: clear });
  register("end", { enter: enterEnd, leave: leaveEnd });
  byId("step-next").addEventListener("click", () => submit(view?.next?.()));
  byId("step-skip").addEventListener("click", () => run && !busy && advance());
  byId("step-leave").addEventListener("click", () => {
    run = null;
    goHome();
  });
  onLanguage(() => current() === "step" && run && draw());
  onLanguage(() => current() === "end" && state.screen && drawEnd());
}
