/* The pass: works without a network once opened, prints, and says when it is offline. */
const offline = document.querySelector("[data-offline]");
const print = document.querySelector("[data-print]");
const form = document.querySelector(".pass__form");

function showNetwork() {
  if (offline) offline.hidden = navigator.onLine;
  const send = form?.querySelector("[type=submit]");
  if (send) send.disabled = !navigator.onLine;
}

function drawnWith() {
  const names = performance.getEntriesByType("resource").map((entry) => entry.name);
  return names.filter((name) => name.startsWith(`${location.origin}/`));
}

async function keepForLater() {
  await navigator.serviceWorker.register("/i/sw.js", { scope: "/i/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [location.href, ...drawnWith()] });
}

/** Bring what was refused before the guest's eyes: the form stands below the first screen of a phone. */
function showRefused() {
  const error = form?.querySelector(".field__error");
  if (!error) return;
  const field = error.closest(".field");
  (field?.querySelector("input, textarea") ?? error).focus({ preventScroll: true });
  (field ?? error).scrollIntoView({ block: "center" });
}

/** Do something once the page is loaded and has been scrolled to where its address says. */
function onceLoaded(act) {
  if (document.readyState === "complete") act();
  else addEventListener("load", act, { once: true });
}

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
onceLoaded(showRefused);
if ("serviceWorker" in navigator) onceLoaded(keepForLater);
