/* Keeps a live page fresh: asks with the last stamp, replaces what is shown only when it changed. */
const board = document.querySelector("[data-board]");
const trouble = document.querySelector("[data-trouble]");
let stamp = null;

export async function refresh() {
  try {
    const answer = await fetch(board.dataset.board, {
      headers: stamp ? { "If-None-Match": stamp } : {},
      cache: "no-store",
      redirect: "error",
    });
    if (answer.status === 200) {
      const fresh = await answer.text();
      stamp = answer.headers.get("ETag");
      replace(fresh);
    }
    trouble.hidden = answer.status === 200 || answer.status === 304;
    if (trouble.hidden) board.dispatchEvent(new CustomEvent("heard"));
  } catch {
    trouble.hidden = false;
  }
}

function replace(fresh) {
  const held = document.activeElement?.id;
  board.innerHTML = fresh;
  if (held) document.getElementById(held)?.focus();
  board.dispatchEvent(new CustomEvent("fresh"));
}

async function keepFresh() {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(keepFresh, Number(board.dataset.seconds) * 1000);
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
keepFresh();
