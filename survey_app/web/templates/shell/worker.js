// Keeps the shell of the pages, and nothing that was asked or answered.
"use strict";
const NAME = "shell-{{ version }}";
const AWAY = "{{ url_for('shell.away') }}";
const SHELL = {{ shell | safe }};
const SINCE = `${AWAY}/since`;
const A_DAY = 24 * 60 * 60 * 1000;

const sinceNow = (kept) => kept.put(SINCE, new Response(String(Date.now())));

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(NAME).then(async (kept) => {
    await kept.addAll(SHELL);
    await sinceNow(kept);
  }));
});
self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name !== NAME);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});
// the worker that came yesterday serves today's interview, too: the day begins with each page that comes
const inReach = async (response) => {
  const stays = response.ok && !response.headers.has("Clear-Site-Data");
  if (stays && (await caches.has(NAME))) await sinceNow(await caches.open(NAME));
};
// a phone that the laptop could not tell to forget does so by itself, a day after the last page
const outOfReach = async () => {
  const since = await caches.match(SINCE);
  if (since && Date.now() - Number(await since.text()) < A_DAY) return caches.match(AWAY);
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
  return Response.error();
};
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  const isShell = request.method === "GET" && SHELL.includes(address.pathname + address.search);
  if (isShell) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    const page = fetch(request);
    event.respondWith(page.catch(outOfReach));
    event.waitUntil(page.then(inReach).catch(() => undefined));
  }
});
