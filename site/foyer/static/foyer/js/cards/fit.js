/*
 * Makes the words of a card fit: smaller letters first, then a second line, then smaller letters for all.
 * Nothing is cut off. What ends up too small to be read from a step away is named, not hidden.
 */
const READABLE = 8; // CSS pixels: 6 points
const ON_ONE_LINE = 0.62; // of the size asked for; below that a second line reads better
const BROKEN = 0.8;
const STEP = 0.96;
const MOST_TURNS = 120;

const sizeOf = (text) => Number.parseFloat(getComputedStyle(text).fontSize);
const lines = (text) => (text.matches("ul") ? [...text.children] : [text]);
const isTooWide = (text) => lines(text).some((line) => line.scrollWidth > line.clientWidth + 0.5);

function setSize(text, pixels) {
  text.style.fontSize = `${pixels}px`;
}

/** Whether the blocks need more than the room inside the margins; turned cards are measured as they are read. */
function overflows(column) {
  const blocks = [...column.children];
  if (blocks.length === 0) return false;
  const { paddingTop, paddingBottom } = getComputedStyle(column);
  const top = Math.min(...blocks.map((block) => block.offsetTop));
  const bottom = Math.max(...blocks.map((block) => block.offsetTop + block.offsetHeight));
  const isWide = column.scrollWidth > column.clientWidth + 1;
  return isWide || bottom - top > column.clientHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom) + 1;
}

function shrink(text, from, least) {
  setSize(text, from);
  for (let size = from; isTooWide(text) && size > least;) {
    size = Math.max(size * STEP, least);
    setSize(text, size);
  }
}

/** Keep a text on one line with smaller letters; where that takes too small ones, let it break. */
function fitAcross(text) {
  const asked = sizeOf(text);
  const least = Math.max(asked * ON_ONE_LINE, Math.min(asked, READABLE));
  text.style.whiteSpace = text.textContent.includes("\n") ? "pre" : "nowrap";
  shrink(text, asked, least);
  if (!isTooWide(text)) return;
  text.style.whiteSpace = "";
  text.style.overflowWrap = "normal"; // between words, while a word has room on a line
  shrink(text, Math.max(asked * BROKEN, least), Math.min(asked, READABLE));
  if (isTooWide(text)) text.style.overflowWrap = "";
}

/** Fit one card; whether all of it can be read. */
export function fitCard(card) {
  const column = card.querySelector("[data-column]");
  const texts = [...column.querySelectorAll("[data-fit]")];
  texts.forEach(fitAcross);
  for (let turn = 0; turn < MOST_TURNS && overflows(column); turn += 1) {
    const large = texts.filter((text) => sizeOf(text) > READABLE);
    for (const text of large.length ? large : texts) setSize(text, large.length ? Math.max(sizeOf(text) * STEP, READABLE) : sizeOf(text) * STEP);
  }
  const readable = !overflows(column) && texts.every((text) => sizeOf(text) > READABLE - 0.01);
  card.toggleAttribute("data-unfit-card", !readable);
  return readable;
}

/** Fit every card inside a node; return the names of those whose letters are too small, each once. */
export async function fitAll(node) {
  await document.fonts.ready;
  await Promise.all([...node.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
  const unfit = [...node.querySelectorAll("[data-card]")].filter((card) => !fitCard(card));
  return [...new Set(unfit.map((card) => card.dataset.card))];
}
