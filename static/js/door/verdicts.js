// Verdicts: a scan is written down, then the page over the camera says what follows and what one can do.
"use strict";

globalThis.doorVerdicts = (() => {
  const { say, made, button, cover, isCovered, next, back, guestLines, note, clock, dayOf } = doorView;
  const { state, now } = doorSync;
  const { zone, isRehearsal, countMine, insideSince, factsOf, doorAt, refusalOf, hoursNear } = doorKnown;
  const CODE = /^https?:\/\/[^/]+\/b\/([\w-]{20,})$/;
  const UNDO_FOR = 10_000; // ms
  const part = (id) => document.getElementById(id);
  let undoTimer;
  let waitingFor = null; // a code that was not on the list, and the page that says so
  let busy = false; // between reading a code and its verdict
  let written = () => {};

  // --- scans --------------------------------------------------------------------------------------------------------

  function scanOf(told, shown, more = {}) {
    return {
      id: crypto.randomUUID(),
      kind: "entry",
      door: doorKnown.phone.door,
      device_at: Date.now() / 1000,
      offset_ms: state.offset,
      list_at: state.list.header.at,
      told,
      offline: !state.online,
      ...shown,
      ...more,
    };
  }

  /** What is written of a guest: the hash of the code they showed, or the registration found by name; never a name. */
  const shownBy = async (code, guest) =>
    code ? { code_hash: await doorVault.hashOf(code), who: guest?.code } : { guest: guest.code, who: guest.code };

  async function write(scans) {
    try {
      await doorStore.append(scans);
    } catch {
      cover("ask", [note(say("not_saved"))], [next()]);
      return false;
    }
    await sendSoon();
    return true;
  }

  /** What was just stored is counted here, and sent. */
  async function sendSoon() {
    await countMine();
    written();
    doorSync.run(false);
  }

  async function decide(code, guest) {
    const at = now();
    const inside = guest && insideSince(guest, at);
    const told = doorRules.verdict(factsOf(guest), at, Boolean(inside), false, doorAt(at));
    const scan = scanOf(told, await shownBy(code, guest));
    if (await write([scan])) showVerdict({ code, guest, told, scan, inside });
    return scan;
  }

  async function takeCode(code) {
    busy = true;
    try {
      const { id, told } = await decide(code, await state.list.find(code));
      waitingFor = told === "not_on_list" ? { code, id, page: doorView.page() } : null;
    } finally {
      busy = false;
    }
    if (waitingFor) doorSync.run(); // they may have registered a minute ago: the list is asked for in the background
  }

  /** A badge of another event: the list has no such codes, for short ones can be guessed; the server says whose it is. */
  async function takeExternal(text) {
    busy = true;
    try {
      const path = `/external-codes?lang=${document.documentElement.lang}`;
      const answer = await doorSync.ask(path, { method: "POST", body: { code: text } }).catch(() => null);
      const told = answer ? await answer.json() : {};
      if (told.guest) return void (await decide(null, { ...doorVault.guestOf(told.guest), replacedAt: null, successor: "" }));
      if (told.code_hash && !(await write([scanOf("not_on_list", { code_hash: told.code_hash })]))) return;
      askAboutExternal(told.code_hash ? "external_unknown" : answer ? told.error : "external_offline");
    } finally {
      busy = false;
    }
  }

  function askAboutExternal(word, extra = "") {
    const callNow = button("act_call", () => call(null, (words) => askAboutExternal(word, words)), { name: "call" });
    cover("ask", [note(say(word) || say("try_again")), note(extra)], [callNow, next()]);
  }

  /** The list has just changed, and a code that was not on it may be there now. */
  async function lookAgain() {
    if (!waitingFor || !state.list) return;
    const { code, page } = waitingFor;
    const guest = await state.list.find(code);
    if (!guest || !isCovered() || doorView.page() !== page) return;
    waitingFor = null;
    await decide(code, guest);
  }

  /** The server knows more codes than the list: one of another assembly, or of nobody, is not asked about any longer. */
  function answered(results) {
    const told = waitingFor && results.find((one) => one.id === waitingFor.id)?.against;
    if (doorRules.colourOf(told) !== "stop" || !isCovered() || doorView.page() !== waitingFor.page) return;
    waitingFor = null;
    cover("stop", [note(say(told))], [next()]);
  }

  function taken(text) {
    if (busy || isCovered() || !state.list) return false;
    const code = CODE.exec(text)?.[1];
    if (code === doorRules.TRAINING) cover("in", [note(say("training"))], [next()], false, "word_training");
    else if (code) takeCode(code);
    else if (state.list.header.external) takeExternal(text);
    else cover("stop", [note(say("no_code"))], [next()]);
    return true;
  }

  // --- the verdict and what one can do about it ---------------------------------------------------------------------

  function why({ guest, told, inside }) {
    const left = ["replaced", "not_confirmed"].includes(told);
    if (left && guest?.successor) return say("transferred", { name: guest.successor });
    if (told === "already_in") return say(told, { time: clock(inside.at, zone()), door: inside.door });
    if (told === "not_confirmed") return say(`state_${guest.state}`);
    if (told === "not_for_role") return say(told, { role: say(`category_${guest.category}`) });
    if (told === "closed") return closed();
    return say(told, { time: clock(state.seen, zone()) });
  }

  function closed() {
    const hours = hoursNear(now());
    if (!hours) return say("closed");
    const [opens, closes] = hours;
    return say("closed_until", { day: dayOf(opens, zone()), opens: clock(opens, zone()), closes: clock(closes, zone()) });
  }

  function showVerdict(seen, extra = "") {
    const { guest, told } = seen;
    const colour = doorRules.colourOf(told);
    const acts = { anyway, call, in_person: comeInPerson, group: showGroup };
    const useful = doorRules.actionsOf(told).filter((one) => one !== "group" || groupOf(guest).length > 1);
    const facts = { place: guest?.place };
    const buttons = useful.map((one) => button(`act_${one}`, () => acts[one](seen), { name: one, facts }));
    const rehearsal = isRehearsal(now()) && made("p", say("rehearsal"), { className: "rehearsal" });
    const sentence = colour === "in" ? "" : why(seen);
    const parts = [...guestLines(guest, colour === "in"), note(sentence), note(extra), rehearsal];
    cover(colour, parts, [...buttons, next()], Boolean(guest?.desk)); // a note stays until somebody has read it
    if (colour === "in") offerUndo(seen);
  }

  function anyway(seen) {
    const reasons = [...part("reasons").content.children].map((one) => {
      const press = made("button", one.textContent, { className: "button", type: "button" });
      press.addEventListener("click", () => admit(seen, "admitted_anyway", one.dataset.reason));
      return press;
    });
    cover("ask", [...guestLines(seen.guest), note(say("why_anyway"))], [...reasons, next()]);
  }

  async function admit(seen, told, reason) {
    const scan = scanOf(told, await shownBy(seen.code, seen.guest), reason ? { reason } : {});
    if (await write([scan])) showVerdict({ ...seen, told, scan });
  }

  /** Call the supervisor; `show` says so on the page that is open. */
  function call(seen, show = (words) => showVerdict(seen, words)) {
    state.calls = true;
    doorSync.run(false);
    show(say(state.online ? "called" : "call_offline"));
  }

  /** Somebody registered online has come: the server alone knows whether a place is free. */
  async function comeInPerson(seen) {
    let answer;
    try {
      const path = `/guests/${seen.guest.code}/in-person?lang=${document.documentElement.lang}`;
      answer = await doorSync.ask(path, { method: "POST" });
    } catch {
      return showVerdict(seen, say("in_person_offline"));
    }
    const told = await answer.json();
    if (!answer.ok) return showVerdict(seen, told.sentence ?? say("try_again"));
    if (told.is_rehearsal) return admit(seen, "admitted_anyway", "in_person");
    return decide(seen.code, { ...seen.guest, mode: "on_site" }); // this door may be closed, or not for them
  }

  const groupOf = (guest) => {
    const place = guest && doorKnown.guests ? placeCodeOf(guest) : "";
    return place ? doorKnown.guests.filter((one) => one.placeCode === place && comesIn(one)) : [];
  };
  const placeCodeOf = (guest) => guest.placeCode ?? doorKnown.guests.find((one) => one.code === guest.code)?.placeCode;
  const comesIn = (guest) => !insideSince(guest, now()) && refusalOf(guest, now()) === null;

  /** A button for all who come from the place of a guest, where they are more than one. */
  const groupButton = (guest) =>
    groupOf(guest).length > 1
      ? button("act_group", () => showGroup({ guest }), { name: "group", facts: { place: guest.place } })
      : null;

  /** All who come from one city or region and are not inside yet, each with a tick. */
  function showGroup({ guest }) {
    const ticks = groupOf(guest).map((one) => {
      const label = made("label", "", { className: "tick" });
      const box = made("input", "", { type: "checkbox", checked: true });
      box.dataset.guest = one.code;
      label.append(box, ` ${one.name}`);
      return { one, box, label };
    });
    const go = button("admit_group", async () => {
      const chosen = ticks.filter(({ box }) => box.checked).map(({ one }) => one);
      const scans = chosen.map((one) => scanOf("admitted", { guest: one.code, who: one.code }));
      if (!scans.length || !(await write(scans))) return;
      const words = say("group_in", { count: scans.length, place: guest.place });
      cover("in", [made("p", words, { className: "who" })], [next()]);
    });
    cover("ask", [made("p", guest.place, { className: "who" }), ...ticks.map(({ label }) => label)], [go, next()]);
  }

  // --- undo ---------------------------------------------------------------------------------------------------------

  function offerUndo({ guest, scan }) {
    clearTimeout(undoTimer);
    const bar = part("undo");
    const line = made("span", say("just_admitted", { name: guest?.name ?? say("somebody") }));
    bar.replaceChildren(line, button("undo", () => undo(scan), { look: "plain" }));
    bar.hidden = false;
    undoTimer = setTimeout(() => (bar.hidden = true), UNDO_FOR);
  }

  async function undo(scan) {
    const whose = scan.who ? { guest: scan.who, who: scan.who } : {};
    const annul = { ...scanOf(scan.told, whose), kind: "annul", annuls: scan.id };
    part("undo").hidden = true;
    doorKnown.forgetNewsOf(scan);
    if (await write([annul])) cover("", [made("p", say("undone"), { className: "question" })], [back()]);
  }

  const isCode = (text) => CODE.test(text);

  doorSync.onAnswer(answered);
  return { decide, taken, isCode, undo, lookAgain, groupButton, scanOf, sendSoon, call, onWrite: (act) => (written = act) };
})();
