{% load static %}{% get_static_prefix as static_prefix %}/* Keeps an opened pass, and what it is drawn with, for use without a network. Nothing else. */
const STORE = "foyer-pass-1";

const isPass = (url) => /^\/i\/[^/.]+\/?$/.test(url.pathname);
const isDrawnWith = (url) => url.pathname.startsWith("{{ static_prefix|escapejs }}foyer/");
const ours = (url) => url.origin === self.location.origin;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldStores().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !ours(url)) return;
  if (isPass(url) || isDrawnWith(url)) event.respondWith(networkFirst(event.request, url));
});

async function dropOldStores() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("foyer-pass-") && name !== STORE).map((name) => caches.delete(name)));
}

async function keep(addresses) {
  const store = await caches.open(STORE);
  const wanted = addresses.map((address) => new URL(address, self.location.origin)).filter((url) => ours(url) && (isPass(url) || isDrawnWith(url)));
  await Promise.allSettled(wanted.map((url) => store.add(url.href)));
}

async function networkFirst(request, url) {
  const store = await caches.open(STORE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await store.put(url.href, answer.clone());
    else if (answer.status === 404 || answer.status === 410) await store.delete(url.href, { ignoreSearch: true });
    return answer;
  } catch (trouble) {
    const kept = (await store.match(url.href)) ?? (await store.match(url.href, { ignoreSearch: true }));
    if (kept) return kept;
    throw trouble;
  }
}
