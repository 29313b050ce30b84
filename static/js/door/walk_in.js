// Somebody is not on the list: three fields, sealed for the server and sent like any scan. The server alone says whether
// a place is free; until it has answered, the phone says that it has only written them down.
"use strict";

globalThis.doorWalkIn = (() => {
  const { say, made, button, cover, uncover, isCovered, leave, next, back, note } = doorView;
  const { state, now } = doorSync;
  const REFUSED = ["news_refused", "news_online_only"]; // what needs a person
  const AMBER = [...REFUSED, "news_not_registered", "news_not_stored"]; // what the supervisor has to hear
  const waiting = new Map(); // who was written down and not answered yet: the scan's id -> words, scan, page, choice

  /** Why the rules of this door let nobody in who has not registered, or "". */
  function refusedHere() {
    const told = doorRules.walkInRefusal(doorKnown.doorAt(now()));
    return told ? say(`walk_in_${told}`) : "";
  }

  /** What one can do for somebody who has not registered: `show` draws the page that says that the supervisor has been
      called, `allow` follows from her yes. */
  function ways(isCalled, show, allow) {
    const buttons = {
      call: () => doorVerdicts.callAnd(show),
      allowed: () => button("act_allowed", allow, { name: "allowed" }),
    };
    return doorRules.actionsOf("recorded", isCalled).map((one) => buttons[one]());
  }

  function open(extra = "", isAllowed = false) {
    const refused = isAllowed ? "" : refusedHere();
    if (refused) {
      const leaves = extra ? doorVerdicts.leaves("next_waiting", searchedFor()) : [back()];
      const buttons = ways(Boolean(extra), open, () => open("", true));
      return cover("ask", [note(extra), note(refused)], [...buttons, ...leaves]);
    }
    const form = document.getElementById("walk-in-form").content.firstElementChild.cloneNode(true);
    const [why, press] = form.querySelectorAll("[role=alert], button"); // both stay in view below the fields
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(form, why, press, isAllowed);
    });
    form.addEventListener("input", ({ target }) => {
      why.textContent = "";
      target.removeAttribute("aria-invalid");
    });
    const check = form.querySelector("[data-check]");
    if (isAllowed) check.remove();
    else if (!state.online) {
      press.textContent = say("note_person");
      check.textContent = say("walk_in_offline");
    }
    if (document.getElementById("q").value) form.querySelector("[data-search]").remove();
    fillIn(form, searchedFor().name);
    const typed = { get name() { return nameOf(typedIn(form)).trim(); } }; // more may be typed after the call
    const call = doorVerdicts.callAnd((words) => {
      why.textContent = words;
      cover("", [form], [why, press, ...doorVerdicts.leaves("next_waiting", typed)]);
    });
    cover("", [form], [why, press, !isAllowed && call, back()]);
    [...form.querySelectorAll("input")].find((field) => !field.value)?.focus();
  }

  /** The name that was searched for; a single word that was no part of it may be the city that was tried next. */
  function searchedFor() {
    const { value, dataset } = document.getElementById("q");
    const [words, name] = [value.trim(), dataset.name ?? ""];
    if (/\s/.test(words)) return { name: words };
    return { name: words && doorFold.fold(name).includes(doorFold.fold(words)) ? name : "" };
  }

  /** The name that was searched for is not typed again; the last word of it may be the family name. A reference is none. */
  function fillIn(form, searched) {
    if (/\d/.test(searched)) return;
    const words = searched.split(/\s+/);
    form.querySelector("[name=family]").value = words.pop();
    form.querySelector("[name=given]").value = words.join(" ");
  }

  /** All three are needed; what is typed stays, and the first empty field says so. */
  function faultOf(form, isAllowed) {
    const fields = [...form.querySelectorAll("input")];
    for (const field of fields) field.removeAttribute("aria-invalid");
    const empty = fields.find((field) => !field.value.trim());
    empty?.setAttribute("aria-invalid", "true");
    empty?.focus();
    if (!empty && !isAllowed && refusedHere()) return refusedHere();
    return empty ? say(`walk_in_${empty.name}`) : state.list?.header.walk_in_key ? "" : say("try_again");
  }

  /** The scan of somebody who is not on the list; only the server can read whom it names. */
  async function entryOf(words, isAllowed) {
    const [told, why] = isAllowed ? ["admitted_anyway", { reason: "supervisor" }] : ["recorded", {}];
    const scan = doorVerdicts.scanOf(told, why);
    const lang = document.documentElement.lang;
    scan.walk_in = await doorVault.sealed({ ...words, lang }, state.list.header.walk_in_key, scan.id);
    return scan;
  }

  async function save(form, why, press, isAllowed) {
    why.textContent = faultOf(form, isAllowed);
    if (why.textContent) return;
    press.disabled = true; // a second press would write down a second person
    const words = typedIn(form);
    let scan;
    try {
      scan = await entryOf(words, isAllowed);
      await doorStore.append([scan]);
    } catch {
      why.textContent = say("walk_in_not_saved"); // the form stays as it is
      press.disabled = false;
      press.focus();
      return;
    }
    doorKnown.names.set(scan.id, nameOf(words));
    if (isAllowed) showAllowed(words, scan);
    else showWritten({ words, scan, isWaiting: false });
    await doorVerdicts.sendSoon();
  }

  const typedIn = (form) => Object.fromEntries(new FormData(form));
  const nameOf = (words) => `${words.given} ${words.family}`;

  function show(colour, words, parts, buttons) {
    const name = made("p", nameOf(words), { className: "who" });
    const rehearsal = doorKnown.isRehearsal(now()) && made("p", say("rehearsal"), { className: "rehearsal" });
    const hello = colour === "in" && doorView.greeting(document.documentElement.lang); // nobody who is only written down
    cover(colour, [name, made("p", words.place), hello, ...parts, rehearsal], buttons, true);
  }

  /** Somebody is written down. Without a network the supervisor decides whether they may go in. */
  function showWritten(one, extra = "") {
    if (state.online) {
      show("ask", one.words, [note(say("recorded"))], [next()]);
    } else {
      const waits = button(extra ? "next_waiting" : "are_waiting", () => wait(one), { name: "waits" });
      const no = extra && button("next_refused", () => refuse(one), { name: "refused" });
      const buttons = ways(Boolean(extra), (words) => showWritten(one, words), () => allow(one));
      show("ask", one.words, [note(extra || say("recorded_offline"))], [...buttons, no, waits]);
    }
    waiting.set(one.scan.id, { ...one, page: doorView.page(), wasOnline: state.online });
  }

  /** They are registered once the network is back, and are not counted as inside. */
  async function wait(one) {
    if (!(await doorVerdicts.write([doorUndo.annulmentOf(one.scan)]))) return;
    if (waiting.has(one.scan.id)) waiting.get(one.scan.id).isWaiting = true;
    uncover();
    doorView.offer(made("span", say("noted_waiting", { name: nameOf(one.words) })));
  }

  /** The supervisor said no: nobody is to be registered. The server may have the scan all the same, if its answer was
      lost on the way, and is told that they are not inside. */
  async function refuse({ words, scan }) {
    waiting.delete(scan.id);
    await doorStore.drop(scan.id);
    if (await doorVerdicts.write([doorUndo.annulmentOf(scan)])) await doorVerdicts.refuse({ name: nameOf(words) }, scan.id);
  }

  /** The supervisor said yes: they are in by her word, which takes the place of what was noted of them. */
  async function allow({ words, scan, guest }) {
    document.querySelector("#covering .acts").inert = true; // a second press would let in a second person
    waiting.delete(scan.id);
    const entry = await entryOf(words, true).catch(() => null);
    if (!entry) return cover("ask", [note(say("walk_in_not_saved"))], [leave("next_not_admitted")]);
    const before = { ...doorUndo.annulmentOf(scan), told: entry.told };
    doorKnown.names.set(entry.id, nameOf(words));
    const after = { ...entry, who: guest, person: scan.id };
    if (await doorVerdicts.write([before, after])) showAllowed(words, after);
  }

  function showAllowed(words, scan) {
    show("in", words, [], [next()]);
    waiting.set(scan.id, { words, scan, isAllowed: true });
    doorUndo.offer(say("just_admitted", { name: nameOf(words) }), [scan]);
  }

  /** Whoever was let in and taken back is no news once the server answers. */
  function forget(scans) {
    for (const { id } of scans) if (waiting.get(id)?.isAllowed) waiting.delete(id);
  }

  const isOpen = ({ page }) => isCovered() && doorView.page() === page;

  /** The network has gone before the server could answer: nobody is checking anything. */
  function lookAgain() {
    const one = [...waiting.values()].find(isOpen);
    if (one?.wasOnline && !state.online) showWritten(one);
  }

  /** What the server says of them: on their page while it is open, otherwise in a line above the camera. */
  function answered(results) {
    for (const told of results) {
      const one = waiting.get(told.id);
      if (!one) continue;
      waiting.delete(told.id);
      const isRehearsed = told.stored && !told.against && !told.counts;
      if (one.isAllowed) {
        const isNews = one.scan.offline || !told.counts; // with a network the office is told of the rest
        if (isNews && !isRehearsed) tell(one, told, newsOfAllowed(told));
        continue;
      }
      const isRegistered = told.counts || isRehearsed;
      const news = isRehearsed ? "news_rehearsed" : told.counts ? "news_registered" : newsOf(told);
      if (!isOpen(one)) tell(one, told, news);
      else if (isRegistered) showRegistered(one, told);
      else showRefused(one, told);
    }
  }

  function showRegistered({ words, scan }, told) {
    const badge = button("open_badge", () => openBadge(told), { name: "badge" });
    // who was registered before has a badge, which is no business of this phone
    show("in", words, [told.ref && made("p", say("reference", told)), told.unlisted && note(say("unlisted"))], [told.guest && badge, next()]);
    if (told.counts) doorUndo.offer(say("just_admitted", { name: nameOf(words) }), [{ ...scan, who: told.guest }]);
  }

  /** Nobody is registered, or has a place. What the server could not read it would not read a second time either. */
  function showRefused(one, told, extra = "") {
    const why = told.stored ? `against_${told.against}` : "walk_in_refused";
    const online = told.against === "online_only" && told.guest ? say("now_online") : "";
    const buttons = ways(Boolean(extra), (words) => showRefused(one, told, words), () => allow({ ...one, guest: told.guest }));
    const useful = buttons.filter((each) => told.stored || each.dataset.act !== "allowed");
    const leaves = doorVerdicts.leaves(extra ? "next_waiting" : "next_not_admitted", { name: nameOf(one.words), code: told.guest });
    show("ask", one.words, [note(extra), note(say(why) || say("walk_in_refused")), note(online)], [...useful, ...leaves]);
  }

  const NO_PLACE = ["not_confirmed", "online_only", "registered_online"];

  /** Whether a place was free for somebody whom the supervisor let in without a network, or the server refused them. */
  const newsOfAllowed = ({ stored, counts, against }) =>
    !stored ? "news_not_stored" : !counts ? "news_not_registered" : NO_PLACE.includes(against) ? "news_no_place" : "news_place";

  const newsOf = ({ against }) => (against === "online_only" ? "news_online_only" : "news_refused");

  /** A line that stays until somebody has read it; what needs a person opens their page. */
  function tell(one, told, word) {
    const news = document.getElementById("news");
    const isRefused = REFUSED.includes(word);
    const line = made("div", "", { className: AMBER.includes(word) ? "undo ask" : "undo" });
    const read = () => {
      line.remove();
      if (isRefused) showRefused(one, told);
    };
    const sentence = word === "news_registered" && one.isWaiting ? "news_waits" : word;
    const press = button(isRefused ? "check" : "news_read", read, { look: "plain" });
    line.append(made("span", say(sentence, { name: nameOf(one.words) })), press);
    news.append(line);
    news.hidden = false;
  }

  /** The badge is the server's to make; it is saved like any file, and printed from there. */
  async function openBadge({ guest, ref }) {
    const answer = await doorSync.ask(`/guests/${guest}/badge`).catch(() => null);
    if (!answer?.ok) return cover("ask", [note(say("badge_later", { ref }))], [next()]);
    const href = URL.createObjectURL(await answer.blob());
    made("a", "", { href, download: `badge-${ref}.pdf` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  doorSync.onAnswer(answered);
  return { open, lookAgain, forget };
})();
