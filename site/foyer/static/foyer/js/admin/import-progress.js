// Follows the work on an imported file, and moves on when it is done or has stopped.
const page = document.querySelector("[data-import-status]");
const bar = page?.querySelector("[data-import-bar]");
const text = page?.querySelector("[data-import-text]");
const PAUSE = 1000;

async function look() {
  try {
    const answer = await fetch(page.dataset.importStatus, { headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      const progress = await answer.json();
      if (progress.finished || progress.stopped) {
        window.location.replace(page.dataset.importAfter);
        return;
      }
      bar.max = progress.total || 1;
      bar.value = progress.done;
      text.textContent = progress.text;
    }
  } catch {
    // The server may be restarting: the work goes on, so ask again.
  }
  window.setTimeout(look, PAUSE);
}

if (bar) {
  window.setTimeout(look, PAUSE);
}
