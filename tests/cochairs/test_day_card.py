"""The card of the day: who is missing, what to say, and the link that opens it on that day alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cochairs import DESK, LEAK, come_in, fill_the_desk, person, register_as, speak
from day_cards import edition, link_for
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select, update

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import set_hidden
from assembly.cochairs.arrivals import RoomCount
from assembly.cochairs.day import card_of, sentence
from assembly.cochairs.readers import named
from assembly.extensions import db
from assembly.models import Bilingual, Category, Door, Person, Registration, SessionKind, Speaker
from assembly.transactions import writing

TEN_MINUTES = timedelta(minutes=10)


def let_in(app: Flask, at: datetime, *people: tuple[str, str], **changes: object) -> None:
    with app.app_context(), writing():
        here = edition()
        for number, (given, family) in enumerate(people):
            with clock.at(at - timedelta(days=5)):
                guest = register_as(here, given, family, number, **changes)
            come_in(guest, at)


@pytest.mark.database("proof")
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


@pytest.mark.proof("test_email_has_card_and_link reads “Not measured”")
def test_without_an_open_entrance_nothing_is_claimed(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        for door in db.session.scalars(select(Door)):
            db.session.delete(door)
    with clock.at(begins + TEN_MINUTES):
        text = app.test_client().page(link_for(app, chair)).get_text(" ", strip=True)  # type: ignore[attr-defined]
    assert text.count("Not measured: no entrance is open.") == 1
    assert "This text appears once an entrance is open." in text
    assert "not here yet" not in text
    assert "welcomed" not in text


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


@pytest.mark.proof("words of test_the_link_shows_who_is_missing")
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
    assert said == {"Álvarez": ("", "in French: feminine forms"), "Berg": ("Madam Mayor", ""), "Conti": ("", "")}


def test_the_card_says_nothing_private(app: Flask, chair: InspectingClient, begins: datetime, full_scale: bool) -> None:
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
        for lang in ("en", "fr") if full_scale else ("en",):
            for address in (one.replace("/en/", f"/{lang}/") for one in (path, *desk)):
                assert LEAK not in chair.get(address).get_data(as_text=True), address


@pytest.mark.database("proof")
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


@pytest.mark.turns(2)
@pytest.mark.parametrize("people", [60, 3])
@pytest.mark.database("proof")
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
