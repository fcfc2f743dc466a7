// A hand-held scanner types like a very fast person. The keys are read by their place on the
// keyboard where an input method has taken the letters, so a Chinese IME may stay on.
const PAUSE = 250; // a radio scanner, or a busy tablet, may stumble between two keys
const FIELD_AVERAGE = 60; // milliseconds a key; the fastest typists need twice as long
const LEAST = 6;
const LONGEST = 200;
const PLAIN = {
  Minus: "-_", Equal: "=+", Slash: "/?", Period: ".>", Comma: ",<", Semicolon: ";:", Quote: "'\"", Backslash: "\\|",
  BracketLeft: "[{", BracketRight: "]}", Backquote: "`~", NumpadSubtract: "--", NumpadDivide: "//", NumpadDecimal: "..",
  Space: "  ",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";
const ENDS = new Set(["Enter", "NumpadEnter", "Tab"]);
const FIELD = "input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea";

let buffer = "";
let lastAt = 0;
let startedAt = 0;
let field = null;
let before = "";

/** Say which character a key stands for, whatever input method is on. */
export function characterOf({ key, code, shiftKey, keyCode, isComposing }) {
  const typed = (key ?? "").normalize("NFKC");
  if (!isComposing && keyCode !== 229 && typed.length === 1 && typed >= " " && typed <= "~") return typed;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code[3] : code[3].toLowerCase();
  const digit = /^(Digit|Numpad)([0-9])$/.exec(code);
  if (digit) return shiftKey && digit[1] === "Digit" ? SHIFTED_DIGITS[digit[2]] : digit[2];
  return PLAIN[code]?.[shiftKey ? 1 : 0] ?? "";
}

function forget() {
  buffer = "";
  field = null;
}

/** In a field only what cannot be a word somebody typed counts: a long code or our own address. */
function isScan() {
  if (!field) return buffer.length >= LEAST;
  if ((lastAt - startedAt) / buffer.length > FIELD_AVERAGE) return false;
  return /\/i\/|[?&]pair=/i.test(buffer) || /^[0-9a-z]{20,}$/i.test(buffer.replace(/[\s-]/g, ""));
}

function restoreField() {
  if (!field) return;
  field.blur();
  field.value = before;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function onKey(event, deliver, isTyping) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const gap = event.timeStamp - lastAt;
  const ended = ENDS.has(event.code) || (!event.code && ["Enter", "Tab"].includes(event.key));
  if (gap > PAUSE) forget();
  if (ended) {
    const text = buffer;
    const scanned = isScan() && !isTyping(text);
    if (scanned) {
      swallow(event);
      restoreField();
    }
    forget();
    if (scanned) deliver(text.slice(0, LONGEST));
    return;
  }
  const character = characterOf(event);
  if (!character) return;
  if (buffer === "") {
    field = event.target.closest?.(FIELD) ?? null;
    before = field?.value ?? "";
    startedAt = event.timeStamp;
  }
  if (buffer.length < LONGEST) buffer += character;
  lastAt = event.timeStamp;
  // In the middle of a scan a space must not press the button that happens to have the focus.
  if (!field && buffer.length > 1 && character === " ") swallow(event);
}

/** Hear the scanner. `isTyping` may say that a fast burst is a person's after all, such as a PIN. */
export function listen(deliver, isTyping = () => false) {
  document.addEventListener("keydown", (event) => onKey(event, deliver, isTyping), { capture: true });
}
