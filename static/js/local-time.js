// The visitor's own time beside that of the place, wherever the two clocks differ. Without a script the page says whose
// time it shows, and nothing is missing.
const note = document.querySelector("[data-place-zone]");
const lang = document.documentElement.lang === "fr" ? "fr" : "en-GB";

const clock = (options) => new Intl.DateTimeFormat(lang, { hourCycle: "h23", ...options });
const wall = clock({ timeZone: note.dataset.placeZone, dateStyle: "short", timeStyle: "short" });
const ownWall = clock({ dateStyle: "short", timeStyle: "short" });
const hours = clock({ hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "long" });
const placeDay = new Intl.DateTimeFormat(lang, { weekday: "short", day: "numeric", month: "long", timeZone: note.dataset.placeZone });

// `14:30` in English, `14 h 30` in French, as everywhere on the page.
function said(at) {
  const part = Object.fromEntries(hours.formatToParts(at).map((one) => [one.type, one.value]));
  return lang === "fr" ? `${Number(part.hour)}\u00a0h\u00a0${part.minute}` : `${part.hour}:${part.minute}`;
}

function ownTime(time) {
  const starts = new Date(time.dateTime), ends = time.dataset.ends ? new Date(time.dataset.ends) : null;
  if (wall.format(starts) === ownWall.format(starts)) return false;
  const other = day.format(starts) === placeDay.format(starts) ? "" : day.format(starts) + ", ";
  const line = document.createElement("span"), label = document.createElement("span");
  label.className = "visually-hidden";
  label.textContent = note.dataset.label + " ";
  line.className = "own-time";
  line.append(label, other + said(starts) + (ends ? " – " + said(ends) : ""));
  (time.parentElement.querySelector("[data-own-time]") ?? time).append(line);
  return true;
}

// `Japan Time`, or the city of the zone where the browser knows a number alone.
function zoneName() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replace(/^.*\//, "").replaceAll("_", " ");
  try {
    const parts = new Intl.DateTimeFormat(lang, { timeZoneName: "longGeneric" }).formatToParts(new Date());
    const name = parts.find((one) => one.type === "timeZoneName").value;
    return /^(GMT|UTC)/.test(name) ? zone : name;
  } catch {
    return zone;
  }
}

if ([...document.querySelectorAll("main time[datetime*=T]")].map(ownTime).some(Boolean)) {
  note.querySelector("[data-own-zone]").textContent = zoneName();
  note.hidden = false;
}
