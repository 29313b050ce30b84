"""Calendar files: two other programs read the instant we mean, in winter and in summer, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in
from readers import as_khal, as_thunderbird

from assembly import clock
from assembly.calendar import ics
from assembly.calendar.ics import Entry, calendar_file
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Mode, Registration, State
from assembly.registration import service
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
        ("Europe/Brussels", "2027-03-28T03:30", "2027-03-28T01:30:00.000Z"),
        ("Europe/Brussels", "2027-10-31T09:00", "2027-10-31T08:00:00.000Z"),
        ("Europe/Sofia", "2026-04-15T09:00", "2026-04-15T06:00:00.000Z"),
        ("Atlantic/Reykjavik", "2027-06-15T09:00", "2027-06-15T09:00:00.000Z"),
    ],
)
def test_others_read_the_instant_we_mean(ctx: Flask, tmp_path: Path, zone: str, wall: str, utc: str) -> None:
    starts_at = clock.from_local(datetime.fromisoformat(wall), zone)
    with speaking("fr"):
        content = calendar_file("Assemblée", zone, [entry(starts_at)])
    (event,) = as_thunderbird(content)
    assert (event["starts"], event["title"], event["text"]) == (utc, "Ouverture ; Größe, Łódź", "Une ligne\nune autre")
    assert (event["uid"], event["sequence"], event["status"]) == ("session-x@example.org", 2, "CONFIRMED")
    assert as_khal(content, tmp_path)[0].startswith(utc[:16].replace("T", " "))


def test_a_line_is_at_most_75_octets_and_holds_no_control_character(ctx: Flask) -> None:
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
    assert "Renate Nikolay, Directrice générale adjointe" in opening["text"]
    english = as_thunderbird(demo_client.get("/en/2023/agenda.ics").data)
    assert {event["uid"] for event in english} == {event["uid"] for event in events}
    code = opening["uid"].removeprefix("session-").partition("@")[0]
    assert [e["uid"] for e in as_thunderbird(demo_client.get(f"/fr/2023/agenda/{code}.ics").data)] == [opening["uid"]]
    assert demo_client.get("/fr/2023/agenda/unknown.ics").status_code == 404


def test_the_invitation_comes_with_the_mail_and_is_withdrawn_with_the_registration(
    demo_app: Flask, demo_client: InspectingClient
) -> None:
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


def test_lost_places_are_tentative_until_given_again(app: Flask) -> None:
    def said() -> tuple[str, str]:
        (event,) = as_thunderbird(ics.invitation(first))
        return ics.method_of(first), event["status"]

    with app.app_context():
        with writing():
            edition = make_edition(size=2)
            for number, mode in enumerate((Mode.ONLINE, Mode.ON_SITE, Mode.ON_SITE)):
                service.register(edition, submission(number, mode=mode))
        first, second, _third = db.session.query(Registration).order_by(Registration.id)
        assert said() == ("PUBLISH", "CONFIRMED")
        change = service.Change(first.version, first.badge_name, first.function, "Rzeszów", Mode.ON_SITE, True)
        with writing():
            service.change(first, change)
        assert (first.state, said()) == (State.WAITING, ("PUBLISH", "TENTATIVE"))
        with writing():
            service.decline(second, "The room is small")
        assert (first.state, said()) == (State.OFFERED, ("PUBLISH", "TENTATIVE"))
        with writing():
            service.accept_offer(first)
        assert said() == ("PUBLISH", "CONFIRMED")


def test_a_registration_that_is_not_accepted_after_all_takes_the_day_back(
    demo_app: Flask, demo_client: InspectingClient
) -> None:
    demo_client.submit("/fr/2027/register", **MAYOR)
    with demo_app.app_context(), writing():
        service.decline(db.session.query(Registration).order_by(Registration.id.desc()).first(), "La salle est petite")
    (withdrawn,) = [part for part in deliver(demo_app)[-1].walk() if part.get_content_type() == "text/calendar"]
    assert withdrawn.get_param("method") == "CANCEL"
    (gone,) = as_thunderbird(withdrawn.get_content().encode())
    assert gone["status"] == "CANCELLED"
