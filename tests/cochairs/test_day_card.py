"""The card of the day: who is missing, what to say, and the link that opens it on that day alone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from cochairs import DESK, LEAK, come_in, fill_the_desk, person, reader_of, register_as, speak
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from speakers import ask_by_email
from sqlalchemy import delete, select, update

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import set_hidden
from assembly.cochairs.arrivals import RoomCount
from assembly.cochairs.day import card_of, sentence
from assembly.cochairs.readers import card_by_hash, key_of, links, named, open_cards
from assembly.cochairs.service.cards import DayOver, end_card, make_card
from assembly.extensions import db
from assembly.models import (
    Bilingual,
    Category,
    DayCard,
    Door,
    Edition,
    EditionRole,
    Entry,
    MandateRole,
    Person,
    Registration,
    RoleAnswer,
    SessionKind,
    Speaker,
)
from assembly.people.duplicates.service.references import follow
from assembly.privacy.jobs import delete_contacts
from assembly.sealed import unseal
from assembly.speakers.facts import MandateFacts
from assembly.speakers.queries import co_chairs, office_holder
from assembly.speakers.service.mandates import enter_mandate, remove_mandate
from assembly.speakers.service.people import add_speaker, remove_speaker
from assembly.transactions import writing

TEN_MINUTES = timedelta(minutes=10)


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def link_for(app: Flask, chair: InspectingClient) -> str:
    """The path of a fresh link, made on the desk."""
    page = chair.page(f"{DESK}/")
    action = next(one["action"] for one in page.select("main form") if str(one["action"]).endswith("/make"))
    chair.submit(f"{DESK}/", form=f'form[action="{action}"]')
    shown = chair.page(f"{DESK}/").select_one(".secret a")
    assert shown is not None
    return str(shown["href"]).removeprefix("http://localhost")


def let_in(app: Flask, at: datetime, *people: tuple[str, str], **changes: object) -> None:
    with app.app_context(), writing():
        here = edition()
        for number, (given, family) in enumerate(people):
            with clock.at(at - timedelta(days=5)):
                guest = register_as(here, given, family, number, **changes)
            come_in(guest, at)


@pytest.mark.database
def test_the_link_shows_who_is_missing(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    let_in(app, begins, ("Ana", "Alvarez"))  # typed without its accent
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
        page = app.test_client().page(path)  # type: ignore[attr-defined] # a phone that has never been here
    missing = page.select_one("section").get_text(" ", strip=True)
    assert missing.startswith("Speakers still missing 1 Bo Berg")
    assert "Ana" not in missing
    assert "Cleo" not in missing  # takes part remotely
    text = page.get_text(" ", strip=True)
    for words in (
        "Great Hall",
        "Finnish",
        "interpretation: English and French",
        "pronounced: AL-va-reth",
        "here since 09:00",
    ):
        assert words in text, words
    assert "Dag" not in text  # has not said yes
    assert "10:00 – 10:15" in page.select_one("#photo").find_parent().get_text(" ", strip=True)
    assert "Today we have welcomed 1 participant from 1 country." in text
    assert "Nous avons déjà accueilli 1 personne de 1 pays aujourd’hui." in text.replace("\xa0", " ")


def test_card_is_light_and_needs_no_cookie(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        fill_the_desk(edition())
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
        visitor = app.test_client()
        answer = visitor.get(path)
        page, weight = answer.soup, len(answer.data)  # type: ignore[attr-defined]
        files = [str(one.get("src") or one["href"]) for one in page.select("script[src], link[rel=stylesheet]")]
        for one in files:
            with visitor.get(one) as file:
                weight += len(file.data)
    assert weight < 40_000
    assert page.select("link[rel=preload], img") == []
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_without_an_open_entrance_nothing_is_claimed(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        for door in db.session.scalars(select(Door)):
            db.session.delete(door)
    with clock.at(begins + TEN_MINUTES):
        text = app.test_client().page(link_for(app, chair)).get_text(" ", strip=True)  # type: ignore[attr-defined]
    assert text.count("Not measured: no entrance is open.") == 2
    assert "not here yet" not in text
    assert "welcomed" not in text


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


def test_card_is_for_those_at_the_desk(app: Flask, begins: datetime) -> None:
    with app.app_context():
        before = {one.name for one in named(edition())}
        with writing():
            for name, role, permissions in (
                ("Adjusted", "door", ["use_desk"]),
                ("With more", "co_chair", ["use_desk", "publish"]),
                ("With less", "co_chair", ["see_people"]),
                ("Office", "organiser", None),
            ):
                user = make_user(role, f"{name.replace(' ', '')}@example.org", edition())
                user.name, user.edition_roles[0].permissions = name, permissions
        assert {one.name for one in named(edition())} - before == {"Adjusted", "With more"}


def test_form_of_address_only_if_said(app: Flask, begins: datetime) -> None:
    let_in(app, begins, ("Bo", "Berg"))
    with app.app_context(), writing():
        people = {one.family: one for one in db.session.scalars(select(Person)) if one.email and LEAK in one.email}
        people["Álvarez"].grammatical_form = people["Berg"].grammatical_form = "f"
        db.session.scalars(select(Registration)).one().address_form = "Madam Mayor"
    with app.test_request_context("/en/"):
        card = card_of(edition(), edition().day, begins)
        said = {
            part.who.person.family: (part.who.address_form, part.who.grammatical_form) for part in card.items[0].parts
        }
    assert said == {"Álvarez": ("", "Feminine forms"), "Berg": ("Madam Mayor", ""), "Conti": ("", "")}


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


def test_the_card_says_nothing_private(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    let_in(app, begins, ("Ana", "Álvarez"))
    with app.app_context(), writing():
        fill_the_desk(edition())
        hidden = next(one for one in draft(edition()) if one.kind is SessionKind.FAMILY_PICTURE)
        hidden.abstract = hidden.key_messages = Bilingual(LEAK, LEAK)
        set_hidden(hidden, True)
        db.session.execute(update(Speaker).values(liaison=f"{LEAK}@example.org"))
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
        desk = [f"{DESK}/", f"{DESK}/speakers", f"{DESK}/quotes", f"{DESK}/ceremony"]
        for address in (path, *desk, *(one.replace("/en/", "/fr/") for one in (path, *desk))):
            assert LEAK not in chair.get(address).get_data(as_text=True), address


@pytest.mark.database
def test_only_participants_are_counted(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    let_in(app, begins, ("Ana", "Álvarez"), ("Bo", "Berg"))
    with app.app_context(), writing():
        one = db.session.scalars(select(Person).where(Person.family == "Berg").order_by(Person.id.desc())).first()
        guest = db.session.scalars(select(Registration).where(Registration.person_id == one.id)).one()
        guest.category = Category.PRESS
    with app.app_context(), clock.at(begins + TEN_MINUTES):
        card = card_of(edition(), edition().day, clock.now())
        assert card.count is not None
        assert (card.count.participants, card.count.countries) == (1, 1)
        assert card.missing == []


@pytest.mark.parametrize(
    ("people", "countries", "en", "fr"),
    [
        (1, 0, "Today we have welcomed 1 participant.", "Nous avons déjà accueilli 1 personne aujourd’hui."),
        (
            1200,
            24,
            "Today we have welcomed 1,200 participants from 24 countries.",
            "Nous avons déjà accueilli 1 200 personnes de 24 pays aujourd’hui.",
        ),
    ],
)
def test_the_sentence_counts_in_both_languages(app: Flask, people: int, countries: int, en: str, fr: str) -> None:
    with app.test_request_context():
        said = {lang: sentence(RoomCount(people, countries), lang) for lang in ("en", "fr")}
    assert said["en"] == en
    assert said["fr"].replace("\u202f", " ").replace("\xa0", " ") == fr


@pytest.mark.parametrize("people", [3, 60])
@pytest.mark.database
def test_card_takes_fixed_number_of_queries(app: Flask, chair: InspectingClient, begins: datetime, people: int) -> None:
    with app.app_context(), writing():
        here = edition()
        fill_the_desk(here)
        opening = draft(here)[0]
        for number in range(people):
            speak(opening, person(f"P{number}", f"Person{number}"))
    with clock.at(begins + TEN_MINUTES):
        path = link_for(app, chair)
        with counted(app) as sent:
            app.test_client().get(path)
    assert len(sent) <= 16, "\n".join(sent)
