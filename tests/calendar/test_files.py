"""Calendar files: two other programs read the instant we mean, in winter and in summer, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from inspector import InspectingClient
from mails import deliver, link_in
from readers import as_khal, as_thunderbird

from assembly import clock
from assembly.calendar import days
from assembly.calendar.ics import Entry, calendar_file
from assembly.extensions import db
from assembly.fold import clean
from assembly.i18n import speaking
from assembly.models import Mode, Registration, State
from assembly.people.service import answering
from assembly.registration.service import changing, registering, waiting_list
from assembly.registration.service.changing import Change
from assembly.transactions import writing


def entry(starts_at: datetime, **changes: object) -> Entry:
    facts: dict[str, object] = {
        "uid": "session-x@example.org",
        "sequence": 2,
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=45),
        "title": "Ouverture ; Größe, Łódź",
        "place": "Salle 1",
        "text": "Une ligne\nune autre",
        "url": "https://assembly.example.eu/fr/",
    }
    return Entry(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/Brussels", "2027-01-20T09:00", "2027-01-20T08:00:00.000Z"),
        ("Europe/Brussels", "2027-06-15T09:00", "2027-06-15T07:00:00.000Z"),
        ("Europe/Brussels", "2027-03-28T01:30", "2027-03-28T00:30:00.000Z"),
        ("Europe/Brussels", "2027-03-28T03:30", "2027-03-28T01:30:00.000Z"),
        ("Europe/Brussels", "2027-10-31T01:30", "2027-10-30T23:30:00.000Z"),
        ("Europe/Brussels", "2027-10-31T02:30", "2027-10-31T00:30:00.000Z"),
        ("Europe/Brussels", "2027-10-31T09:00", "2027-10-31T08:00:00.000Z"),
        ("Europe/Sofia", "2026-04-15T09:00", "2026-04-15T06:00:00.000Z"),
        ("Europe/Sofia", "2027-03-28T04:30", "2027-03-28T01:30:00.000Z"),
        ("Europe/Sofia", "2027-10-31T05:00", "2027-10-31T03:00:00.000Z"),
        ("America/St_Johns", "2027-03-14T01:50", "2027-03-14T05:20:00.000Z"),
        ("America/St_Johns", "2027-03-14T03:10", "2027-03-14T05:40:00.000Z"),
        ("America/St_Johns", "2027-11-07T02:10", "2027-11-07T05:40:00.000Z"),
        ("Pacific/Apia", "2027-06-15T09:00", "2027-06-14T20:00:00.000Z"),
        ("Atlantic/Reykjavik", "2027-06-15T09:00", "2027-06-15T09:00:00.000Z"),
    ],
)
def test_others_read_the_instant_we_mean(ctx: Flask, zone: str, wall: str, utc: str) -> None:
    starts_at = clock.from_local(datetime.fromisoformat(wall), zone)
    with speaking("fr"):
        content = calendar_file("Assemblée", zone, [entry(starts_at)])
    (event,) = as_thunderbird(content)
    assert (event["starts"], event["title"], event["text"]) == (utc, "Ouverture ; Größe, Łódź", "Une ligne\nune autre")
    assert (event["uid"], event["sequence"], event["status"]) == ("session-x@example.org", 2, "CONFIRMED")
    assert as_khal(content)[0].startswith(utc[:16].replace("T", " "))


def test_hour_that_comes_twice_is_distinct(ctx: Flask) -> None:
    for utc in ("2027-10-31T00:30", "2027-10-31T01:30"):
        content = calendar_file("A", "Europe/Brussels", [entry(datetime.fromisoformat(f"{utc}+00:00"))])
        (event,) = as_thunderbird(content)
        assert event["starts"] == f"{utc}:00.000Z"
        assert as_khal(content)[0].startswith(utc.replace("T", " "))


def test_entry_across_a_change_lasts_as_long(ctx: Flask) -> None:
    starts_at = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    long = entry(starts_at, ends_at=starts_at + timedelta(hours=2))
    (event,) = as_thunderbird(calendar_file("A", "Europe/Brussels", [long]))
    assert (event["starts"], event["ends"]) == ("2027-03-28T00:30:00.000Z", "2027-03-28T02:30:00.000Z")


def test_place_stream_and_alarm_are_read(ctx: Flask) -> None:
    live = "https://assembly.example.eu/fr/2027/live"
    full = entry(
        datetime(2027, 6, 15, 7, tzinfo=UTC), geo=(50.8467, -4.3525), conference=live, alarm=timedelta(minutes=15)
    )
    for lang, watch in (("en", "Watch live"), ("fr", "Suivre en direct")):
        with speaking(lang):
            content = calendar_file("A", "Europe/Brussels", [full])
        (event,) = as_thunderbird(content)
        assert event["geo"] == [50.8467, -4.3525]
        assert event["conference"] == [[live, watch]]
        assert event["alarms"] == [["DISPLAY", "-PT15M", full.title]]
        assert len(as_khal(content)) == 1


@pytest.mark.proof("generated entries; test_others_read_the_instant_we_mean reads ours")
@given(
    title=st.text(min_size=1, max_size=90),
    text=st.text(max_size=200),
    starts_at=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.integers(1, 600),
    zone=st.sampled_from(("Europe/Brussels", "Europe/Sofia", "Atlantic/Azores")),
)
def test_any_entry_reads_back(title: str, text: str, starts_at: datetime, minutes: int, zone: str) -> None:
    starts_at = starts_at.replace(second=0, microsecond=0)
    ends_at = starts_at + timedelta(minutes=minutes)
    content = calendar_file("A", zone, [entry(starts_at, ends_at=ends_at, title=title, text=text)])
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode().isprintable() for line in lines)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (starts_at, ends_at)
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (
        clean(title),
        "\n".join(clean(line) for line in text.split("\n")),
    )
    written = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION"}
    assert set(event) == written | {"URL", "STATUS", "TRANSP"}


def test_lines_have_75_octets_and_no_controls(ctx: Flask) -> None:
    title = "Łódź\x00 " * 40 + "\r\nATTENDEE:mailto:x@example.org"
    content = calendar_file("A", "Europe/Brussels", [entry(datetime(2027, 6, 15, 7, tzinfo=UTC), title=title)])
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(line.startswith(b"ATTENDEE") for line in lines)
    assert b"\x00" not in content
    assert content.decode()


def test_the_programme_of_the_first_assembly(demo_client: InspectingClient) -> None:
    events = as_thunderbird(demo_client.get("/fr/2023/agenda.ics").data)
    opening = next(event for event in events if event["title"] == "Ouverture et mots de bienvenue")
    assert len(events) == 5
    assert opening["starts"] == "2023-06-15T07:00:00.000Z"
    assert opening["place"].startswith("Salle plénière, Square Brussels")
    assert "Renate Nikolay, directrice générale adjointe" in opening["text"]
    english = as_thunderbird(demo_client.get("/en/2023/agenda.ics").data)
    assert {event["uid"] for event in english} == {event["uid"] for event in events}
    code = opening["uid"].removeprefix("session-").partition("@")[0]
    assert [e["uid"] for e in as_thunderbird(demo_client.get(f"/fr/2023/agenda/{code}.ics").data)] == [opening["uid"]]
    assert demo_client.get("/fr/2023/agenda/unknown.ics").status_code == 404


def test_the_invitation_follows_the_registration(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    (mail,) = deliver(demo_app)
    (invited,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = as_thunderbird(invited.get_content().encode())
    assert (event["title"], event["starts"]) == ("Assemblée numérique des maires", "2027-04-15T07:00:00.000Z")
    assert "/r/" not in invited.get_content()
    demo_client.submit(link_in(mail))
    downloaded = as_thunderbird(demo_client.get("/en/my/invite.ics").data)
    assert [(one["uid"], one["title"]) for one in downloaded] == [(event["uid"], "Mayors’ Digital Assembly")]
    demo_client.submit("/fr/my/cancel")
    (withdrawn,) = [part for part in deliver(demo_app)[-1].walk() if part.get_content_type() == "text/calendar"]
    (gone,) = as_thunderbird(withdrawn.get_content().encode())
    assert (gone["uid"], gone["status"]) == (event["uid"], "CANCELLED")
    assert gone["sequence"] > event["sequence"]
    assert withdrawn.get_param("method") == "CANCEL"


@pytest.mark.proof("its states are those of test_states and test_emails")
def test_lost_places_are_tentative_until_given_again(app: Flask) -> None:
    def said() -> tuple[str, str]:
        (event,) = as_thunderbird(days.invitation(first))
        return event["method"], event["status"]

    with app.app_context():
        with writing():
            edition = make_edition(size=2)
            for number, mode in enumerate((Mode.ONLINE, Mode.ON_SITE, Mode.ON_SITE)):
                registering.register(edition, submission(number, mode=mode))
        first, second, _third = db.session.query(Registration).order_by(Registration.id)
        assert said() == ("PUBLISH", "CONFIRMED")
        change = Change(first.version, first.badge_name, first.function, "Rzeszów", Mode.ON_SITE, True)
        with writing():
            changing.change(first, change)
        assert (first.state, said()) == (State.WAITING, ("PUBLISH", "TENTATIVE"))
        with writing():
            answering.decline(second, "The room is small")
        assert (first.state, said()) == (State.OFFERED, ("PUBLISH", "TENTATIVE"))
        with writing():
            waiting_list.accept_offer(first)
        assert said() == ("PUBLISH", "CONFIRMED")


@pytest.mark.proof("a cancelled one: test_the_invitation_follows_the_registration")
def test_a_refused_registration_takes_the_day_back(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    with demo_app.app_context(), writing():
        answering.decline(
            db.session.query(Registration).order_by(Registration.id.desc()).first(), "La salle est petite"
        )
    (withdrawn,) = [part for part in deliver(demo_app)[-1].walk() if part.get_content_type() == "text/calendar"]
    assert withdrawn.get_param("method") == "CANCEL"
    (gone,) = as_thunderbird(withdrawn.get_content().encode())
    assert gone["status"] == "CANCELLED"
