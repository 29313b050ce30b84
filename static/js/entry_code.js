// Keeps the page with the entry code on this phone once its owner asks for it, and forgets it when they say so. On every
// personal page that is opened, what was kept for somebody else is forgotten.
"use strict";

(() => {
  const CACHE = "entry code"; // code_worker.js opens it
  if (!globalThis.caches || !navigator.serviceWorker) return;
  const here = document.querySelector("[data-kept-for]");
  const keeping = document.getElementById("keeping");

  async function ownerOfKept() {
    if (!(await caches.has(CACHE))) return null;
    const cache = await caches.open(CACHE);
    for (const request of await cache.keys()) {
      const owner = (await cache.match(request)).headers.get("X-Kept-For");
      if (owner) return owner;
    }
    return null;
  }

  function show(state) {
    for (const line of keeping.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== state;
    document.getElementById("keep").hidden = state === "kept";
    document.getElementById("forget").hidden = state !== "kept";
    keeping.hidden = false;
  }

  async function keep() {
    try {
      await navigator.serviceWorker.register("worker.js");
      const cache = await caches.open(CACHE);
      const looks = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
      await cache.addAll([location.pathname, ...looks, document.querySelector("script[src*=entry_code]").src]);
      const kept = await cache.match(location.pathname); // asked for again: another link may be open in another tab
      if (kept?.headers.get("X-Kept-For") !== here.dataset.keptFor) throw new Error("the page of somebody else");
      show("kept");
    } catch {
      await caches.delete(CACHE);
      show("failed");
    }
  }

  async function forget() {
    await caches.delete(CACHE);
    const worker = await navigator.serviceWorker.getRegistration();
    await worker?.unregister();
    show("asked");
  }

  async function begin() {
    const owner = await ownerOfKept();
    if (owner && owner !== here.dataset.keptFor) await caches.delete(CACHE);
    if (!keeping) return;
    show(owner === here.dataset.keptFor ? "kept" : "asked");
    document.getElementById("keep").addEventListener("click", keep);
    document.getElementById("forget").addEventListener("click", forget);
  }

  if (here) begin();
})();
