// Who is in the house, behind the staff PIN: to be called out or printed, and gone with the screen.
import { clockTime, onLanguage, t } from "./language.js";
import { current, register } from "./screens.js";
import { byId } from "./state.js";

let shown = null;

function rowOf({ name, company, table, seat, people, since }) {
  const row = document.createElement("tr");
  const cells = [name, company, people > 1 ? String(people) : "", [table, seat].filter(Boolean).join(" "), clockTime(new Date(since))];
  const texts = cells.map((text, at) => Object.assign(document.createElement(at ? "td" : "th"), { textContent: text }));
  texts[0].scope = "row";
  row.append(...texts);
  return row;
}

function draw() {
  if (current() !== "muster" || !shown) return;
  byId("muster-sum").textContent = t("muster_sum", { count: shown.people, time: clockTime(new Date(shown.at)) });
  byId("muster-rows").replaceChildren(...shown.present.map(rowOf));
}

export function startMuster() {
  register("muster", {
    enter: (muster) => {
      shown = muster;
      draw();
    },
    leave: () => {
      shown = null;
      byId("muster-rows").replaceChildren();
    },
  });
  onLanguage(draw);
  byId("muster-print").addEventListener("click", () => window.print());
}
