/* Without a network: says when the last news came, and goes back as soon as the house answers. */
const main = document.querySelector("[data-away]");
const last = document.querySelector("[data-last]");
const EVERY = 3000;
const at = Number(localStorage.getItem("foyer-mine-at"));

if (at) {
  const time = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  last.querySelector("time").textContent = time;
  last.hidden = false;
}

async function ask() {
  try {
    await fetch(main.dataset.asks, { cache: "no-store", redirect: "manual" }); // a log-in page is an answer, too
    location.replace(main.dataset.away);
  } catch {
    setTimeout(ask, EVERY);
  }
}

addEventListener("online", ask, { once: true });
setTimeout(ask, EVERY);
