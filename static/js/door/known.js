// What the phone knows of a guest: the facts of its list, and who is inside by its own scans and by the news.
"use strict";

globalThis.doorKnown = (() => {
  const { state, now } = doorSync;
  const SAME_MOMENT = 2; // seconds
  const known = { phone: null, guests: null }; // guests: by name, while the key of the names is in memory
  const names = new Map(); // whom this phone itself let in or noted, by the scan; never written down
  let mine = new Map(); // who this phone let in today: guest -> { at, door, last }, the first time and the last
  let refused = new Map(); // to whom the supervisor said no here today, likewise

  const zone = () => state.list?.header.zone;
  const doorFacts = () => state.list?.header.doors[known.phone.door];
  const phase = (at) => (state.list?.header.takes_place && doorFacts() ? doorRules.phaseAt(at, doorFacts()) : "rehearsal");
  const isRehearsal = (at) => phase(at) === "rehearsal";
  let days; // making one takes longer than a thousand uses of it

  function localDay(at) {
    if (days?.resolvedOptions().timeZone !== zone()) days = new Intl.DateTimeFormat("en-CA", { timeZone: zone() });
    return days.format(at * 1000);
  }

  /** Whom a scan is about: several scans of one person count as one to send. */
  const personOf = (scan) => scan.who ?? scan.person ?? scan.code_hash ?? scan.annuls ?? scan.id;

  const timeOf = (scan) => scan.device_at + scan.offset_ms / 1000;

  /** Who is inside by the scans of this phone: the earliest of today that counts and was not taken back. */
  async function countMine() {
    if (!state.list) return;
    const scans = await doorStore.all();
    const annulled = new Set(scans.map((scan) => scan.annuls).filter(Boolean));
    const today = now();
    mine = new Map();
    refused = new Map();
    for (const scan of scans) {
      const at = timeOf(scan);
      const isEntry = scan.kind === "entry";
      const counts = doorRules.counts(scan.told, scan.against ?? null) && isEntry;
      const isNo = scan.told === "supervisor_no" && isEntry;
      const here = localDay(at) === localDay(today) && isRehearsal(at) === isRehearsal(today);
      if (!(counts || isNo) || annulled.has(scan.id) || !scan.who || !here) continue;
      if (isNo) {
        refused.set(scan.who, { at, door: scan.door });
        continue;
      }
      const { at: first = at, door = scan.door, last = at } = mine.get(scan.who) ?? {};
      mine.set(scan.who, { at: Math.min(first, at), door: at < first ? scan.door : door, last: Math.max(last, at) });
    }
  }

  function insideSince(guest, at) {
    const news = state.arrivals?.isRehearsal === isRehearsal(at) ? state.arrivals.inside[guest.code] : null;
    const heard = news && localDay(news.at) === localDay(at) ? news : null;
    const own = mine.get(guest.code);
    if (!heard || !own) return heard ?? own ?? null;
    return own.at < heard.at ? own : heard;
  }

  /** When and where the supervisor last said no to somebody today, unless they were let in after it. */
  function refusedSince(guest, at) {
    const news = state.arrivals?.isRehearsal === isRehearsal(at) ? state.arrivals.refused?.[guest.code] : null;
    const heard = news && localDay(news.at) === localDay(at) ? news : null;
    const own = refused.get(guest.code);
    const last = heard && own ? (own.at > heard.at ? own : heard) : (heard ?? own ?? null);
    const letIn = Math.max(insideSince(guest, at)?.at ?? 0, mine.get(guest.code)?.last ?? 0);
    return last && letIn > last.at ? null : last;
  }

  function factsOf(guest) {
    if (!guest) return null;
    const { state: registered, mode, replacedAt, category, isInvited } = guest;
    const { takes_place } = state.list.header;
    const facts = { is_of_edition: true, takes_place, state: registered, mode, replaced_at: replacedAt };
    return { ...facts, category, is_invited: isInvited };
  }

  /** What the rules ask of this door at that moment. */
  function doorAt(at) {
    const { roles, invited_only } = doorFacts() ?? { roles: [], invited_only: false };
    return { is_closed: phase(at) === "closed", roles, invited_only };
  }

  /** Why a guest is not let in here at that moment, or null. */
  const refusalOf = (guest, at) => doorRules.refusal(factsOf(guest), at, false, doorAt(at));

  /** The hours that are said of a closed door: the next ones, or none if it does not open again. */
  const hoursNear = (at) => doorFacts().open.find(([, closes]) => at < closes);

  /** Forget what the server said of an entry or a "no" that is being taken back; it will say so itself once it knows. */
  function forgetNewsOf(scan) {
    for (const told of [state.arrivals?.inside, state.arrivals?.refused]) {
      const news = told?.[scan.who];
      if (news && Math.abs(news.at - timeOf(scan)) < SAME_MOMENT) delete told[scan.who];
    }
  }

  const ofGuests = { insideSince, refusedSince, factsOf, refusalOf, forgetNewsOf };
  return Object.assign(known, { names, zone, isRehearsal, personOf, timeOf, countMine, doorAt, hoursNear, ...ofGuests });
})();
