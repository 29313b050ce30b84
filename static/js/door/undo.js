// What was done here is taken back: at once from the line above the camera, or later from the last scans.
"use strict";

globalThis.doorUndo = (() => {
  const { say, made, button, clock, cover, back, hit, note } = doorView;
  const { zone, timeOf, isRehearsal } = doorKnown;
  const { scanOf, write } = doorVerdicts;
  const SHOWN = 20; // lines of the list
  const bar = document.getElementById("undo");

  /** The line above the camera: what has just happened, and a button that takes it back; green if somebody came in. */
  function offer(words, scans, { isNo = false } = {}) {
    bar.classList.toggle("no", isNo);
    doorView.offer(made("span", words), button("undo", () => undo(scans), { look: "plain" }));
  }

  /** A scan that takes another one back. */
  function annulmentOf(scan) {
    const whose = scan.who ? { guest: scan.who, who: scan.who } : {};
    return { ...scanOf(scan.told, whose), kind: "annul", annuls: scan.id, person: scan.person };
  }

  async function undo(scans) {
    bar.hidden = true;
    for (const scan of scans) doorKnown.forgetNewsOf(scan);
    doorWalkIn.forget(scans);
    if (await write(scans.map(annulmentOf))) cover("", [made("p", say("undone"), { className: "question" })], [back()]);
  }

  /** In a list the wrong line is close: the name and the time are shown once more. */
  function ask(scan, name) {
    const when = made("p", say("undo_of", { time: clock(timeOf(scan), zone()) }));
    const question = made("p", say("undo_this"), { className: "question" });
    cover("", [question, made("p", name, { className: "who" }), when], [button("undo_now", () => undo([scan])), back()]);
  }

  /** A code of nobody here, as the server has said meanwhile: there is no name to hide. */
  const isOfNobody = (scan) => ["unknown", "other_edition"].includes(scan.against);

  /** What a scan came to, in one word. */
  function wordOf(scan, guest, isAnnulled) {
    if (isOfNobody(scan)) return say(`told_${scan.against}`);
    const isAnswered = scan.told === "recorded" && scan.state !== doorStore.WAITING;
    if (isAnswered && scan.against) return say(`told_${scan.against}`);
    if (isAnswered && !isRehearsal(timeOf(scan))) return say(isAnnulled ? "told_waits" : "told_registered");
    if (isAnnulled) return say(scan.told === "recorded" ? "told_waits_unsent" : "undone");
    return scan.told === "not_confirmed" && guest ? say(`state_${guest.state}`) : say(`told_${scan.told}`);
  }

  /** Why somebody was admitted anyway, in the words of the button that was pressed. */
  const reasonOf = (scan) => document.querySelector("#reasons").content.querySelector(`[data-reason="${scan.reason}"]`)?.textContent;

  async function showLast() {
    const scans = await doorStore.all();
    const annulled = new Map(scans.filter((scan) => scan.annuls).map((scan) => [scan.annuls, scan.told]));
    // what the supervisor's answer took the place of is the same guest
    const answered = new Set(scans.map((scan) => scan.kind === "entry" && scan.person));
    const isLine = (scan) => scan.kind === "entry" && !answered.has(scan.id);
    const entries = scans.filter(isLine).slice(-SHOWN).reverse();
    const list = made("ul", "", { className: "hits" });
    for (const scan of entries) {
      const guest = doorKnown.guests?.find((one) => one.code === scan.who);
      const word = wordOf(scan, guest, annulled.has(scan.id));
      const isNo = scan.told === doorVerdicts.NO;
      const hidden = isNo && !scan.who ? word : say("name_hidden");
      const name = isOfNobody(scan) ? word : (guest?.name ?? doorKnown.names.get(scan.id) ?? hidden);
      const open = (isNo || doorRules.counts(scan.told, scan.against ?? null)) && !annulled.has(scan.id);
      const sent = ["not_sent", "sent", "not_stored"][scan.state];
      const facts = [clock(timeOf(scan), zone()), name === word ? "" : word, reasonOf(scan), say(sent)].filter(Boolean).join("\u00A0· ");
      list.append(hit(name, [facts], "undo", open && (() => ask(scan, name))));
    }
    const lines = entries.length ? list : note(say("none_yet"));
    cover("", [made("p", say("last"), { className: "question" }), lines], [back()]);
  }

  return { offer, annulmentOf, showLast };
})();
