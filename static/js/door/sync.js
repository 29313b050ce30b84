// Talks to the server behind the volunteer's back: nothing on the screen ever waits for it.
"use strict";

globalThis.doorSync = (() => {
  const EVERY = 20_000; // ms between signs of life
  const AGAIN = 5_000; // ms after a failure while scans wait
  const PATIENCE = 10_000; // ms for an answer
  const BATCH = 200; // scans
  const RENEW = 43_200; // seconds before a list expires, from when another is fetched even if nothing has changed
  const api = document.querySelector("main").dataset.api;
  const state = { token: null, online: false, offset: 0, arrivals: null, list: null, seen: 0, calls: false, ended: false };
  state.trouble = navigator.onLine ? "first" : "offline"; // why it is not online: a word of `whyNot`, first, or unpaired
  let running = false;
  let again = false;
  let asksForList = false;
  let timer;
  let changed = () => {};
  const listeners = []; // of what the server says of scans

  async function ask(path, { method = "GET", body, headers = {}, token = state.token } = {}) {
    const options = { method, headers, signal: AbortSignal.timeout(PATIENCE), credentials: "omit", cache: "no-store" };
    if (token) options.headers.Authorization = `Bearer ${token}`;
    if (body) {
      options.body = JSON.stringify(body);
      options.headers["Content-Type"] = "application/json";
    }
    const answer = await fetch(api + path, options);
    if (answer.status >= 500) throw new Error("the server is not well");
    return answer;
  }

  /** Why `ask` got no answer: the server is slow, there is no network, or the server is not well. */
  function whyNot(problem) {
    if (!navigator.onLine || problem.name === "TypeError") return "offline";
    return ["TimeoutError", "AbortError"].includes(problem.name) ? "no_answer" : "try_again";
  }

  const now = () => (Date.now() + state.offset) / 1000;

  async function restore() {
    const [token, kept, offset, arrivals, ended] = await Promise.all(
      ["token", "list", "offset", "arrivals", "ended"].map(doorStore.get),
    );
    Object.assign(state, { token: token ?? null, offset: offset ?? 0, arrivals: arrivals ?? null, ended: ended ?? false });
    if (kept) await useList(kept);
    await doorStore.tidy(Date.now() / 1000 - 86_400);
  }

  /** A list that is too old is deleted, for a lost phone keeps nothing for long; so is one of an older form. */
  async function useList(buffer) {
    const list = doorVault.open(buffer);
    if (list.header.version === doorVault.VERSION && list.header.expires_at > now() && !state.ended) {
      state.list = list;
      state.seen = list.header.at;
    } else {
      await dropList();
    }
  }

  async function dropList() {
    state.list = null;
    await doorStore.forget("list", "arrivals");
    state.arrivals = null;
  }

  async function pair(pairing) {
    const answer = await ask("/devices", { method: "POST", body: { pairing }, token: null });
    if (answer.status !== 201) return false;
    const phone = await answer.json();
    Object.assign(state, { token: phone.token, ended: false });
    await Promise.all([doorStore.set("token", phone.token), doorStore.set("phone", phone), doorStore.forget("ended")]);
    return true;
  }

  /** The key of the names, or the word for why there is none. */
  async function openNames(pin) {
    const answer = await ask("/names", { method: "POST", body: { pin } });
    const told = await answer.json();
    if (!answer.ok) return told.error;
    await fetchList(); // it may still be the one of the shift before
    return { key: await doorVault.namesKey(told.key) };
  }

  const isFresh = () => Boolean(state.list) && state.list.header.expires_at - now() > RENEW;

  async function fetchList() {
    const headers = isFresh() ? { "If-None-Match": `"${state.list.header.mark}"` } : {};
    const answer = await ask(`/roster?lang=${document.documentElement.lang}`, { headers });
    if (answer.status !== 200) return;
    const buffer = await answer.arrayBuffer();
    await doorStore.set("list", buffer);
    await useList(buffer);
  }

  async function takeNews(news) {
    if (news.phone_ended) {
      state.ended = true;
      await Promise.all([doorStore.set("ended", true), dropList()]);
      return;
    }
    const kept = news.all_arrivals || !state.arrivals ? {} : state.arrivals.inside;
    for (const [guest, at, door] of news.arrivals) {
      if (at === null) delete kept[guest];
      else kept[guest] = { at, door };
    }
    const told = news.refusals?.map(([guest, at, door]) => [guest, { at, door }]);
    const refused = told ? Object.fromEntries(told) : state.arrivals?.refused;
    const isAsked = news.places !== undefined; // null is without a limit
    const places = isAsked ? news.places && { of: news.places, at: news.server_time } : state.arrivals?.places;
    state.arrivals = { inside: kept, refused, places, isRehearsal: news.is_rehearsal, since: news.server_time };
    await doorStore.set("arrivals", state.arrivals);
    if (!news.list_mark) return;
    if (news.list_mark !== state.list?.header.mark || !isFresh()) await fetchList();
    else state.seen = news.server_time;
  }

  async function once(checkList) {
    const scans = await doorStore.waiting(BATCH);
    const left = await doorStore.howMany(doorStore.WAITING);
    const sentAt = Date.now();
    const answer = await ask("/scans", {
      method: "POST",
      body: {
        scans: scans.map(({ seq, state: _state, who, fault, against, person, ...scan }) => scan),
        since: state.arrivals?.since,
        was_rehearsal: state.arrivals?.isRehearsal,
        check_list: checkList,
        status: {
          unsent: left - scans.length,
          list_at: state.list ? state.seen : undefined,
          skew_s: Math.round(state.offset / 1000),
          calling: state.calls,
        },
      },
    });
    if (!answer.ok) {
      state.refused = answer.status;
      return false;
    }
    const news = await answer.json();
    state.refused = null;
    state.calls = false;
    state.offset = Math.round(news.server_time * 1000 - (sentAt + Date.now()) / 2);
    await doorStore.set("offset", state.offset);
    await doorStore.settle(news.results);
    for (const answered of listeners) answered(news.results);
    await takeNews(news);
    return scans.length === BATCH;
  }

  /** Send what waits and hear the news; whoever asks meanwhile gets another round. */
  async function run(checkList = true) {
    if (!state.token) return;
    asksForList ||= checkList;
    if (running) {
      again = true;
      return;
    }
    running = true;
    clearTimeout(timer);
    try {
      do {
        const asks = asksForList;
        again = asksForList = false;
        while (await once(asks));
        state.online = state.refused === null;
        state.trouble = state.refused === 401 ? "unpaired" : "try_again";
      } while (again);
    } catch (problem) {
      state.online = false;
      state.trouble = whyNot(problem);
    }
    running = false;
    const hurry = !state.online && (await doorStore.howMany(doorStore.WAITING)) > 0;
    timer = setTimeout(() => run(), hurry ? AGAIN : EVERY);
    if (state.list && state.list.header.expires_at <= now()) await dropList();
    await changed();
  }

  addEventListener("online", () => run());
  addEventListener("offline", () => {
    Object.assign(state, { online: false, trouble: "offline" });
    changed();
  });

  const listening = { onChange: (act) => (changed = act), onAnswer: (act) => listeners.push(act) };
  return { state, now, ask, whyNot, restore, pair, openNames, run, ...listening };
})();
