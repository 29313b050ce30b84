"""A new edition, from nothing or as a copy: everything that is not people, each thing at its own time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import func, select

from assembly import clock
from assembly.agenda.service.sessions import add_room
from assembly.editions.service.practical import say_practical
from assembly.extensions import db
from assembly.models import (
    Bilingual,
    Door,
    Edition,
    EditionRole,
    Entry,
    MailText,
    Mode,
    PlaceCount,
    Pool,
    Practical,
    Question,
    QuestionKind,
    Registration,
    Reserve,
    Room,
    SeriesStep,
    Step,
    Topic,
    Venue,
)
from assembly.registration.service.registering import register
from assembly.sealed import new_code
from assembly.transactions import writing

NEW, LIST = "/en/manage/editions/new", "/en/manage/editions/"
OWNER = ("owner@example.org", "a long enough passphrase")
DATES = {"slug": "2032", "starts": "2032-01-20T09:00", "ends": "2032-01-20T17:00", "lead_up": "2031-08-01"}
"A winter day: the one copied meets in summer."
WORDS = {
    **{"ordinal": "1", "contact_email": "first@example.org", "venue_address": "Platz 1"},
    **{f"{name}_{lang}": f"{name} {lang}" for name in ("name", "body_name", "purpose") for lang in ("en", "fr")},
    **{"venue_name_en": "Hall", "venue_name_fr": "Salle", "venue_city_en": "Ghent", "venue_city_fr": "Gand"},
}


def brussels(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Brussels"))  # type: ignore[misc]


@pytest.fixture
def owner(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", OWNER[0])
    sign_in(client, OWNER)
    return client


@pytest.fixture
def source(app: Flask) -> Flask:
    """An edition on a summer day, with one of everything an edition may have."""
    with app.app_context(), writing():
        edition = make_edition(size=40)
        edition.starts_at, edition.ends_at = brussels(2031, 7, 10, 9, 0), brussels(2031, 7, 10, 17, 0)
        edition.changes_until_at = brussels(2031, 7, 9, 18, 0)
        edition.answer_by_on = date(2031, 6, 20)
        edition.controller, edition.delegation_size, edition.needs_kept_days = Bilingual("Us", "Nous"), 3, 20
        edition.extras = ["companions"]
        db.session.flush()
        for count in db.session.scalars(select(PlaceCount)):
            count.opens_at, count.closes_at = brussels(2031, 3, 1, 8, 0), brussels(2031, 7, 8, 23, 59)
            count.is_reviewed = count.mode is Mode.ON_SITE
        pool = {"edition_id": edition.id, "mode": Mode.ON_SITE, "reserve": Reserve.MAYORS}
        db.session.add(Pool(**pool, size=60, taken=7, released_at=brussels(2031, 6, 1, 12, 0)))
        add_room(edition.venue, Bilingual("Plenary", "Plénière"), capacity=200)
        say_practical(edition, Topic.ENTRANCE, Bilingual("By the square.", "Par la place."))
        text = {"subject": Bilingual("Come", "Venez"), "opening": Bilingual("Do", "Oui")}
        db.session.add(MailText(edition_id=edition.id, name="thanks", **text))
        for step, paused in ((Step.THANKS, True), (Step.CATCH_UP_ABSENT, False)):
            db.session.add(SeriesStep(edition_id=edition.id, step=step, paused=paused, days=2, at="10:00"))
        first, second = new_code(), new_code()
        common = {"edition_id": edition.id, "hint": Bilingual(), "purpose": Bilingual("To plan", "Prévoir")}
        options = [{"key": "y", "en": "Yes", "fr": "Oui"}]
        db.session.add(
            Question(code=first, position=1, kind=QuestionKind.CHOICE, words=Bilingual("Bus?", "Bus\u202f?"),
                     options=options, **common)
        )  # fmt: skip
        db.session.add(
            Question(code=second, position=2, kind=QuestionKind.TEXT, words=Bilingual("Where?", "Où\u202f?"),
                     shown_if={"question": first, "answer": "y"}, **common)
        )  # fmt: skip
        make_user("organiser", "olga@example.org", edition)
        make_user("co_chair", "camille@example.org", edition)
        with clock.at(datetime(2031, 4, 1, tzinfo=UTC)):
            register(edition, submission())
    return app


def copied(owner: InspectingClient, **changes: str) -> None:
    owner.submit(f"{NEW}?from=2031", **(DATES | changes))


def edition(slug: str = "2032") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


@pytest.mark.database("proof")
def test_a_copy_keeps_its_hours_over_summer(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    with source.app_context():
        new = edition()
        for count in db.session.scalars(select(PlaceCount).where(PlaceCount.edition_id == new.id)):
            assert count.opens_at == brussels(2031, 9, 11, 8, 0)
            assert count.closes_at == brussels(2032, 1, 18, 23, 59)
            assert count.is_reviewed is (count.mode is Mode.ON_SITE)
            assert count.next_seq == 1
        assert new.changes_until_at == brussels(2032, 1, 19, 18, 0)
        assert new.day - new.answer_by_on == timedelta(days=20)  # as before
        assert new.changes_until_at - new.starts_at == edition("2031").changes_until_at - edition("2031").starts_at


@pytest.mark.proof("test_a_copy_keeps_its_hours_over_summer shifts")
def test_another_zone_has_its_own_clock(source: Flask, owner: InspectingClient) -> None:
    copied(owner, zone_name="Europe/Lisbon")
    with source.app_context():
        count = db.session.get_one(PlaceCount, (edition().id, Mode.ONLINE))
        assert f"{clock.local(count.closes_at, 'Europe/Lisbon'):%Y-%m-%d %H:%M}" == "2032-01-18 23:59"


@pytest.mark.database("proof")
def test_pools_come_along_empty(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    with source.app_context():
        pools = db.session.scalars(select(Pool).where(Pool.edition_id == edition().id)).all()
        found = {pool.reserve: (pool.mode, pool.size, pool.taken, pool.released_at) for pool in pools}
        assert found == {
            Reserve.EVERYBODY: (Mode.ON_SITE, 40, 0, None),
            Reserve.MAYORS: (Mode.ON_SITE, 60, 0, brussels(2031, 12, 12, 12, 0)),
        }


@pytest.mark.database("proof")
def test_settings_come_along_and_people_do_not(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    with source.app_context():
        new = edition()
        assert (new.controller, new.delegation_size, new.needs_kept_days) == (Bilingual("Us", "Nous"), 3, 20)
        assert (new.extras, new.vision, new.ordinal) == (["companions"], Bilingual("A vision", "Une vision"), 10)
        assert not new.is_announced
        count = {noun: db.session.scalar(select(func.count()).where(noun.edition_id == new.id)) for noun in TABLES}
        assert count == {Door: 2, Practical: 1, MailText: 1, SeriesStep: 2, Question: 2, Registration: 0}
        for name in (Step.THANKS, Step.CATCH_UP_ABSENT):  # emails with recordings are off again
            step = db.session.get_one(SeriesStep, (new.id, name))
            assert (step.paused, step.days, step.at) == (True, 2, "10:00")
        assert db.session.get_one(Practical, (new.id, Topic.ENTRANCE)).text.fr == "Par la place."


TABLES: tuple[Any, ...] = (Door, Practical, MailText, SeriesStep, Question, Registration)


@pytest.mark.proof("test_settings_come_along_and_people_do_not brings questions")
def test_a_condition_points_at_the_copied_question(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    with source.app_context():
        old, new = (
            db.session.scalars(
                select(Question).where(Question.edition_id == edition(slug).id).order_by(Question.position)
            ).all()
            for slug in ("2031", "2032")
        )
        assert not {one.code for one in old} & {one.code for one in new}
        assert new[1].shown_if == {"question": new[0].code, "answer": "y"}
        assert old[1].shown_if == {"question": old[0].code, "answer": "y"}
        assert new[0].options == old[0].options


def test_organisers_come_along_and_nobody_else(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    with source.app_context():
        roles = db.session.scalars(select(EditionRole).where(EditionRole.edition_id == edition().id)).all()
        assert [(one.user.email_key, one.role) for one in roles] == [("olga@example.org", "organiser")]


def test_nobody_gives_rights_by_copying(source: Flask, owner: InspectingClient) -> None:
    with source.app_context(), writing():
        mine = db.session.scalars(select(EditionRole).where(EditionRole.edition_id.is_(None))).one()
        mine.permissions = ["edit_settings"]
    copied(owner)
    with source.app_context():
        assert not db.session.scalars(select(EditionRole).where(EditionRole.edition_id == edition().id)).all()


@pytest.mark.proof("test_settings_come_along_and_people_do_not has a venue of its own")
def test_the_past_venue_stays_unchanged(source: Flask, owner: InspectingClient) -> None:
    copied(owner)
    page = "/en/manage/2032/settings/day-and-place"
    owner.submit(page, form="main form[action$=day-and-place]", venue_name_en="Palace", venue_name_fr="Palais")
    with source.app_context():
        room = db.session.scalars(select(Room).where(Room.venue_id == edition().venue_id)).one().code
    owner.submit(f"/en/manage/2032/settings/rooms/{room}", name_en="Attic", name_fr="Grenier")
    with source.app_context():
        old, new = edition("2031"), edition()
        assert (old.venue.name.en, new.venue.name.en) == ("Hall", "Palace")
        rooms = {one.venue_id: (one.name.en, one.capacity) for one in db.session.scalars(select(Room))}
        assert rooms == {old.venue_id: ("Plenary", 200), new.venue_id: ("Attic", 200)}


@pytest.mark.proof("test_settings_come_along_and_people_do_not")
def test_another_house_has_no_old_rooms(source: Flask, owner: InspectingClient) -> None:
    copied(owner, venue_address="Elsewhere 5")
    with source.app_context():
        assert not db.session.scalars(select(Room).where(Room.venue_id == edition().venue_id)).all()


@pytest.mark.database
def test_a_form_sent_twice_makes_one_edition(source: Flask, owner: InspectingClient) -> None:
    page = owner.page(f"{NEW}?from=2031")
    data = filled(page.select_one("main form"), DATES)
    answers = [owner.post(NEW, data=data) for _click in range(2)]
    assert [(one.status_code, one.location) for one in answers] == [(303, "/en/manage/2032/settings/opening")] * 2
    assert owner.post(NEW, data=data | {"name_en": "Another"}).status_code == 409
    with source.app_context():
        assert db.session.scalar(select(func.count()).select_from(Edition)) == 2
        assert db.session.scalar(select(func.count()).where(Entry.verb == "copied")) == 1
        assert db.session.scalar(select(func.count()).select_from(Venue)) == 2


def test_a_taken_address_is_refused(source: Flask, owner: InspectingClient) -> None:
    for lang in ("en", "fr"):
        answer = owner.submit(f"/{lang}/manage/editions/new?from=2031", status=409, **(DATES | {"slug": "2031"}))
        assert "2032-01-20T09:00" in answer.get_data(as_text=True)


@pytest.mark.turns(7)
@pytest.mark.parametrize(
    "bad",
    [
        {"slug": "../2032"},
        {"slug": "2032-Lyon"},
        {"slug": ""},
        {"ordinal": "0"},
        {"ordinal": "ten"},
        {"zone_name": "Europe/Atlantis"},
        {"zone_name": "EST"},
        {"starts": "2032-03-28T02:30"},
        {"ends": "2032-01-20T09:00"},
        {"lead_up": "yesterday"},
        {"name_fr": ""},
        {"venue_address": ""},
        {"contact_email": "nowhere"},
    ],
)
def test_what_cannot_be_makes_no_edition(source: Flask, owner: InspectingClient, bad: dict[str, str]) -> None:
    page = owner.submit(f"{NEW}?from=2031", status=422, **(DATES | bad)).get_data(as_text=True)
    assert 'class="summary"' in page
    with source.app_context():
        assert db.session.scalar(select(func.count()).select_from(Edition)) == 1


def test_the_first_edition_is_made(app: Flask, owner: InspectingClient) -> None:
    assert owner.get("/en/manage/").location == LIST
    assert "There are no assemblies yet." in owner.page(LIST).get_text()
    owner.submit(NEW, **(DATES | WORDS))
    with app.app_context():
        new = edition()
        assert new.lead_up_from_on == date(2031, 8, 1)
        assert new.starts_at == brussels(2032, 1, 20, 9, 0)
        assert {one.mode: one.opens_at for one in new.places} == dict.fromkeys(Mode, new.starts_at)
    assert (
        "In person: set when registration opens and closes" in owner.page("/en/manage/2032/settings/opening").get_text()
    )
    assert owner.get("/en/manage/").location == "/en/manage/2032/"
    assert "No one can register yet." in owner.page("/en/manage/2032/places/").get_text()
    assert "Registration opens" not in owner.page("/en/manage/2032/").get_text()


def test_organisers_of_one_make_no_other(source: Flask, client: InspectingClient) -> None:
    sign_in(client, ("olga@example.org", OWNER[1]))
    assert client.get(NEW).status_code == client.get(LIST).status_code == 403
    data = {"csrf_token": str(client.page("/en/manage/2031/").select_one("[name=csrf_token]")["value"])}
    assert client.post(NEW, data=data).status_code == 403
    assert "Assemblies" not in [one.get_text() for one in client.page("/en/manage/2031/settings/").select(".tabs a")]


@pytest.mark.proof("test_a_copy_keeps_its_hours_over_summer shifts")
def test_an_early_copy_shifts_back(source: Flask, owner: InspectingClient) -> None:
    copied(owner, slug="2030", starts="2030-07-10T09:00", ends="2030-07-10T17:00", lead_up="2030-01-01")
    with source.app_context():
        count = db.session.get_one(PlaceCount, (edition("2030").id, Mode.ON_SITE))
        assert count.closes_at == brussels(2030, 7, 8, 23, 59)
        assert count.closes_at < edition("2031").starts_at - timedelta(days=300)
