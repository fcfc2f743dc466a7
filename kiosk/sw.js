// Keeps the app shell on the tablet, so that the kiosk starts without a network. The view puts
// SHELL = {version, home, files, pictures} in front of this text. Answers of the API are never kept: they
// pass by untouched, and what to do without them is the business of outbox.js.
const CACHE = `foyer-kiosk-${SHELL.version}`;
const OURS = "foyer-kiosk-";
const PICTURES = "foyer-pictures"; // of the desk's screen; look.js keeps it

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: "reload" })));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromShell(request, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path, { ignoreVary: true });
  return kept ?? fetch(request);
}

async function fromPictures(request) {
  const kept = await caches.match(request.url, { cacheName: PICTURES, ignoreVary: true });
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(SHELL.pictures)) {
    event.respondWith(fromPictures(event.request));
    return;
  }
  if (!SHELL.files.includes(url.pathname)) return;
  event.respondWith(fromShell(event.request, url.pathname));
});
