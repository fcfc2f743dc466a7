// Number keys on the screen, and the same digits from a keyboard. A scanner that types into the
// keypad is not a person: its burst is thrown away and read as a scan elsewhere.
import { t } from "./language.js";
import { current } from "./screens.js";
import { byId } from "./state.js";
import { characterOf } from "./scanner.js";

const BURST = 140;

export function makeKeypad({ name, most, label, onFull = () => {}, onEnter = () => {} }) {
  let digits = "";
  let recent = 0;
  let lastAt = 0;
  let due = null;
  const dots = byId(`${name}-dots`);

  function draw() {
    dots.textContent = "●".repeat(digits.length) + (most === 4 ? "○".repeat(most - digits.length) : "");
    dots.setAttribute("aria-label", t(label, { count: digits.length }));
  }

  function set(next) {
    digits = next;
    clearTimeout(due);
    draw();
  }

  function add(digit, wait) {
    if (digits.length >= most) return;
    byId(`${name}-error`).textContent = "";
    set(digits + digit);
    if (digits.length === most) due = setTimeout(() => onFull(digits), wait);
  }

  function onKey(event) {
    if (current() !== name || event.ctrlKey || event.metaKey) return;
    if (event.key === "Backspace") return set(digits.slice(0, -1));
    if (event.key === "Enter" && !event.target.closest?.("button")) return onEnter(digits);
    const character = characterOf(event);
    if (!character) return;
    recent = event.timeStamp - lastAt < BURST ? recent + 1 : 1;
    lastAt = event.timeStamp;
    if (!/[0-9]/.test(character) || recent > most) return set("");
    add(character, BURST);
  }

  const keys = document.querySelector(`[data-keypad="${name}"]`);
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if ("clear" in key.dataset) set("");
    else if ("erase" in key.dataset) set(digits.slice(0, -1));
    else add(key.dataset.digit, 0);
  });
  document.addEventListener("keydown", onKey);
  return { clear: () => set(""), value: () => digits, draw };
}
