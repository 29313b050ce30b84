"""What an edition lacks before it opens: the checklist, copied texts, Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from openings import HIDDEN, OPENING, stored
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.agenda.service.sessions import add_room
from assembly.editions.checklist import missing
from assembly.editions.queries.setting_up import facts_of
from assembly.editions.service import doors, founding
from assembly.extensions import db
from assembly.live.service import remove_stream
from assembly.models import (
    Bilingual,
    Door,
    DoorKind,
    Edition,
    MailText,
    Mode,
    PlaceCount,
    Pool,
    Practical,
    Question,
    QuestionKind,
    Reserve,
    Topic,
    User,
)
from assembly.sealed import new_code
from assembly.transactions import writing

Change = Callable[[Edition], Any]


def a_count(**values: Any) -> Change:
    def change(edition: Edition) -> None:
        row = db.session.get_one(PlaceCount, (edition.id, Mode.ON_SITE))
        for name, value in values.items():
            setattr(row, name, value(edition))

    return change


def a_pool(edition: Edition) -> None:
    late = edition.ends_at + timedelta(days=1)
    pool = {"edition_id": edition.id, "mode": Mode.ON_SITE, "reserve": Reserve.MAYORS}
    db.session.add(Pool(**pool, size=5, taken=0, released_at=late))


def a_question(edition: Edition) -> None:
    db.session.add(
        Question(code=new_code(), edition_id=edition.id, position=1, kind=QuestionKind.CHOICE,
                 words=Bilingual("Bus?", "Bus\u202f?"), hint=Bilingual(), purpose=Bilingual("To plan", "Prévoir"),
                 options=[{"key": "y", "en": "Yes", "fr": ""}])
    )  # fmt: skip


def setting(**values: Any) -> Change:
    def change(edition: Edition) -> None:
        for name, value in values.items():
            setattr(edition, name, value(edition) if callable(value) else value)

    return change


def stale(edition: Edition) -> None:
    edition.words_changed = edition.words_changed | {
        "purpose": {"en": "2026-01-02T00:00:00+00:00", "fr": "2026-01-01T00:00:00+00:00"}
    }


CASES: dict[str, tuple[Change, bool]] = {
    "words": (setting(purpose=Bilingual("To test", "")), True),
    "stale": (stale, False),
    "venue": (lambda edition: setattr(edition.venue, "city", Bilingual("Ghent", "")), True),
    "rooms": (lambda edition: add_room(edition.venue, Bilingual("Attic", "")), False),
    "order": (setting(ends_at=lambda edition: edition.starts_at), True),
    "lead_up": (setting(lead_up_from_on=lambda edition: edition.day + timedelta(days=1)), False),
    "changes": (setting(changes_until_at=lambda edition: edition.ends_at + timedelta(hours=1)), False),
    "window_on_site": (a_count(closes_at=lambda edition: edition.places[0].opens_at), True),
    "late_on_site": (a_count(closes_at=lambda edition: edition.ends_at + timedelta(hours=1)), False),
    "release_on_site": (a_pool, False),
    "answer_by_on_site": (a_count(is_reviewed=lambda _edition: True), False),
    "size_on_site": (lambda edition: setattr(pool(edition), "size", 0), False),
    "answers": (lambda edition: db.session.delete(db.session.get(Practical, (edition.id, Topic.PHONE))), False),
    "contact": (setting(contact_email=""), True),
    "stream": (lambda edition: [remove_stream(one) for one in list(edition.streams)], False),
    "controller": (setting(controller=Bilingual("Us", "")), False),
    "retention": (setting(needs_kept_days=365), False),
    "doors": (lambda edition: [db.session.delete(one) for one in db.session.scalars(select(Door))], False),
    "team": (lambda edition: roles(edition), False),
    "questions": (a_question, False),
}


def pool(edition: Edition) -> Pool:
    return db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one()


def roles(edition: Edition) -> None:
    db.session.delete(
        db.session.scalars(select(User).where(User.email_key == "two@example.org")).one().edition_roles[0]
    )


def keys(app: Flask) -> dict[str, bool]:
    with app.app_context():
        return {one.key: one.blocks for one in missing(facts_of(stored()))}


def test_of_a_complete_edition_nothing_is_missing(hidden: Flask, office: InspectingClient) -> None:
    assert keys(hidden) == {}
    for lang, said in (("en", "Nothing is missing."), ("fr", "Il ne manque rien.")):
        assert said in office.page(OPENING.replace("/en/", f"/{lang}/")).get_text()


@pytest.mark.turns(7)
@pytest.mark.parametrize("key", CASES)
def test_each_missing_thing_appears_alone(hidden: Flask, office: InspectingClient, key: str) -> None:
    change, blocks = CASES[key]
    with hidden.app_context(), writing():
        change(stored())
    assert keys(hidden) == {key: blocks}
    for lang in ("en", "fr"):
        lines = office.page(OPENING.replace("/en/", f"/{lang}/")).select(".todo li")
        assert len(lines) == 1
        assert office.get(lines[0].select_one("a")["href"]).status_code == 200
        assert bool(office.page(OPENING).select_one("form[action$=public]")) is not blocks


def test_answers_are_promised_before_the_assembly(hidden: Flask) -> None:
    for days, told in ((-1, {}), (0, {"answer_by_on_site": False})):
        with hidden.app_context(), writing():
            a_count(is_reviewed=lambda _edition: True)(stored())
            stored().answer_by_on = stored().day + timedelta(days=days)
        assert keys(hidden) == told


def test_right_to_edit_settings_opens_all_links(hidden: Flask, office: InspectingClient) -> None:
    """What others have to mend is said without a link."""
    with hidden.app_context(), writing():
        roles(stored())
        one = db.session.scalars(select(User).where(User.email_key == "one@example.org")).one()
        one.edition_roles[0].permissions = ["edit_settings"]
        stored().contact_email = ""
    page = office.page(OPENING)
    assert "people should be able to manage the team" in page.get_text()
    links = [link["href"] for link in page.select(".todo a")]
    assert len(links) == 1
    assert [office.get(link).status_code for link in links] == [200]


def test_without_ways_to_attend_stays_closed(hidden: Flask) -> None:
    with hidden.app_context(), writing():
        for noun in (PlaceCount, Pool):
            for row in db.session.scalars(select(noun).where(noun.edition_id == stored().id)):
                db.session.delete(row)
    assert keys(hidden) == {"modes": True}


@pytest.fixture
def copier(hidden: Flask) -> InspectingClient:
    """Whoever owns all editions, and has just copied this one."""
    with hidden.app_context(), writing():
        edition, user = stored(), make_user("organiser", "owner@example.org")
        words = {"subject": Bilingual("Come", "Venez"), "opening": Bilingual("Do", "Oui")}
        db.session.add(MailText(edition_id=edition.id, name="thanks", **words))
        founding.copy(edition, plan(edition), by=user)
    client: Any = hidden.test_client()
    sign_in(client, ("owner@example.org", "a long enough passphrase"))
    return client  # type: ignore[no-any-return]


COPY = "/en/manage/2032/settings"


def test_copied_texts_wait_to_be_read(copier: InspectingClient) -> None:
    page = copier.page(f"{COPY}/opening").get_text(" ", strip=True)
    assert "Check the wording of 1 email copied from the last assembly" in page
    assert "Check 6 sections of practical information copied" in page
    assert copier.page(f"{COPY}/opening").select_one(".todo a[href*=texts]")
    copier.submit(f"{COPY}/opening", form="form[action$=mails-read]")
    assert "of 1 email copied from the last assembly" not in copier.page(f"{COPY}/opening").get_text()
    copier.submit(f"{COPY}/practical", form="form[action$=practical-read]")
    assert "copied" not in copier.page(f"{COPY}/opening").get_text()


@pytest.mark.proof("the way out of that case")
def test_changed_copied_answer_counts_as_read(copier: InspectingClient) -> None:
    copier.submit(f"{COPY}/practical", form="main form[action$=practical]", phone_en="1", phone_fr="2")
    assert "Check 5 sections" in copier.page(f"{COPY}/opening").get_text()


def plan(edition: Edition) -> founding.Plan:
    year = timedelta(days=364)
    names = ("name", "body_name", "purpose", "host_event", "zone", "lead_up_from_on", "contact_email")
    venue = edition.venue
    return founding.Plan(
        slug="2032",
        ordinal=10,
        venue_name=venue.name,
        venue_city=venue.city,
        venue_address=venue.address,
        starts_at=edition.starts_at + year,
        ends_at=edition.ends_at + year,
        **{name: getattr(edition, name) for name in names},
    )


def todo(client: InspectingClient) -> str:
    return client.page(f"/en/manage/{HIDDEN}/").get_text(" ", strip=True)


def test_today_shows_it_until_registration_opens(hidden: Flask, office: InspectingClient) -> None:
    assert "Make the assembly public" in todo(office)
    with hidden.app_context(), writing():
        for one in list(stored().streams):
            remove_stream(one)
    assert "1 item to complete on the checklist" in todo(office)
    office.submit(OPENING, form="form[action$=public]")
    assert "to complete on the checklist" not in todo(office)
    with hidden.app_context(), writing():
        for place in stored().places:
            place.opens_at = clock.now() + timedelta(days=1)
    assert "1 item to complete on the checklist" in todo(office)


def test_list_takes_fixed_number_of_queries(hidden: Flask) -> None:
    def cost() -> int:
        with hidden.app_context():
            edition = stored()
            with counted(hidden) as sent:
                missing(facts_of(edition))
            return len(sent)

    few = cost()
    with hidden.app_context(), writing():
        for letter in "CDEFGH":
            doors.add_door(stored(), letter, DoorKind.ROOM)
            add_room(stored().venue, Bilingual(letter, letter))
    assert cost() == few <= 13
