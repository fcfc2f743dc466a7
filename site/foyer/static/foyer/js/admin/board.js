/* Keeps the live board fresh: asks with the last stamp, replaces the figures only when they changed. */
const board = document.querySelector("[data-board]");
const trouble = document.querySelector("[data-trouble]");
let stamp = null;

async function refresh() {
  try {
    const answer = await fetch(board.dataset.board, {
      headers: stamp ? { "If-None-Match": stamp } : {},
      cache: "no-store",
      redirect: "error",
    });
    if (answer.status === 200) {
      stamp = answer.headers.get("ETag");
      board.innerHTML = await answer.text();
    }
    trouble.hidden = answer.status === 200 || answer.status === 304;
  } catch {
    trouble.hidden = false;
  }
}

async function keepFresh() {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(keepFresh, Number(board.dataset.seconds) * 1000);
}

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
keepFresh();
