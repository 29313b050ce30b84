// Somebody is not on the list: three fields, sealed for the server and sent like any scan. The server alone says whether
// a place is free; until it has answered, the phone says that it has only written them down.
"use strict";

globalThis.doorWalkIn = (() => {
  const { say, made, button, cover, isCovered, next, back, note } = doorView;
  const { state, now } = doorSync;
  let waiting = null; // the one that was just written down: their words, the scan, the page that says so

  /** Why the rules of this door let nobody in who has not registered, or "". */
  function refusedHere() {
    const told = doorRules.walkInRefusal(doorKnown.doorAt(now()));
    return told ? say(`walk_in_${told}`) : "";
  }

  function open(extra = "") {
    const refused = refusedHere();
    if (refused) {
      const call = button("act_call", () => doorVerdicts.call(null, open), { name: "call" });
      return cover("ask", [note(refused), note(extra)], [call, back()]);
    }
    const form = document.getElementById("walk-in-form").content.firstElementChild.cloneNode(true);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(form);
    });
    cover("", [form], [back()]);
    form.querySelector("input").focus();
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
    show("ask", words, [note(say(state.online ? "recorded" : "recorded_offline"))], []);
    waiting = { words, id: scan.id, page: doorView.page() };
    await doorVerdicts.sendSoon();
  }

  function show(colour, words, parts, buttons) {
    const name = made("p", `${words.given} ${words.family}`, { className: "who" });
    const rehearsal = doorKnown.isRehearsal(now()) && made("p", say("rehearsal"), { className: "rehearsal" });
    cover(colour, [name, made("p", words.place), ...parts, rehearsal], [...buttons, next()], true);
  }

  /** What the server says of them, while their page is still open; later it is among the last scans. */
  function answered(results) {
    const told = waiting && results.find((one) => one.id === waiting.id);
    if (!told || !isCovered() || doorView.page() !== waiting.page) return;
    const { words } = waiting;
    waiting = null;
    const isRehearsed = told.stored && !told.against && !told.counts;
    if (told.counts || isRehearsed) {
      const badge = button("open_badge", () => openBadge(told), { name: "badge" });
      // who was registered before has a badge, which is no business of this phone
      show("in", words, [told.ref && made("p", say("badge_ref", told))], told.guest ? [badge] : []);
      return;
    }
    const why = told.stored ? `against_${told.against}` : "walk_in_refused";
    const ask = (extra) => show("ask", words, [note(say(why) || say("walk_in_refused")), note(extra)], [call]);
    const call = button("act_call", () => doorVerdicts.call(null, ask), { name: "call" });
    ask("");
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
  return { open };
})();
