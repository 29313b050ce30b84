"""Rooms and doors of an edition: added once, renamed, deleted unless something happened there."""

from __future__ import annotations

import pytest
from edition_settings import edition, entries
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_room, add_session, remove_session
from assembly.calendar.service import publish_programme
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import (
    Bilingual,
    Door,
    DoorKind,
    Edition,
    Registration,
    Room,
    SessionKind,
)
from assembly.registration.service.registering import register
from assembly.sealed import unseal
from assembly.transactions import writing

AT = "/en/manage/2031/settings"

DAY, PRACTICAL, DATA = f"{AT}/day-and-place", f"{AT}/practical", f"{AT}/people-and-data"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())
        make_edition("2032", doors="A")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


# --- rooms ------------------------------------------------------------------------------------------------------------


def test_a_room_is_added_changed_and_deleted(app: Flask, office: InspectingClient) -> None:
    words = {"name_en": "Attic", "name_fr": "Grenier", "capacity": "40"}
    for _click in range(2):
        office.submit(f"{AT}/add-room", **words)
    with app.app_context():
        room = db.session.scalars(select(Room)).one().code
    office.submit(f"{AT}/rooms/{room}", access_en="By the lift", access_fr="Par l’ascenseur")
    assert "By the lift" in office.page(DAY).get_text()
    office.submit(DAY, form="form[action*=rooms]")
    assert "Attic" not in office.page(DAY).get_text()
    assert [entries(app, verb) for verb in ("changed", "deleted")] == [1, 1]


def test_two_rooms_of_one_name_are_refused(office: InspectingClient) -> None:
    office.submit(f"{AT}/add-room", name_en="Attic", name_fr="Grenier")
    assert office.submit(f"{AT}/add-room", name_en="Attic", name_fr="Grenier", capacity="5", status=409)


@pytest.mark.proof("test_a_used_door_stays")
def test_a_room_with_a_session_stays(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        one = edition()
        add_session(
            one, kind=SessionKind.PANEL, title=Bilingual("A", "B"), abstract=Bilingual(), starts_at=one.starts_at,
            ends_at=one.ends_at, room=add_room(one.venue, Bilingual("Hall", "Salle")),
        )  # fmt: skip
    answer = office.submit(DAY, form="form[action*=rooms]", status=409)
    assert "There are sessions planned in this room" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Room)).one()


@pytest.mark.proof("test_a_room_is_added_changed_and_deleted")
def test_a_room_of_removed_sessions_alone_goes(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        one = edition()
        session = add_session(
            one, kind=SessionKind.PANEL, title=Bilingual("A", "B"), abstract=Bilingual(), starts_at=one.starts_at,
            ends_at=one.ends_at, room=add_room(one.venue, Bilingual("Hall", "Salle")),
        )  # fmt: skip
        publish_programme(one, name="1", note=Bilingual())
        remove_session(session)
    office.submit(DAY, form="form[action*=rooms]")
    with app.app_context():
        assert not db.session.scalars(select(Room)).all()
        assert [str(row.room) for row in latest_rows(edition())] == ["Hall"]  # what was published stays


@pytest.mark.turns(4)
@pytest.mark.parametrize("capacity", ["0", "-5", "many", "9999999"])
def test_a_room_holds_a_number_of_people(office: InspectingClient, capacity: str) -> None:
    office.submit(f"{AT}/add-room", name_en="A", name_fr="B", capacity=capacity, status=422)


def test_another_editions_room_is_missing(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        code = add_room(edition("2032").venue, Bilingual("Hall", "Salle")).code
    token = {"csrf_token": str(office.page(DAY).select_one("[name=csrf_token]")["value"])}
    assert office.get(f"{AT}/rooms/{code}").status_code == 404
    assert office.post(f"{AT}/rooms/{code}/delete", data=token).status_code == 404


# --- doors ------------------------------------------------------------------------------------------------------------


def doors(app: Flask, slug: str = "2031") -> list[str]:
    with app.app_context():
        return [one.code for one in db.session.scalars(select(Door).join(Edition).where(Edition.slug == slug))]


def scan(app: Flask, code: str) -> None:
    """Somebody is scanned at this door."""
    with app.app_context(), writing():
        door = db.session.scalars(select(Door).join(Edition).where(Edition.slug == "2031", Door.code == code)).one()
        register(edition(), submission())
        open_doors(edition())
        badge = valid_badge(db.session.scalars(select(Registration)).one())
        assert badge is not None
        record_scans([ShownCode(scan_id="s" * 32, token=unseal(badge.token_sealed), door=door, at=clock.now())])


def test_a_door_is_added_renamed_and_deleted(app: Flask, office: InspectingClient) -> None:
    for _click in range(2):
        office.submit(f"{AT}/add-door", code="North 2")
    assert sorted(doors(app)) == ["A", "B", "North 2"]
    office.submit(f"{AT}/add-door", code="A", kind="room", status=409)
    office.submit(f"{AT}/doors/B", code="C")
    office.submit(f"{AT}/doors/C", code="A", status=409)
    office.submit(DAY, form="form[action*='doors/North']")
    assert sorted(doors(app)) == ["A", "C"]
    assert doors(app, "2032") == ["A"]


def test_a_used_door_stays(app: Flask, office: InspectingClient) -> None:
    scan(app, "A")
    assert office.submit(DAY, form="form[action$='doors/A/delete']", status=409)
    office.submit(f"{AT}/doors/A", code="East")
    assert sorted(doors(app)) == ["B", "East"]


@pytest.mark.proof("test_a_used_door_stays")
def test_a_used_rooms_door_keeps_its_name(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        for door in db.session.scalars(select(Door)):
            door.kind = DoorKind.ROOM
    scan(app, "A")
    answer = office.submit(f"{AT}/doors/A", code="East", status=409)
    assert "this is no longer possible" in answer.get_data(as_text=True)


@pytest.mark.turns(4)
@pytest.mark.parametrize("code", ["", "<b>", "A" * 17, "../B"])
def test_a_doors_name_can_be_read(office: InspectingClient, code: str) -> None:
    office.submit(f"{AT}/add-door", code=code, status=422)
