// What the phone keeps: the encrypted list, its token, and every scan until the server has it. No name is ever written.
"use strict";

globalThis.doorStore = (() => {
  const WAITING = 0;
  const SENT = 1;
  const REFUSED = 2;
  let opened;

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function database() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(`door ${document.querySelector("main").dataset.edition}`, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("facts");
        const scans = request.result.createObjectStore("scans", { keyPath: "seq", autoIncrement: true });
        scans.createIndex("state", "state");
        scans.createIndex("id", "id", { unique: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  async function inStore(name, mode, act) {
    const transaction = (await database()).transaction(name, mode, { durability: "strict" });
    const result = await act(transaction.objectStore(name));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return result;
  }

  const get = (key) => inStore("facts", "readonly", (facts) => done(facts.get(key)));
  const set = (key, value) => inStore("facts", "readwrite", (facts) => done(facts.put(value, key)));
  const forget = (...keys) =>
    inStore("facts", "readwrite", (facts) => Promise.all(keys.map((key) => done(facts.delete(key)))));

  /** Append scans; they are on the disk before a verdict is acted on. */
  const append = (scans) =>
    inStore("scans", "readwrite", (store) =>
      Promise.all(scans.map((scan) => done(store.add({ state: WAITING, ...scan })))),
    );

  const waiting = (most) => inStore("scans", "readonly", (store) => done(store.index("state").getAll(WAITING, most)));
  const howMany = (state) => inStore("scans", "readonly", (store) => done(store.index("state").count(state)));
  const all = () => inStore("scans", "readonly", (store) => done(store.getAll()));

  /** Note what the server said of scans, by their ids. What it refused stays, to be seen. */
  function settle(results) {
    return inStore("scans", "readwrite", async (store) => {
      for (const result of results) {
        const scan = result.id && (await done(store.index("id").get(result.id)));
        if (!scan) continue;
        const { stored, fault = null, against = null, guest = scan.who } = result;
        await done(store.put({ ...scan, state: stored ? SENT : REFUSED, fault, against, who: guest }));
      }
    });
  }

  /** Delete a scan that the server has not answered: the supervisor said no, so nobody is to be registered. */
  function drop(id) {
    return inStore("scans", "readwrite", async (store) => {
      const scan = await done(store.index("id").get(id));
      if (scan?.state === WAITING) await done(store.delete(scan.seq));
    });
  }

  /** Forget what the server has had for a while. */
  function tidy(before) {
    return inStore("scans", "readwrite", async (store) => {
      for (const scan of await done(store.index("state").getAll(SENT))) {
        if (scan.device_at < before) await done(store.delete(scan.seq));
      }
    });
  }

  return { get, set, forget, append, waiting, howMany, all, settle, drop, tidy, WAITING, SENT, REFUSED };
})();
