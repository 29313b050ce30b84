// Somebody is not on the list: three fields, sealed for the server and sent like any scan. The server alone says whether
// a place is free; until it has answered, the phone says that it has only written them down.
"use strict";

globalThis.doorWalkIn = (() => {
  const { say, made, button, cover, uncover, isCovered, leave, next, back, note } = doorView;
  const { state, now } = doorSync;
  const REFUSED = ["news_refused", "news_online_only"]; // what needs a person
  const waiting = new Map(); // who was written down and not answered yet: the scan's id -> words, scan, page, choice

  /** Why the rules of this door let nobody in who has not registered, or "". */
  function refusedHere() {
    const told = doorRules.walkInRefusal(doorKnown.doorAt(now()));
    return told ? say(`walk_in_${told}`) : "";
  }

  function open(extra = "") {
    const refused = refusedHere();
    if (refused) {
      const ways = extra ? doorVerdicts.leaves("next_waiting") : [doorVerdicts.callAnd(open), back()];
      return cover("ask", [note(extra), note(refused)], ways);
    }
    const form = document.getElementById("walk-in-form").content.firstElementChild.cloneNode(true);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(form);
    });
    if (!state.online) form.querySelector("button").textContent = say("note_person");
    fillIn(form, document.getElementById("q").value.trim());
    const call = doorVerdicts.callAnd((words) => {
      call.disabled = true;
      form.querySelector("[role=alert]").textContent = words;
    });
    cover("", [form], [call, back()]);
    [...form.querySelectorAll("input")].find((field) => !field.value)?.focus();
  }

  /** The name that was searched for is not typed again; the last word of it may be the family name. A reference is none. */
  function fillIn(form, searched) {
    if (/\d/.test(searched)) return;
    const words = searched.split(/\s+/);
    form.querySelector("[name=family]").value = words.pop();
    form.querySelector("[name=given]").value = words.join(" ");
  }

  /** All three are needed; what is typed stays, and the first empty field says so. */
  function faultOf(form) {
    const fields = [...form.querySelectorAll("input")];
    for (const field of fields) field.removeAttribute("aria-invalid");
    const empty = fields.find((field) => !field.value.trim());
    empty?.setAttribute("aria-invalid", "true");
    empty?.focus();
    if (!empty && refusedHere()) return refusedHere();
    return empty ? say(`walk_in_${empty.name}`) : state.list?.header.walk_in_key ? "" : say("try_again");
  }

  async function save(form) {
    const [why, press] = [form.querySelector("[role=alert]"), form.querySelector("button")];
    why.textContent = faultOf(form);
    if (why.textContent) return;
    press.disabled = true; // a second press would write down a second person
    const words = Object.fromEntries(new FormData(form));
    const scan = doorVerdicts.scanOf("recorded");
    const lang = document.documentElement.lang;
    try {
      scan.walk_in = await doorVault.sealed({ ...words, lang }, state.list.header.walk_in_key, scan.id);
      await doorStore.append([scan]);
    } catch {
      why.textContent = say("walk_in_not_saved"); // the form stays as it is
      press.disabled = false;
      press.focus();
      return;
    }
    showWritten({ words, scan, isWaiting: false });
    await doorVerdicts.sendSoon();
  }

  const nameOf = (words) => `${words.given} ${words.family}`;

  function show(colour, words, parts, buttons) {
    const name = made("p", nameOf(words), { className: "who" });
    const rehearsal = doorKnown.isRehearsal(now()) && made("p", say("rehearsal"), { className: "rehearsal" });
    cover(colour, [name, made("p", words.place), ...parts, rehearsal], buttons, true);
  }

  /** Somebody is written down. Without a network a person decides, and says whether they are inside. */
  function showWritten(one, extra = "") {
    if (state.online) {
      show("ask", one.words, [note(say("recorded"))], [next()]);
    } else {
      const wentIn = button("went_in", uncover, { name: "went-in" });
      const waits = button("are_waiting", () => wait(one), { name: "waits" });
      const call = !extra && doorVerdicts.callAnd((words) => showWritten(one, words));
      show("ask", one.words, [note(extra), note(say("recorded_offline"))], [call, wentIn, waits]);
    }
    waiting.set(one.scan.id, { ...one, page: doorView.page(), wasOnline: state.online });
  }

  /** They are registered once the network is back, and are not counted as inside. */
  async function wait(one) {
    if (!(await doorVerdicts.write([doorUndo.annulmentOf(one.scan)]))) return;
    if (waiting.has(one.scan.id)) waiting.get(one.scan.id).isWaiting = true;
    uncover();
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
      const isRegistered = told.counts || isRehearsed;
      if (!isOpen(one)) tell(one, isRehearsed ? "news_rehearsed" : told.counts ? "news_registered" : newsOf(told));
      else if (isRegistered) showRegistered(one, told);
      else showRefused(one, told);
    }
  }

  function showRegistered({ words, scan }, told) {
    const badge = button("open_badge", () => openBadge(told), { name: "badge" });
    // who was registered before has a badge, which is no business of this phone
    show("in", words, [told.ref && made("p", say("badge_ref", told)), told.unlisted && note(say("unlisted"))], [told.guest && badge, next()]);
    if (told.counts) doorUndo.offer(say("just_admitted", { name: nameOf(words) }), [{ ...scan, who: told.guest }]);
  }

  function showRefused({ words }, told) {
    const why = told.stored ? `against_${told.against}` : "walk_in_refused";
    const online = told.against === "online_only" && told.guest ? say("now_online") : "";
    const ask = (extra) => {
      const buttons = extra ? doorVerdicts.leaves("next_waiting") : [doorVerdicts.callAnd(ask), leave("next_not_admitted")];
      show("ask", words, [note(extra), note(say(why) || say("walk_in_refused")), note(online)], buttons);
    };
    ask("");
  }

  const newsOf = ({ against }) => (against === "online_only" ? "news_online_only" : "news_refused");

  /** A line that stays until somebody has read it. */
  function tell({ words, isWaiting }, word) {
    const news = document.getElementById("news");
    const line = made("div", "", { className: REFUSED.includes(word) ? "undo ask" : "undo" });
    const read = button("news_read", () => line.remove(), { look: "plain" });
    const sentence = word === "news_registered" && isWaiting ? "news_waits" : word;
    line.append(made("span", say(sentence, { name: nameOf(words) })), read);
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
  return { open, lookAgain };
})();
