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

/** A tablet that may know of guests the house has not heard of. */
function lineOf({ name, seen_at: seen, waiting }) {
  const heard = seen ? t("muster_unheard", { desk: name, time: clockTime(new Date(seen)) }) : t("muster_unheard_ever", { desk: name });
  const words = waiting ? [heard, t("some_waiting", { count: waiting })] : [heard];
  return Object.assign(document.createElement("li"), { textContent: words.join(" ") });
}

function draw() {
  if (current() !== "muster" || !shown) return;
  byId("muster-sum").textContent = t("muster_sum", { count: shown.people, time: clockTime(new Date(shown.at)) });
  byId("muster-rows").replaceChildren(...shown.present.map(rowOf));
  byId("muster-unsettled").hidden = shown.unsettled.length === 0;
  byId("muster-unsettled-rows").replaceChildren(...shown.unsettled.map((one) => rowOf({ ...one, name: one.name || t("muster_unknown") })));
  byId("muster-unheard").replaceChildren(...shown.unheard.map(lineOf));
}

export function startMuster() {
  register("muster", {
    enter: (muster) => {
      shown = muster;
      draw();
    },
    leave: () => {
      shown = null;
      for (const id of ["muster-rows", "muster-unsettled-rows", "muster-unheard"]) byId(id).replaceChildren();
    },
  });
  onLanguage(draw);
  byId("muster-print").addEventListener("click", () => window.print());
}
