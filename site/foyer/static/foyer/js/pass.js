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

if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
showNetwork();
if ("serviceWorker" in navigator) {
  if (document.readyState === "complete") keepForLater();
  else addEventListener("load", keepForLater, { once: true });
}
