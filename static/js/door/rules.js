// The rules of a door as the server has them (assembly/checkin/rules.py): tests/checkin/vectors/rules.json holds both to
// one set of examples. Times are seconds since 1970.
"use strict";

globalThis.doorRules = (() => {
  const COLOURS = { admitted: "in", admitted_anyway: "in", unknown: "stop", other_edition: "stop", not_held: "stop" };
  const ACTIONS = {
    already_in: ["anyway", "call", "group"],
    not_confirmed: ["anyway", "call", "group"],
    replaced: ["anyway", "call"],
    registered_online: ["in_person", "anyway", "call", "group"],
    not_for_role: ["anyway", "call"],
    not_invited: ["anyway", "call"],
    closed: ["anyway", "call"],
    not_on_list: ["anyway", "call"],
    recorded: ["call", "allowed"],
    online_only: ["call", "allowed"],
  };
  const LIKELY = {
    already_in: ["same_person", "identity"],
    not_confirmed: ["supervisor", "confirmation"],
    replaced: ["identity", "confirmation"],
    registered_online: ["in_person", "supervisor"],
    not_on_list: ["confirmation", "supervisor"],
  }; // reasons to admit somebody, the usual first
  const OF_A_DOOR = ["supervisor", "identity"]; // where the rules of the door are against it
  const CODE = /^https?:\/\/[^/]+\/b\/([\w-]{20,})$/;
  const TRAINING = "training-badge-without-effect"; // green, and nothing is ever stored
  const NEVER = ["unknown", "other_edition", "not_held", "phone_ended"];

  /** Why a guest is not let in at that moment, or null. The list of a phone may lack somebody the server has. */
  function refusal(guest, at, isServer, door) {
    if (!guest) return isServer ? "unknown" : "not_on_list";
    if (!guest.is_of_edition) return "other_edition";
    if (!guest.takes_place) return "not_held";
    if (guest.replaced_at !== null && guest.replaced_at <= at) return "replaced";
    if (guest.state !== "confirmed") return "not_confirmed";
    return guest.mode === "on_site" ? doorRefusal(guest, door) : "registered_online";
  }

  /** What a moment is for a door: open, closed on a day of the assembly, or a rehearsal on another day. */
  function phaseAt(at, { open, held }) {
    if (open.some(([opens, closes]) => opens <= at && at < closes)) return "open";
    return held[0] <= at && at < held[1] ? "closed" : "rehearsal";
  }

  /** Why this door is not for somebody who is expected, or not now. */
  function doorRefusal(guest, door) {
    if (door.roles.length && !door.roles.includes(guest.category)) return "not_for_role";
    if (door.invited_only && !guest.is_invited) return "not_invited";
    return door.is_closed ? "closed" : null;
  }

  /** What a volunteer can do. Once the supervisor has been called, nobody calls twice, and her word is the reason. */
  function actionsOf(told, isCalled = false) {
    const ways = ACTIONS[told] ?? [];
    return isCalled ? ways.filter((one) => one !== "call").map((one) => (one === "anyway" ? "allowed" : one)) : ways;
  }

  return {
    TRAINING,
    /** The entry code of what a camera or a scanner read, or "". */
    codeOf: (text) => CODE.exec(text)?.[1] ?? "",
    phaseAt,
    refusal,
    /** Why nobody is registered at this door now, or null: whoever walks in is a participant without invitation. */
    walkInRefusal: (door) => doorRefusal({ category: "participant", is_invited: false }, door),
    verdict: (guest, at, isInside, isServer, door) =>
      refusal(guest, at, isServer, door) ?? (isInside ? "already_in" : "admitted"),
    colourOf: (told) => COLOURS[told] ?? "ask",
    actionsOf,
    /** The reasons that are offered first; the others come after one more tap. */
    likelyReasons: (told) => (actionsOf(told).includes("anyway") ? (LIKELY[told] ?? OF_A_DOOR) : []),
    /** Whether a volunteer has to look at who stands there: a copy of the code may be in use. */
    asksIdentity: (told) => (LIKELY[told] ?? []).includes("identity"),
    /** What is left for somebody who wants to come in person: places for everybody, for some, or none; "" for who
     * takes no place, and always has room. */
    placesWord(left, reserved, category = "participant") {
      if (category !== "participant" && category !== "companion") return "";
      return left ? "places_left" : reserved ? "places_reserved" : "places_none";
    },
    /** Whether a scan lets its guest in, if it is the earliest and is not undone. */
    counts(told, against) {
      if (told === "admitted" || told === "recorded") return against === null;
      return told === "admitted_anyway" && !NEVER.includes(against);
    },
  };
})();
