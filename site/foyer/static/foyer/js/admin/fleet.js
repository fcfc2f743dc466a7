/* Keeps the desks' states fresh: asks with the last stamp, and replaces only the cards that changed. */
const fleet = document.querySelector("[data-fleet]");
const trouble = document.querySelector("[data-trouble]");
const all = document.querySelector("[data-tick-all]");
let stamp = null;

function put(next) {
  const card = fleet.querySelector(`[data-desk="${next.dataset.desk}"]`);
  if (!card || card.outerHTML === next.outerHTML) return;
  const held = card.contains(document.activeElement) ? [...card.querySelectorAll("a, button")].indexOf(document.activeElement) : -1;
  card.replaceWith(next);
  if (held >= 0) next.querySelectorAll("a, button")[held]?.focus();
}

async function refresh() {
  try {
    const answer = await fetch(fleet.dataset.fleet, {
      headers: stamp ? { "If-None-Match": stamp } : {},
      cache: "no-store",
      redirect: "error",
    });
    if (answer.status === 200) {
      stamp = answer.headers.get("ETag");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const next of page.querySelectorAll("[data-desk]")) put(document.importNode(next, true));
    }
    trouble.hidden = answer.status === 200 || answer.status === 304;
  } catch {
    trouble.hidden = false;
  }
}

async function keepFresh() {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(keepFresh, Number(fleet.dataset.seconds) * 1000);
}

all?.addEventListener("change", () => {
  for (const tick of fleet.querySelectorAll('[name="desk"]')) tick.checked = all.checked;
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
keepFresh();
