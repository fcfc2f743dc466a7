/*
 * A little comfort for the guest lists; everything works without it.
 * - The list follows what is typed into the search, also through a Chinese input method.
 * - One tick for the whole page, one for everybody who matches, and how many are ticked.
 */
const WAIT = 250;

function rowsOf(form) {
  return [...form.querySelectorAll("tbody input[type=checkbox]")];
}

function count(form) {
  const boxes = rowsOf(form);
  const ticked = boxes.filter((box) => box.checked).length;
  const page = form.querySelector("[data-tick-all]");
  const everybody = form.querySelector("[data-tick-everybody]");
  const shown = form.querySelector("[data-ticked-count]");
  if (page) {
    page.checked = ticked > 0 && ticked === boxes.length;
    page.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  if (everybody?.checked) shown.value = `${everybody.dataset.tickEverybody} / ${everybody.dataset.tickEverybody}`;
  else if (shown) shown.value = ticked ? `${ticked} / ${everybody?.dataset.tickEverybody ?? boxes.length}` : "";
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form");
  const everybody = form?.querySelector("[data-tick-everybody]");
  if (!form?.querySelector("[data-tick-all]")) return;
  if (event.target.matches("[data-tick-all], [data-tick-everybody]")) {
    for (const box of rowsOf(form)) box.checked = event.target.checked;
  }
  if (everybody && event.target !== everybody) everybody.checked = false; // one row less is not everybody
  count(form);
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select-all]")) event.target.select();
});

function follow(search) {
  const target = search.dataset.liveSearch;
  let timer = 0;
  let asked = null;

  async function show() {
    const words = new URLSearchParams([...new FormData(search)].filter(([, value]) => value));
    const address = `${search.action.split("?")[0]}?${words}`;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(address, { signal: asked.signal, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const rows = page.getElementById(target);
      if (!answer.ok || !rows) {
        search.submit(); // the log-in has run out: let the server say so
        return;
      }
      document.getElementById(target).replaceWith(document.adoptNode(rows));
      const tabs = page.querySelector(".guests-tabs");
      if (tabs) document.querySelector(".guests-tabs").replaceWith(document.adoptNode(tabs));
      history.replaceState(null, "", address);
    } catch (problem) {
      if (problem.name !== "AbortError") search.submit();
    }
  }

  function soon(event) {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  }

  search.addEventListener("input", soon);
  search.addEventListener("compositionend", soon);
}

for (const search of document.querySelectorAll("[data-live-search]")) follow(search);
for (const form of document.querySelectorAll("form")) if (form.querySelector("[data-tick-all]")) count(form);
