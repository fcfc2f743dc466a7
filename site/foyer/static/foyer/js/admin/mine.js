/* Guests who wait for somebody: says so once when another one comes, and confirms without leaving the page. */
import { refresh } from "./board.js";

const board = document.querySelector("[data-board]");
const told = document.querySelector("[data-told]");
const title = document.title;
let waiting = news().count;

function news() {
  const line = board.querySelector("[data-news]");
  return { count: Number(line?.dataset.news ?? 0), words: line?.textContent.trim() ?? "" };
}

function tell() {
  const { count, words } = news();
  document.title = count ? `(${count}) ${title}` : title;
  if (told.textContent !== words) told.textContent = words;
  if (count > waiting) navigator.vibrate?.([200, 100, 200]);
  waiting = count;
}

async function confirm(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  let kept = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    kept = answer.ok || answer.type === "opaqueredirect";
  } catch {
    // The line above the cards says that there is no connection.
  }
  await refresh();
  if (kept) return;
  button.disabled = false;
  document.querySelector("[data-trouble]").hidden = false;
}

/** Remember that the house was heard, and when: nothing else is kept on the phone. */
function heard() {
  try {
    localStorage.setItem("foyer-mine-at", String(Date.now()));
  } catch {
    // Without room the page for the time without a network says no hour.
  }
}

async function keepWay() {
  try {
    await navigator.serviceWorker?.register(board.dataset.worker);
  } catch {
    // Without https the page opens only with a network, as every page does.
  }
}

board.addEventListener("fresh", tell);
board.addEventListener("heard", heard);
heard();
if (board.dataset.worker) keepWay();
board.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-met]")) return;
  event.preventDefault();
  confirm(event.target);
});
tell();
