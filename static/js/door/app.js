// The app of a door: search, PIN, the last scans, the strip; what a scan leads to is in verdicts.js.
"use strict";

(() => {
  const { say, made, clock, note, hit, cover, back } = doorView;
  const { state, now } = doorSync;
  const { zone, isRehearsal, personOf, countMine, insideSince, refusalOf } = doorKnown;
  const { decide, taken, lookAgain } = doorVerdicts;
  const PAIRING = /#pair=([\w-]{20,})$/;
  const SHOWN = 20; // lines of a list
  const SKEW = 120; // seconds a clock may be wrong without a word
  const part = (id) => document.getElementById(id);
  const show = (id, shown) => (part(id).hidden = !shown);
  let namesKey = null;

  // --- search and PIN -----------------------------------------------------------------------------------------------

  let isOld = false; // what the field holds has been searched for

  /** A touch takes what was searched for before, so that the next name does not go on after it. */
  function takeOld() {
    if (isOld) part("q").select();
    isOld = false;
  }

  function search(event) {
    event?.preventDefault();
    const text = part("q").value.trim();
    isOld = true;
    if (/\s/.test(text)) part("q").dataset.name = text;
    if (doorRules.codeOf(text)) {
      // a scanner that types
      part("q").value = "";
      taken(text);
      return;
    }
    const found = part("found");
    if (!doorKnown.guests) {
      found.replaceChildren(note(say(state.online ? "names_need_pin" : "names_need_network")));
      return;
    }
    const people = doorFold.search(doorKnown.guests, text);
    const list = made("ul", "", { className: "hits" });
    for (const guest of people.slice(0, SHOWN)) {
      const inside = insideSince(guest, now());
      const refused = refusalOf(guest, now());
      const why = refused === "not_confirmed" ? `state_${guest.state}` : `told_${refused}`;
      const doubt = refused ? why : inside ? "told_already_in" : "";
      const ref = made("span", guest.ref, { className: "piece" });
      const shown = doorFold.fold(`${guest.name} ${guest.place} ${guest.ref}`);
      const other = doorFold.reference(text) === guest.ref ? "" : doorFold.matchedBy(text, shown, guest.words.split("|").slice(1));
      const name = other.replace(/(^|[^\p{L}])(\p{L})/gu, (_all, before, letter) => before + letter.toUpperCase()); // folded in the list
      const line = [guest.place, name && ` (${say("also_called", { name })})`, " · ", ref, doubt ? ` · ${say(doubt)}` : ""];
      list.append(hit(guest.name, line, doubt ? "check" : "admit", () => decide(null, guest)));
    }
    const rest = people.length > SHOWN ? note(say("more_results")) : null;
    const places = new Set(people.map((one) => one.placeCode));
    const group = places.size === 1 && doorGroup.offer(people[0]);
    const call = doorVerdicts.callAnd((words) => doorVerdicts.showCalled(words, text));
    const lines = people.length ? [group, list, rest, call] : [note(say("nobody_found")), call];
    found.replaceChildren(...(text ? lines.filter(Boolean) : []));
    part("search").scrollIntoView(); // the camera above gets small
  }

  /** The next guest reads nobody's name. */
  function forgetSearch() {
    part("q").value = "";
    delete part("q").dataset.name;
    part("found").replaceChildren();
  }

  async function readNames() {
    doorKnown.guests = null;
    if (namesKey && state.list?.header.names_length) {
      doorKnown.guests = await state.list.everybody(namesKey).catch(() => null);
    }
    showPin();
  }

  const showPin = () => show("pin-form", !doorKnown.guests && Boolean(state.list) && state.online);

  async function enterPin(event) {
    event.preventDefault();
    const field = part("pin");
    let told;
    try {
      told = await doorSync.openNames(field.value.replace(/\D/g, ""));
    } catch (problem) {
      const why = doorSync.whyNot(problem);
      told = why === "offline" ? "names_need_network" : why;
    }
    field.value = "";
    namesKey = told.key ?? namesKey;
    await readNames();
    part("pin-note").textContent = told.key ? (doorKnown.guests ? "" : say("try_again")) : say(told);
    if (doorKnown.guests) part("q").focus();
  }

  /** The guide over the camera: whoever left this page would lose the names, which need the PIN and a network again. */
  async function openGuide(event) {
    event.preventDefault();
    const guide = made("div", "", { className: "guide" });
    try {
      const answer = await fetch(event.currentTarget.href);
      if (!answer.ok || answer.redirected) throw new Error("the answer is not the guide");
      guide.append(...new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("main .wrap > :not(.act)"));
    } catch {
      guide.append(note(say("no_answer")));
    }
    if (!doorView.isCovered()) cover("", [guide], [back()]); // a code may have been read meanwhile
  }

  // --- the strip ----------------------------------------------------------------------------------------------------

  let shownList = null;

  /** How many people wait to be sent, and for how long the oldest scan has, from the first minute on. */
  function queueOf(scans) {
    const count = new Set(scans.map(personOf)).size;
    const [oldest] = scans;
    const minutes = oldest ? Math.floor((Date.now() / 1000 - oldest.device_at) / 60) : 0;
    if (minutes > 0) return ["to_send_since", { count, minutes }];
    return [count === 1 ? "one_to_send" : "to_send", { count }];
  }

  async function refresh() {
    const refused = await doorStore.howMany(doorStore.REFUSED);
    const works = Boolean(state.list) && !state.ended;
    show("unpaired", !state.token);
    show("ended", state.ended);
    show("work", works);
    show("no-list", Boolean(state.token) && !works && !state.ended);
    part("line").dataset.state = state.online ? "online" : "offline";
    part("line").textContent = say(state.online ? "online" : `line_${state.token ? state.trouble : "unpaired"}`);
    part("list").textContent = works ? say("list_of", { time: clock(state.seen, zone()) }) : "";
    part("queue").textContent = say(...queueOf(await doorStore.waiting()));
    part("clock").textContent = Math.abs(state.offset) > SKEW * 1000 ? say("clock_wrong") : "";
    const unpaired = state.refused === 401 ? say("unknown_phone") : "";
    part("faults").textContent = refused ? say("faults", { count: refused }) : unpaired;
    const still = state.trouble === "offline" ? "still_works" : "names_need_network";
    const isCut = !state.online && state.trouble !== "first";
    part("still").textContent = isCut && works && !doorKnown.guests ? say(still) : "";
    show("quiet-rehearsal", works && isRehearsal(now()));
    showPin();
    doorWalkIn.lookAgain();
    if (state.ended) {
      namesKey = null;
      doorKnown.names.clear();
      forgetSearch();
      for (const line of ["undo", "news"]) show(line, false);
    }
    if (shownList !== state.list) {
      shownList = state.list;
      await countMine();
      await readNames();
      await lookAgain();
    }
  }

  async function pairFromAddress(text) {
    const pairing = PAIRING.exec(text)?.[1];
    if (!pairing) return;
    history.replaceState(null, "", location.pathname); // the code is used up, and nobody need see it
    try {
      const paired = await doorSync.pair(pairing);
      part("pairing-note").textContent = paired ? "" : say("pairing_over");
    } catch {
      part("pairing-note").textContent = say("pairing_offline");
    }
  }

  async function begin() {
    if (!isSecureContext || !globalThis.crypto?.subtle || !globalThis.indexedDB) {
      show("insecure", true);
      return;
    }
    const scope = location.pathname.replace(/app$/, ""); // the guide is kept too
    const worker = `/checkin-sw.js?page=${encodeURIComponent(location.pathname)}`;
    navigator.serviceWorker?.register(worker, { scope }).catch(() => {}); // then it works while the page stays open
    navigator.storage?.persist?.();
    await doorSync.restore();
    await pairFromAddress(location.hash);
    const phone = (await doorStore.get("phone")) ?? null;
    doorKnown.phone = phone;
    if (phone) document.querySelector(".strip h1").textContent = say("phone_at", phone);
    doorSync.onChange(refresh);
    await refresh();
    if (!phone) return;
    part("search").addEventListener("submit", search);
    part("q").addEventListener("click", takeOld);
    part("pin-form").addEventListener("submit", enterPin);
    part("last").addEventListener("click", doorUndo.showLast);
    part("guide").addEventListener("click", openGuide);
    part("walk-in").addEventListener("click", () => doorWalkIn.open());
    doorView.onReturn(forgetSearch);
    doorCamera.start(taken);
    doorSync.run();
  }

  begin();
})();
