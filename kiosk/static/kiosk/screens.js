// One screen at a time. A screen may say what to do when it is entered and when it is left.
const DOUBLE_TAP = 700;
const screens = new Map();
let changedAt = 0;
let home = () => {};

export const current = () => document.body.dataset.screen;
export const setHome = (go) => { home = go; };
/** Go to the first screen; `byHand` says that a guest turned back, who is still there. */
export const goHome = ({ byHand = false } = {}) => home({ byHand });

export function register(name, { enter = () => {}, leave = () => {} } = {}) {
  screens.set(name, { enter, leave, section: document.querySelector(`[data-for="${name}"]`) });
}

/** Show a screen and move the focus to its heading, or to what `enter` returns. */
export function show(name, data = {}) {
  screens.get(current())?.leave();
  for (const { section } of screens.values()) section.hidden = true;
  const { section, enter } = screens.get(name);
  section.hidden = false;
  document.body.dataset.screen = name;
  changedAt = performance.now();
  window.scrollTo(0, 0);
  const focus = enter(data) ?? section.querySelector("h1");
  focus?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("foyer:screen"));
}

/** The second half of a double tap belongs to the screen before, not to what has come under the finger. */
function dropSecondTap(event) {
  if (event.detail < 2 || event.timeStamp - changedAt > DOUBLE_TAP) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("click", dropSecondTap, { capture: true });
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-home]")) goHome({ byHand: true });
});
