// While nobody is there the tablet shows the house's pictures and the programme. The camera goes on looking, and
// any touch, key or code brings the first screen back.
import { onLanguage, pick, t } from "./language.js";
import { current } from "./screens.js";
import { byId, setup, state } from "./state.js";

let touchedAt = Date.now();
let shown = 0;
let changedAt = 0;

const slides = () => (state.screen?.rest.slides ?? []).filter((slide) => slide.kind !== "programme" || programmeOf(slide).length);
const programmeOf = ({ programme }) =>
  programme[state.language] ?? programme[setup.default] ?? Object.values(programme)[0] ?? [];
const isResting = () => !byId("rest").hidden;

function segmentLine({ starts, ends, title }) {
  const item = document.createElement("li");
  const time = Object.assign(document.createElement("span"), { className: "rest__time", textContent: ends ? `${starts}–${ends}` : starts });
  const words = Object.assign(document.createElement("span"), { textContent: title });
  item.append(time, words);
  return item;
}

function draw() {
  const all = slides();
  if (!all.length) return wake();
  const slide = all[shown % all.length];
  const picture = byId("rest-picture");
  const isPicture = slide.kind === "picture";
  picture.hidden = !isPicture;
  if (isPicture) Object.assign(picture, { src: slide.url, alt: pick(slide.words) });
  byId("rest-words").textContent = isPicture ? pick(slide.words) : t("rest_programme");
  byId("rest-words").hidden = !byId("rest-words").textContent;
  byId("rest-programme").hidden = isPicture;
  byId("rest-programme").replaceChildren(...(isPicture ? [] : programmeOf(slide).map(segmentLine)));
  return undefined;
}

/** Show the slides now, from the first on or another. */
export function rest(from = 0) {
  if (!slides().length) return;
  byId("rest").hidden = false;
  [shown, changedAt] = [from, Date.now()];
  draw();
}

function wake() {
  touchedAt = Date.now();
  if (!isResting()) return;
  byId("rest").hidden = true;
  byId("rest-picture").removeAttribute("src");
}

function look() {
  if (isResting()) {
    if (Date.now() - changedAt < state.screen.rest.seconds * 1000) return;
    [shown, changedAt] = [shown + 1, Date.now()];
    draw();
  } else if (current() === "ready" && state.screen && !document.querySelector("dialog[open]")) {
    if (Date.now() - touchedAt > state.screen.rest.after * 1000) rest();
  }
}

export function startRest() {
  byId("rest").addEventListener("click", (event) => {
    event.stopPropagation();
    wake();
  });
  document.addEventListener("pointerdown", () => { touchedAt = Date.now(); }, { capture: true, passive: true });
  for (const kind of ["keydown", "foyer:screen", "foyer:unpaired"]) document.addEventListener(kind, wake, { capture: true });
  document.addEventListener("foyer:look", () => isResting() && draw());
  onLanguage(() => isResting() && draw());
  byId("rest-picture").addEventListener("error", () => { byId("rest-picture").hidden = true; });
  setInterval(look, 1000);
}
