// Several people of one city or region are let in together, each with a tick.
"use strict";

globalThis.doorGroup = (() => {
  const { say, made, button, cover, next, back, note } = doorView;
  const { now } = doorSync;
  const { insideSince, refusalOf } = doorKnown;
  const { scanOf, write } = doorVerdicts;

  /** All who come from the place of a guest and are not inside yet. */
  function of(guest) {
    const place = guest && doorKnown.guests ? placeCodeOf(guest) : "";
    const found = place ? doorKnown.guests.filter((one) => one.placeCode === place && comesIn(one)) : [];
    return found.sort((one, other) => (one.name_key < other.name_key ? -1 : 1)); // as the search has them
  }
  const placeCodeOf = (guest) => guest.placeCode ?? doorKnown.guests.find((one) => one.code === guest.code)?.placeCode;
  const comesIn = (guest) => !insideSince(guest, now()) && refusalOf(guest, now()) === null;

  /** A button for all who come from the place of a guest, where they are more than one. */
  const offer = (guest) =>
    of(guest).length > 1
      ? button("act_group", () => show({ guest }), { name: "group", facts: { place: guest.place } })
      : null;

  function show({ guest }) {
    const ticks = of(guest).map((one) => {
      const label = made("label", "", { className: "tick" });
      const box = made("input", "", { type: "checkbox", checked: true });
      box.dataset.guest = one.code;
      label.append(box, ` ${one.name}`);
      return { one, box, label };
    });
    const chosen = () => ticks.filter(({ box }) => box.checked).map(({ one }) => one);
    const counted = note("-", { role: "status" });
    const count = () => {
      const many = chosen().length;
      counted.textContent = say(many === 1 ? "one_selected" : "selected", { count: many });
    };
    for (const { box } of ticks) box.addEventListener("change", count);
    count();
    const go = button("admit_group", () => admit(chosen(), guest.place));
    const lines = ticks.map(({ label }) => label);
    cover("ask", [made("p", guest.place, { className: "who" }), counted, ...lines], [go, back()]);
  }

  async function admit(chosen, place) {
    const scans = chosen.map((one) => scanOf("admitted", { guest: one.code, who: one.code }));
    if (!scans.length || !(await write(scans))) return;
    const words = say(scans.length === 1 ? "one_of_group_in" : "group_in", { count: scans.length, place });
    cover("in", [made("p", words, { className: "who" })], [next()]);
    doorUndo.offer(words, scans);
  }

  return { of, offer, show };
})();
