/*
 * A little comfort for the queue of cases; everything works without it.
 * - j and k go from case to case, wherever one stands on the page; Enter opens it, as on every link.
 */
function links() {
  return [...document.querySelectorAll("[data-case] .care-name")];
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const step = { j: 1, k: -1 }[event.key.toLowerCase()];
  if (!step) return;
  const all = links();
  const here = all.findIndex((link) => link.closest("[data-case]").contains(document.activeElement));
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest" });
});
