"""Mandates: what somebody was, in the words and under the name of that time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from directory import make
from factories import make_edition
from flask import Flask
from inspector import InspectingClient, filled
from sessions import add_one
from speakers import add, change
from sqlalchemy import select

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.extensions import db
from assembly.models import AppearanceRole, Bilingual, Entry, Mandate, MandateRole, Person, Presence, Quote
from assembly.speakers.facts import MandateFacts, PersonFacts
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.mandates import change_mandate, enter_mandate, keep_past_names
from assembly.speakers.service.people import create_speaker
from assembly.transactions import writing


def mandates(app: Flask) -> list[Mandate]:
    """Those of the new speaker, the first entered first."""
    with app.app_context():
        of_her = select(Mandate).join(Person).where(Person.family.in_(["Arve", "Virtanen"])).order_by(Mandate.id)
        return list(db.session.scalars(of_her))


def address(app: Flask) -> str:
    return f"/en/manage/2027/speakers/mandates/{mandates(app)[0].code}"


def test_a_mandate_is_added_once(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    term = {"role": "chair", "function_en": "Chair", "function_fr": "Présidente", "place": "Oulu"}
    for _press in range(2):
        office.submit(f"{page}/add-mandate", **term, from_on="2024-01-01", to_on="2025-12-31")
    first, second = mandates(demo_app)
    assert (second.role, second.from_on, second.to_on) == ("chair", date(2024, 1, 1), date(2025, 12, 31))
    assert second.community_id is not None
    assert first.function.en == "Mayor of Turku"
    assert "from 1 January 2024 to 31 December 2025" in office.page(page).get_text().replace("\u00a0", " ")


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"from_on": "2025-02-01", "to_on": "2025-01-31"}, "The last day cannot be before the first day."),
        ({"to_on": "2025-02-30"}, "Enter a date"),
        ({"place": "Atlantis"}, "This is not in the directory."),
        ({"function_en": "", "function_fr": ""}, "Enter the position."),
    ],
)
def test_bad_input_is_explained(demo_app: Flask, office: InspectingClient, bad: dict[str, str], why: str) -> None:
    add(office)
    answer = office.submit(address(demo_app), status=422, body_en="City of Turku", **bad)
    assert why in answer.get_data(as_text=True)
    assert 'value="City of Turku"' in answer.get_data(as_text=True)


@pytest.mark.proof("test_quote_keeps_the_name_when_approved")
def test_a_past_mandate_keeps_the_name(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    office.submit(address(demo_app), to_on="2020-12-31")
    office.submit(f"{page}/add-mandate", role="official", function_en="Minister", function_fr="Ministre")
    change(office, page, family="Virtanen")
    past, present = mandates(demo_app)
    assert (past.name, present.name) == ("Minna Arve", "")
    with demo_app.app_context():
        assert db.session.get_one(Mandate, past.id).holder == "Minna Arve"
        assert db.session.get_one(Mandate, present.id).holder == "Minna Virtanen"
    assert "name at the time: Minna Arve" in office.page(page).get_text()


def co_chair(given: str, family: str) -> None:
    """Somebody who is on the list of the coming assembly by their mandate alone, inside `writing()`."""
    person = add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang="en")
    words = Bilingual("Mayor", "Maire")
    enter_mandate(person, MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), words, None, None))


@pytest.mark.proof("a link of the public page")
def test_ended_co_chair_leads_to_the_list(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        co_chair("Minna", "Arve")
    page = address(demo_app)
    form = office.page(page).select_one("form:has([name=to_on])")
    assert form is not None
    answers = [office.post(page, data=filled(form, {"to_on": "2020-12-31"})) for _press in range(2)]
    assert {one.headers["Location"] for one in answers} == {"/en/manage/2027/speakers/"}
    assert "Saved." in office.page("/en/manage/2027/speakers/").get_text()
    assert mandates(demo_app)[0].to_on == date(2020, 12, 31)


@pytest.mark.proof("communities and speakers: test_co_chairs_come_first_with_their_gaps")
def test_co_chairs_have_one_order(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        co_chair("Zoé", "Ångström")
        co_chair("Anna", "Zorn")
    listed = [one.get_text() for one in office.page("/en/manage/2027/speakers/").select("tbody th a")]
    said = office.page("/en/manage/2027/settings/opening").select_one("main p:has(a[href$='/2027/speakers/'])")
    public = [one.get_text() for one in office.page("/en/2027/").select("h3 a[href*=speakers]")]
    names = ["Zoé Ångström", "Anna Zorn"]
    assert [one for one in listed if one in names] == [one for one in public if one in names] == names
    assert said is not None
    assert "Zoé Ångström and Anna Zorn" in said.get_text()


def test_mandate_is_named_in_coming_sessions(app: Flask) -> None:
    with app.app_context():
        with writing():
            edition = make_edition(days_ahead=30)
            who = create_speaker(edition, PersonFacts("Ida", "Ek", "sv", None, in_public_office=True)).person
            kept, removed = (
                add_appearance(
                    add_one(edition, number), who, AppearanceRole.KEYNOTE, presence=Presence.IN_PERSON, mandate=None
                )
                for number in range(2)
            )
            removed.session.removed_at = clock.now()
            ended = edition.day - timedelta(days=1)
            facts = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual("Mayor", "Maire"), None, ended)
            made = enter_mandate(who, facts)
            assert kept.mandate is None
            change_mandate(made, replace(facts, to_on=None), seen=facts.mark)
            assert (kept.mandate, removed.mandate) == (made, None)
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "appearance").order_by(Entry.n))
        assert list(verbs) == ["added", "added", "mandate set"]


def test_a_second_editor_sees_both(demo_app: Flask, office: InspectingClient) -> None:
    add(office)
    old = office.page(address(demo_app)).select_one("[name=seen]")["value"]
    office.submit(address(demo_app), function_en="Mayor of the City")
    text = office.submit(address(demo_app), status=409, seen=old, function_en="Mayoress").get_data(as_text=True)
    assert "Mayor of the City" in text
    assert 'value="Mayoress"' in text
    assert mandates(demo_app)[0].function.en == "Mayor of the City"


def test_an_unused_mandate_is_removed(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    answer = office.submit(address(demo_app), form='form[action$="remove"]')
    assert answer.headers["Location"] == page
    assert mandates(demo_app) == []


def test_a_quoted_mandate_stays(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        mandate = db.session.scalars(select(Mandate).where(Mandate.function_en == "Mayor of Oulu")).one()
    page = f"/en/manage/2023/speakers/mandates/{mandate.code}"
    answer = office.submit(page, form='form[action$="remove"]', status=409)
    assert "Enter its last day instead." in answer.get_data(as_text=True)


@pytest.mark.proof("test_quote_keeps_the_name_when_approved")
def test_published_names_stay_as_they_were(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        code = db.session.scalars(select(Person.code).where(Person.family == "Nikolay")).one()
    change(office, f"/en/manage/2023/speakers/{code}", family="Changed")
    for path in ("speakers", f"speakers/{code}", "agenda", ""):
        page = demo_app.test_client().get(f"/en/2023/{path}").text
        assert "Changed" not in page, path
    assert "Renate Nikolay" in demo_app.test_client().get(f"/en/2023/speakers/{code}").text


def test_quote_keeps_the_name_when_approved(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        quote = db.session.scalars(select(Quote)).first()
        keep_past_names(quote.person)
        quote.person.family = "Changed"
        assert (quote.said_by, quote.mandate.holder) == ("Seppo Määttä", "Seppo Changed")


@pytest.mark.proof("a second mandate; test_a_mandate_is_added_once has the first")
def test_a_shared_name_keeps_its_place(demo_app: Flask, office: InspectingClient) -> None:
    add(office)
    with demo_app.app_context(), writing():
        twin = make("another-oulu", "Oulu", country="FI")
        mandate = db.session.scalars(select(Mandate).join(Person).where(Person.family == "Arve")).one()
        mandate.community = twin
        db.session.flush()
        number = twin.id
    assert office.page(address(demo_app)).select_one("[name=place]")["value"] == "Oulu (FI)"
    office.submit(address(demo_app), function_en="Mayor of the City")
    assert mandates(demo_app)[0].community_id == number
    answer = office.submit(address(demo_app), status=422, place="Oulu")
    assert "This is not in the directory." in answer.get_data(as_text=True)
