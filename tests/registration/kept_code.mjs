// Runs the worker of the kept entry code against a pretended network, and prints what came of each visit as JSON.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const PATH = "https://here.test/en/my/code/";
const store = new Map(); // caches, each a map of addresses
const listeners = {};
let network = () => Promise.reject(new Error("no network"));

const cacheOf = (entries) => ({
  match: async (request) => entries.get(request.url)?.clone(),
  put: async (request, answer) => entries.set(request.url, answer),
});
Object.assign(globalThis, {
  caches: {
    has: async (name) => store.has(name),
    open: async (name) => cacheOf(store.get(name) ?? store.set(name, new Map()).get(name)),
    delete: async (name) => store.delete(name),
  },
  addEventListener: (name, act) => (listeners[name] = act),
  fetch: () => network(),
});
runInThisContext(readFileSync(new URL("../../static/js/code_worker.js", import.meta.url), "utf8"));

const LATER = Math.round(Date.now() / 1000) + 3600;
const answer = (words, owner, until = LATER, status = 200, more = {}) =>
  new Response(words, { status, headers: owner ? { "X-Kept-For": owner, "X-Kept-Until": String(until) } : more });

async function visit(found) {
  network = found ? async () => found : () => Promise.reject(new Error("no network"));
  let told;
  listeners.fetch({ request: { url: PATH, method: "GET", mode: "navigate" }, respondWith: (one) => (told = one) });
  const shown = await told;
  const kept = await store.get("entry code")?.get(PATH)?.clone().text();
  return [shown.type === "error" ? "nothing" : await shown.text(), kept ?? "nothing"];
}

const keep = (words, owner, until) => store.set("entry code", new Map([[PATH, answer(words, owner, until)]]));
const told = {};
told.never_asked = await visit(answer("Anna", "a"));
keep("Anna", "a");
told.offline = await visit(null);
told.renewed = await visit(answer("Anna, new code", "a"));
told.server_ill = await visit(answer("sorry", null, 0, 503));
told.somebody_else = await visit(answer("Bea", "b"));
keep("Anna", "a");
told.too_often = await visit(answer("later", null, 0, 429));
told.no_session = await visit(answer("no link", null, 0, 403));
told.ended = await visit(answer("no link", null, 0, 403, { "X-Kept-Ended": "link" }));
keep("Anna", "a", 1000);
told.afterwards = await visit(null);
keep("Anna", "a", 1000);
told.online_afterwards = await visit(answer("Anna", "a", 1000));
console.log(JSON.stringify(told));
