// Opens the kept page with the entry code without a network. It never keeps a page by itself: entry_code.js does when
// its owner asks. With a network the server decides: a page of somebody else, its word that the link or the code has
// ended, and the end of the assembly end what was kept; any other error (too many requests, a session that is gone) shows what was kept.
"use strict";

const CACHE = "entry code";
const OWNER = "X-Kept-For";
const UNTIL = "X-Kept-Until";
const ENDED = "X-Kept-Ended";

/** Until the assembly ends. */
const isStillNeeded = (answer) => Date.now() < Number(answer.headers.get(UNTIL)) * 1000;

async function page(request) {
  const kept = (await caches.has(CACHE)) ? await (await caches.open(CACHE)).match(request, { ignoreSearch: true }) : undefined;
  let answer = null;
  try {
    answer = await fetch(request);
  } catch {
    // without a network what was kept is all there is
  }
  const isEnded = Boolean(answer?.headers.has(ENDED));
  if (answer === null || (!answer.ok && !isEnded)) {
    if (kept && isStillNeeded(kept)) return kept;
    if (kept) await caches.delete(CACHE);
    return answer ?? Response.error();
  }
  if (!kept) return answer;
  const owner = answer.headers.get(OWNER);
  const isOver = isEnded || (owner && (owner !== kept.headers.get(OWNER) || !isStillNeeded(answer)));
  if (isOver) await caches.delete(CACHE);
  else if (owner) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

async function file(request) {
  const found = (await caches.has(CACHE)) ? await (await caches.open(CACHE)).match(request) : undefined;
  return found ?? fetch(request);
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(file(request));
});
