/*
 * A little comfort for what is due and for the call form; everything works without it.
 * - Inside the list the arrows move from row to row, and a letter does what the button says.
 * - Enter sends a call; Shift+Enter begins a new line. While a Chinese word is being composed, Enter
 *   belongs to the input method.
 * - What was sent is not sent again by a second tap; the house would keep it once all the same.
 */
function keyOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  if (event.target.matches("input:not([type=hidden]), textarea, select")) return "";
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

function firstControl(row) {
  return row.querySelector("[data-key]") ?? row.querySelector("a, button");
}

function move(row, step) {
  const rows = [...document.querySelectorAll("[data-due]")];
  const next = rows[rows.indexOf(row) + step];
  if (!next) return;
  const key = document.activeElement?.dataset?.key;
  (next.querySelector(`[data-key="${key}"]`) ?? firstControl(next)).focus();
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-due]");
  if (!row) return;
  const key = keyOf(event);
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    move(row, key === "ArrowDown" ? 1 : -1);
    return;
  }
  const control = key && row.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  if (!event.target.matches("[data-enter-sends]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sends-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});

// Come back to by the browser's own history, the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
