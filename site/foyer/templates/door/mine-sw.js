{% load static %}/* Opens the hosts' page without a network: with a page that says so. Nothing about a guest is kept. */
const STORE = "foyer-mine-{{ version|escapejs }}";
const AWAY = "{% url 'guests:mine_away' %}";
const DRAWN_WITH = ["{% static 'foyer/css/board.css' %}", "{% static 'foyer/js/admin/mine-away.js' %}"];

const keep = async () => (await caches.open(STORE)).addAll([AWAY, ...DRAWN_WITH]);

async function dropOldStores() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("foyer-mine-") && name !== STORE).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOldStores().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(AWAY)));
  else if (request.method === "GET" && pathname.startsWith("{% get_static_prefix %}")) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
  }
});
