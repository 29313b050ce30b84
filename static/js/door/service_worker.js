// Keeps the app of the doors on the phone: its page and files open without a network. The interface is never kept.
// The server serves it as /checkin-sw.js and puts the addresses of the FILES before it.
/* global FILES */
"use strict";

const CACHE = `door ${FILES.join(" ")}`;
const PAGE = new URL(location).searchParams.get("page");
const GUIDE = PAGE.replace(/app$/, "guide");

/** Each file for itself: without the reader of codes the app still searches. */
async function keep() {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(PAGE, { cache: "reload", credentials: "omit" }));
  const others = [new Request(GUIDE, { cache: "reload", credentials: "omit" }), ...FILES];
  await Promise.all(others.map((file) => cache.add(file).catch(() => {})));
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("door ") && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

/** From the phone; where it is not there yet, from the server, and kept. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** A page at once from the phone, and a fresh one for the next time. */
async function page(event, path) {
  const cache = await caches.open(CACHE);
  const fresh = fetch(new Request(path, { credentials: "omit" })).then(async (answer) => {
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  });
  const found = await cache.match(path);
  if (!found) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return found;
}

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (pathname === PAGE || pathname === GUIDE) event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(event.request));
});
