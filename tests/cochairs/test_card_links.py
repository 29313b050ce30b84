"""The link to a day card: made, opened on its day, ended."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from cochairs import DESK, person, reader_of
from day_cards import edition, link_for
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from speakers import ask_by_email
from sqlalchemy import delete, select

from assembly import clock
from assembly.cochairs.day import card_of
from assembly.cochairs.readers import card_by_hash, key_of, links, named, open_cards
from assembly.cochairs.service.cards import DayOver, end_card, make_card
from assembly.extensions import db
from assembly.models import Bilingual, DayCard, EditionRole, Entry, MandateRole, Person, RoleAnswer
from assembly.people.duplicates.service.references import follow
from assembly.privacy.jobs import delete_contacts
from assembly.sealed import unseal
from assembly.speakers.facts import MandateFacts
from assembly.speakers.queries import co_chairs, office_holder
from assembly.speakers.service.mandates import enter_mandate, remove_mandate
from assembly.speakers.service.people import add_speaker, remove_speaker
from assembly.transactions import writing

TEN_MINUTES = timedelta(minutes=10)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("away", "status", "words"),
    [
        (-1, 403, "This day card is not available yet"),
        (0, 200, "Speakers still missing"),
        (1, 410, "This card is no longer available"),
    ],
)
def test_the_link_opens_on_its_day_alone(
    app: Flask, chair: InspectingClient, begins: datetime, away: int, status: int, words: str
) -> None:
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
    moment = {-1: begins - timedelta(days=1), 0: begins, 1: begins + timedelta(days=1)}[away]
    with clock.at(moment):
        for lang in ("en", "fr"):
            page = app.test_client().page(path.replace("/en/", f"/{lang}/"), status)  # type: ignore[attr-defined]
            assert lang == "fr" or words in page.get_text()
        assert app.test_client().get(f"{path}/card.pdf").status_code == status


def test_the_day_is_that_of_the_place(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    """A minute before and after midnight in Brussels, whatever the date in UTC."""
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
        with app.app_context():
            midnight = clock.from_local(datetime.combine(edition().day, time()), edition().zone)
    for minutes, status in ((-1, 403), (1, 200)):
        with clock.at(midnight + timedelta(minutes=minutes)):
            assert app.test_client().get(path).status_code == status


def test_another_link_ends_the_first(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with clock.at(begins + TEN_MINUTES):
        first, second = link_for(app, chair), link_for(app, chair)
        assert app.test_client().get(first).status_code == 404
        assert app.test_client().get(second).status_code == 200
        chair.submit(f"{DESK}/", form='form[action$="/end"]')
        assert app.test_client().get(second).status_code == 404
        assert chair.page(f"{DESK}/").select_one(".secret") is None
    with app.app_context():
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "day_card").order_by(Entry.n))
        assert list(verbs) == ["made", "ended", "made", "ended"]


@pytest.mark.proof("test_another_link_ends_the_first ends one")
def test_links_are_ended_one_by_one(app: Flask, office: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        another = make_user("co_chair", "another@example.org", edition())
        another.name, another.lang = "Another", "fr"
    with app.app_context(), clock.at(begins):
        with writing():
            for one in named(edition()):
                make_card(edition(), edition().day, one)
        cards = {one.reader.name: one.card for one in links(edition(), edition().day)}
        paths = {name: f"/en/day/{unseal(one.token_sealed)}" for name, one in cards.items() if one}
    assert len(set(paths.values())) == 2
    with clock.at(begins + TEN_MINUTES):
        card = next(one for one in office.page(f"{DESK}/").select("main .card") if "Another" in one.get_text())
        action = card.select_one('form[action$="/end"]')["action"]
        office.submit(f"{DESK}/", form=f'form[action="{action}"]')
        assert {name: app.test_client().get(path).status_code for name, path in paths.items()} == {
            "Another": 404,
            "Someone": 200,
        }
        office.submit(f"{DESK}/", form=f'form[action="{action.replace("/end", "/make")}"]')
        assert "/fr/day/" in office.page(f"{DESK}/").select_one(".secret a")["href"]  # in the language of its reader


def test_a_co_chair_has_their_link_alone(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        key = key_of(make_user("co_chair", "another@example.org", edition()))
        day = edition().day.isoformat()
    with clock.at(begins + TEN_MINUTES):
        page = chair.page(f"{DESK}/")
        assert len(page.select('form[action$="/make"]')) == 1
        token = page.select_one("[name=csrf_token]")["value"]
        for what in ("make", "end"):
            answer = chair.post(f"{DESK}/card/{day}/{key}/{what}", data={"csrf_token": token})
            assert answer.status_code == 403


def test_link_ends_with_the_role(app: Flask, begins: datetime) -> None:
    with app.app_context(), clock.at(begins), writing():
        path = f"/en/day/{unseal(make_card(edition(), edition().day, reader_of(edition())).token_sealed)}"
    with clock.at(begins):
        assert app.test_client().get(path).status_code == 200
        with app.app_context(), writing():
            db.session.execute(delete(EditionRole).where(EditionRole.role == "co_chair"))
        assert app.test_client().get(path).status_code == 404


@pytest.mark.proof("the links go with the role: test_link_ends_with_the_role")
@pytest.mark.database
def test_merged_co_chair_loses_both_links(app: Flask, begins: datetime) -> None:
    with app.app_context(), clock.at(begins):
        with writing():
            facts = MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), Bilingual("Chair", "Chaire"), None, None)
            kept, gone = person("Max", "Mandat"), person("Max", "Mandate")
            for one in (kept, gone):
                enter_mandate(one, facts)
                one.email = one.email_key = None
            db.session.flush()
            for reader in (one for one in named(edition()) if one.person_id):
                make_card(edition(), edition().day, reader)
            follow(Person, kept.id, gone.id)
        with writing():
            (reader,) = {one for one in named(edition()) if one.person_id}
            assert len(open_cards(edition(), edition().day, reader)) == 2
            end_card(edition(), edition().day, reader)
            assert open_cards(edition(), edition().day, reader) == []


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("answer", "is_missing", "is_reader"),
    [(None, True, True), (RoleAnswer.REMOTE, False, True), (RoleAnswer.DECLINES, False, False)],
)
def test_co_chair_who_declines_is_none(
    app: Flask, begins: datetime, answer: RoleAnswer | None, is_missing: bool, is_reader: bool
) -> None:
    with app.app_context(), clock.at(begins):
        with writing():
            facts = MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), Bilingual("Chair", "Chaire"), None, None)
            chair = person("Max", "Mandat")
            enter_mandate(chair, facts)
            db.session.flush()
            (reader,) = (one for one in named(edition()) if one.person_id)
            link = make_card(edition(), edition().day, reader).token_hash
            ask_by_email(edition(), chair).role_answer = answer
        missing = {one.who.person.family for one in card_of(edition(), edition().day, begins).missing}
        assert ("Mandat" in missing) is is_missing
        assert any(one.person_id for one in named(edition())) is is_reader
        assert (card_by_hash(link) is not None) is is_reader
        assert bool(co_chairs(edition())) is (office_holder(edition(), chair.code) is not None) is is_reader


@pytest.mark.proof("test_link_ends_with_the_role")
def test_a_former_co_chair_can_be_removed(app: Flask, begins: datetime) -> None:
    with app.app_context(), clock.at(begins):
        with writing():
            facts = MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), Bilingual("Chair", "Chaire"), None, None)
            max_ = person("Max", "Mandat")
            mandate = enter_mandate(max_, facts)
            add_speaker(edition(), max_)
            reader = next(one for one in named(edition()) if one.person_id == max_.id)
            make_card(edition(), edition().day, reader)
        with writing():
            remove_mandate(mandate)
            remove_speaker(edition(), max_)
        assert db.session.scalars(select(Person).where(Person.family == "Mandat")).all() == []


def test_links_go_with_the_addresses(app: Flask, begins: datetime) -> None:
    with app.app_context(), clock.at(begins), writing():
        make_card(edition(), edition().day, reader_of(edition()))
    with app.app_context(), clock.at(begins + timedelta(days=400)):
        delete_contacts()
        assert db.session.scalars(select(DayCard)).all() == []


@pytest.mark.proof("test_the_link_opens_on_its_day_alone makes one before the day")
def test_link_is_made_for_coming_days(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context():
        key = reader_of(edition()).key
    with clock.at(begins + TEN_MINUTES):
        token = chair.page(f"{DESK}/").select_one("[name=csrf_token]")["value"]
        for day, status in (("2020-01-01", 404), ("tomorrow", 404)):
            assert chair.post(f"{DESK}/card/{day}/{key}/make", data={"csrf_token": token}).status_code == status
    with app.app_context(), clock.at(begins + timedelta(days=2)), pytest.raises(DayOver), writing():
        make_card(edition(), edition().day, reader_of(edition()))


def test_a_forged_link_opens_nothing(app: Flask, begins: datetime) -> None:
    with clock.at(begins):
        for token in ("x", "x" * 43, "é" * 43):
            assert app.test_client().get(f"/en/day/{token}").status_code == 404
