// Reads calendar files as Thunderbird would (ical.js): each line of input is one, or several in a row, in Base64;
// the answer is a line with their events, instants in UTC, as JSON.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
const ICAL = createRequire(import.meta.url)("ical.js");

function eventsOf(text) {
  ICAL.TimezoneService.reset();
  const parsed = ICAL.parse(text);
  const calendars = (typeof parsed[0] === "string" ? [parsed] : parsed).map((one) => new ICAL.Component(one));
  return calendars.flatMap((calendar) => {
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    return calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        sequence: event.sequence,
        title: event.summary,
        place: event.location,
        text: event.description,
        zone: event.startDate.zone.tzid,
        starts: event.startDate.toJSDate().toISOString(),
        ends: event.endDate.toJSDate().toISOString(),
        status: component.getFirstPropertyValue("status"),
        url: component.getFirstPropertyValue("url"),
        method: calendar.getFirstPropertyValue("method"),
        organizer: component.getFirstPropertyValue("organizer"),
        attendees: component.getAllProperties("attendee").map((one) => [one.getFirstValue(), one.getParameter("partstat"), one.getParameter("rsvp")]),
        geo: component.getFirstPropertyValue("geo"),
        conference: component.getAllProperties("conference").map((one) => [one.getFirstValue(), one.getParameter("label")]),
        alarms: component.getAllSubcomponents("valarm").map((one) => [
          one.getFirstPropertyValue("action"),
          one.getFirstPropertyValue("trigger").toString(),
          one.getFirstPropertyValue("description"),
        ]),
        stamps: ["dtstamp", "last-modified"].map((name) => component.getFirstPropertyValue(name).toJSDate().toISOString()),
      };
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(eventsOf(Buffer.from(line, "base64").toString("utf8"))));
}
