/* An open list closes on Escape, and when the eye goes elsewhere. */
for (const list of document.querySelectorAll("details[data-disclosure]")) {
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !list.open) return;
    list.open = false;
    list.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.contains(event.target)) list.open = false;
  });
  list.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !list.contains(event.relatedTarget)) list.open = false;
  });
}
