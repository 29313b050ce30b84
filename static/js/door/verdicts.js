// Verdicts: a scan is written down, then the page over the camera says what follows and what one can do.
"use strict";

globalThis.doorVerdicts = (() => {
  const { say, made, button, cover, uncover, isCovered, mayFollow, leave, next, guestLines, note, clock, dayOf } = doorView;
  const { state, now } = doorSync;
  const { zone, isRehearsal, countMine, insideSince, factsOf, doorAt, hoursNear } = doorKnown;
  const part = (id) => document.getElementById(id);
  const NO = "supervisor_no";
  let waitingFor = null; // a code that was not on the list, and the page that says so
  let busy = false; // between reading a code and its verdict
  let lastText = ""; // what was read last, unless a name was chosen since

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
      cover("ask", [note(say("not_saved"))], [leave("next_not_admitted")]);
      return false;
    }
    await sendSoon();
    return true;
  }

  /** What was just stored is counted here, and sent. */
  async function sendSoon() {
    await countMine();
    doorSync.run(false);
  }

  async function decide(code, guest) {
    if (!code) lastText = "";
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
      let failed = "";
      const answer = await doorSync.ask(path, { method: "POST", body: { code: text } }).catch((problem) => {
        failed = doorSync.whyNot(problem);
      });
      const told = answer ? await answer.json() : {};
      if (told.guest) return void (await decide(null, { ...doorVault.guestOf(told.guest), replacedAt: null, successor: "" }));
      if (told.code_hash && !(await write([scanOf("not_on_list", { code_hash: told.code_hash })]))) return;
      askAboutExternal(told.code_hash ? "external_unknown" : failed === "offline" ? "external_offline" : failed || told.error);
    } finally {
      busy = false;
    }
  }

  function askAboutExternal(word, extra = "") {
    const answer = extra ? allowedNow() : callAnd((words) => askAboutExternal(word, words));
    cover("ask", [note(extra), note(say(word) || say("try_again"))], [searchNow(), answer, ...leaves(leaving("ask", extra))]);
  }

  /** A code that is not for this assembly: red, and what to do next. */
  function stop(word, extra = "") {
    const answer = extra ? allowedNow() : callAnd((words) => stop(word, words));
    const ways = word === "not_held" ? [] : [searchNow(), answer];
    cover("stop", [note(extra), note(say(word))], [...ways, ...leaves(leaving("stop", extra))]);
  }

  /** The guest is looked for by name. */
  const searchNow = () =>
    button("act_search", () => {
      uncover();
      part("q").focus();
    }, { name: "search" });

  /** What the button back to the camera says; `called` is whether the supervisor has been asked for. */
  function leaving(colour, called, hasNote = false) {
    if (called) return "next_waiting";
    if (colour === "ask") return "next_not_admitted";
    return hasNote ? "next_note_read" : "next";
  }

  /** The buttons back to the camera: while the supervisor is awaited, her "no" is one of them. */
  const leaves = (word, guest) =>
    word === "next_waiting" ? [button("next_refused", () => refuse(guest), { name: "refused" }), leave(word)] : [leave(word)];

  /** The supervisor said no: every door is told of it. `person` is the scan it answers. */
  async function refuse(guest, person) {
    const whose = guest?.code ? { guest: guest.code, who: guest.code } : {};
    const scan = scanOf(NO, { ...whose, person });
    if (guest?.name) doorKnown.names.set(scan.id, guest.name);
    if (!(await write([scan]))) return;
    uncover();
    doorUndo.offer(say("noted_no"), [scan], { isNo: true });
  }

  /** The supervisor said yes to somebody nobody has found: they are registered by her word. */
  const allowedNow = () => button("act_allowed", () => doorWalkIn.open("", true), { name: "allowed" });

  /** Nobody was found, and the supervisor has been called: her answers. */
  const showCalled = (words, name) =>
    cover("ask", [note(words), made("p", name, { className: "who" })], [allowedNow(), ...leaves("next_waiting", { name })]);

  /** The button that calls the supervisor where no guest is chosen; `show` gets the sentence. */
  const callAnd = (show) => button("act_call", () => call(null, show), { name: "call" });

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
    stop(told);
  }

  function taken(text) {
    const code = doorRules.codeOf(text);
    const isAnother = Boolean(code) && text !== lastText;
    if (busy || !state.list || !mayFollow(isAnother, say("another_code"))) return false;
    lastText = text;
    if (code === doorRules.TRAINING) cover("in", [note(say("training"))], [next()], false, "word_training");
    else if (code) takeCode(code);
    else if (state.list.header.external) takeExternal(text);
    else stop("no_code");
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

  /** How many places are left, as far as this phone knows, and since when it knows it. */
  function placesLeft(guest) {
    const places = state.arrivals?.places;
    if (!places || dayOf(places.at, zone()) !== dayOf(now(), zone())) return "";
    const [count, reserved] = places.of;
    const word = doorRules.placesWord(count, reserved, guest.category);
    return word && say(word, { count, time: clock(places.at, zone()) });
  }

  function closed() {
    const hours = hoursNear(now());
    if (!hours) return say("closed");
    const [opens, closes] = hours;
    return say("closed_until", { day: dayOf(opens, zone()), opens: clock(opens, zone()), closes: clock(closes, zone()) });
  }

  /** `again` is the button that is offered a second time, since nobody has answered its first press. */
  function showVerdict(seen, extra = "", { called = false, again = "" } = {}) {
    const { guest, told } = seen;
    const colour = doorRules.colourOf(told);
    const allowed = () => admit(seen, "admitted_anyway", "supervisor");
    const acts = { anyway, call, allowed, in_person: comeInPerson, group: doorGroup.show };
    const useful = doorRules.actionsOf(told, called).filter((one) => one !== "group" || doorGroup.of(guest).length > 1);
    const facts = { place: guest?.place };
    const buttons = useful.map((one) => button(one === again ? "again" : `act_${one}`, () => acts[one](seen), { name: one, facts }));
    const no = colour === "ask" && guest && doorKnown.refusedSince(guest, now());
    const places = guest && useful.includes("in_person") ? placesLeft(guest) : "";
    const before = no && note(say("said_no", { time: clock(no.at, zone()), door: no.door }));
    const rehearsal = isRehearsal(now()) && made("p", say("rehearsal"), { className: "rehearsal" });
    const sentence = colour === "in" ? "" : why(seen);
    const check = doorRules.asksIdentity(told) && made("p", say("identity"), { className: "check" });
    const parts = [note(extra), ...guestLines(guest, colour === "in"), note(sentence), note(places), before, check, rehearsal]; // what is new comes first
    // a note stays until somebody has read it; it was on the pages before where the same person came back
    const stays = Boolean(guest?.desk) && seen.scan.reason !== "same_person";
    cover(colour, parts, [...buttons, ...leaves(leaving(colour, called, stays), guest)], stays);
    if (colour === "in" && guest) doorKnown.names.set(seen.scan.id, guest.name);
    if (colour === "in") doorUndo.offer(say("just_admitted", { name: guest?.name ?? say("somebody") }), [seen.scan]);
  }

  function anyway(seen) {
    const all = [...part("reasons").content.children];
    const first = doorRules.likelyReasons(seen.told).map((name) => all.find((one) => one.dataset.reason === name));
    const others = all.filter((one) => !first.includes(one));
    showReasons(seen, first, button("another_reason", () => showReasons(seen, others), { name: "others" }));
  }

  function showReasons(seen, shown, more = null) {
    const reasons = shown.map((one) => {
      const press = made("button", one.textContent, { className: "button", type: "button" });
      press.addEventListener("click", () => admit(seen, "admitted_anyway", one.dataset.reason));
      return press;
    });
    const back = button("one_page_back", () => showVerdict(seen), { name: "back" });
    const check = doorRules.asksIdentity(seen.told) && made("p", say("identity"), { className: "check" });
    cover("ask", [note(say("why_anyway")), ...guestLines(seen.guest), check], [...reasons, more, back, leave("next_not_admitted")]);
  }

  async function admit(seen, told, reason) {
    const scan = scanOf(told, await shownBy(seen.code, seen.guest), reason ? { reason } : {});
    if (await write([scan])) showVerdict({ ...seen, told, scan });
  }

  /** Call the supervisor; `show` says so on the page that is open. */
  function call(seen, show = (words) => showVerdict(seen, words, { called: true })) {
    state.calls = true;
    doorSync.run(false);
    show(say(state.online ? "called" : state.trouble === "offline" ? "call_offline" : "call_unanswered"));
  }

  /** Somebody registered online has come: the server alone knows whether a place is free. An answer to a page that was
      left meanwhile is not shown over the next guest. */
  async function comeInPerson(seen) {
    const page = doorView.page();
    const isLeft = () => !isCovered() || doorView.page() !== page;
    const press = part("covering").querySelector("[data-act=in_person]");
    press.disabled = true;
    press.textContent = say("one_moment");
    let answer;
    try {
      const path = `/guests/${seen.guest.code}/in-person?lang=${document.documentElement.lang}`;
      answer = await doorSync.ask(path, { method: "POST" });
    } catch (problem) {
      const why = doorSync.whyNot(problem);
      return isLeft() || showVerdict(seen, say(why === "offline" ? "in_person_offline" : why), { again: "in_person" });
    }
    const told = await answer.json();
    if (isLeft()) return;
    if (!answer.ok) return showVerdict(seen, told.sentence ?? say("try_again"));
    if (told.is_rehearsal) return admit(seen, "admitted_anyway", "in_person");
    return decide(seen.code, { ...seen.guest, mode: "on_site" }); // this door may be closed, or not for them
  }

  doorSync.onAnswer(answered);
  return { NO, decide, taken, lookAgain, scanOf, write, sendSoon, leaves, refuse, showCalled, callAnd };
})();
