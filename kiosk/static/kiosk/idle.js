// Where a guest types, the page clears itself after a while of silence: the countdown is in sight
// from the start, any touch begins it anew, and one button gives a minute more.
import { setLanguage, t, onLanguage, usualLanguage } from "./language.js";
import { current, goHome } from "./screens.js";
import { byId, state } from "./state.js";

const CLEARED = new Set(["search", "confirm", "party", "walk-in", "pin", "staff", "trouble", "muster", "guest", "step"]);
const MORE = 60_000;
let endsAt = 0;
let announced = false;

const CALLING = 300_000; // to call the names of those who are in
const allowed = () => (current() === "muster" ? CALLING : (state.desk?.idle_seconds ?? 20) * 1000);
const counts = () => CLEARED.has(current()) || (current() === "unpaired" && state.token !== null);

function begin() {
  endsAt = Math.max(endsAt, Date.now() + allowed());
  announced = false;
  draw();
}

function draw() {
  const left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
  const counting = counts();
  byId("idle").hidden = !counting;
  if (!counting) return;
  byId("idle-text").textContent = t("idle_text", { seconds: left });
  if (left <= 10 && !announced) {
    announced = true;
    byId("announcer").textContent = t("idle_text", { seconds: left });
  }
}

function check() {
  draw();
  if (Date.now() < endsAt) return;
  if (counts()) goHome();
  else if (current() === "ready" && state.language !== usualLanguage()) setLanguage(usualLanguage());
}

export function startIdle() {
  for (const kind of ["pointerdown", "keydown", "input", "compositionupdate"]) {
    document.addEventListener(kind, begin, { capture: true, passive: true });
  }
  document.addEventListener("foyer:screen", () => {
    endsAt = 0;
    begin();
  });
  byId("idle-more").addEventListener("click", () => {
    endsAt = Date.now() + MORE;
    byId("announcer").textContent = t("idle_given");
    draw();
  });
  onLanguage(draw);
  setInterval(check, 500);
}
