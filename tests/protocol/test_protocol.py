"""Protocol order: one total order, the same whatever the order of the input, and an explanation that agrees with it."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from factories import ORGANISER, sign_in, submission
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from inspector import InspectingClient
from sqlalchemy import select, update

from assembly.extensions import db
from assembly.formats import EU_ORDER
from assembly.models import (
    Bilingual,
    Edition,
    Mandate,
    MandateRole,
    Office,
    PageVersion,
    Person,
    Registration,
    Signature,
    SignatureKind,
)
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Among, Sort, Wanted
from assembly.people.service import answering
from assembly.protocol.jobs import keep_sorted
from assembly.protocol.queries import in_protocol_order
from assembly.protocol.rules import PREFIX, Facts, Rule, decides, key_of
from assembly.registration.service import registering
from assembly.transactions import writing

PAGE = "/en/manage/2027/people/protocol"
_NAMES = st.text(alphabet="aąbcdeéłlmnoóøzżßæα ДіŁÉ-’1", max_size=30)
_FACTS = st.builds(
    Facts,
    co_chair=st.booleans(),
    office=st.sampled_from(Office),
    host=st.booleans(),
    country=st.sampled_from([*EU_ORDER[:4], "NO", "UA", ""]),
    signed_on=st.none() | st.dates(date(2019, 12, 1), date(2020, 2, 1)),
    place=_NAMES,
    family=_NAMES,
    given=_NAMES,
    code=st.text(alphabet="abcd2", min_size=8, max_size=8),
)


def facts(**changes: Any) -> Facts:
    plain: dict[str, Any] = {
        "co_chair": False,
        "office": Office.HEAD,
        "host": False,
        "country": "PL",
        "signed_on": date(2020, 1, 1),
        "place": "Rzeszów",
        "family": "Nowak",
        "given": "Anna",
        "code": "aaaaaaaa",
    }
    return Facts(**plain | changes)


@pytest.mark.proof("test_each_rule_decides, pair by pair")
@given(st.lists(_FACTS, min_size=2, max_size=12, unique_by=lambda one: one.code), st.randoms())
def test_the_order_does_not_depend_on_input(people: list[Facts], dice: random.Random) -> None:
    order = sorted(people, key=key_of)
    dice.shuffle(people)
    assert sorted(people, key=key_of) == order
    keys = [key_of(one) for one in order]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {len(keys[0])}
    assert all(key.isascii() and key.isalnum() and key == key.lower() for key in keys)


@given(_FACTS, _FACTS)
def test_the_first_rule_that_differs_is_named(one: Facts, other: Facts) -> None:
    rule = decides(key_of(one), key_of(other))
    assert rule is decides(key_of(other), key_of(one))
    if rule is None:
        assert key_of(one) == key_of(other)
        return
    seen = {
        Rule.CO_CHAIR: lambda who: who.co_chair,
        Rule.OFFICE: lambda who: who.office,
        Rule.HOST: lambda who: who.host,
        Rule.COUNTRY: lambda who: who.country,
        Rule.SIGNED: lambda who: who.signed_on,
    }
    for earlier, fact in seen.items():
        if earlier is rule:
            assert fact(one) != fact(other)
            return
        assert fact(one) == fact(other), earlier


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ({"co_chair": True, "office": Office.ELECTED}, {}, Rule.CO_CHAIR),
        ({}, {"office": Office.ELECTED, "host": True}, Rule.OFFICE),
        ({"host": True, "country": "SE"}, {"country": "BE"}, Rule.HOST),
        ({"country": "CZ"}, {"country": "DK"}, Rule.COUNTRY),
        ({"country": "GR"}, {"country": "ES"}, Rule.COUNTRY),
        ({"country": "SE"}, {"country": "NO"}, Rule.COUNTRY),
        ({"country": "UA"}, {"country": ""}, Rule.COUNTRY),
        ({"place": "Zamość"}, {"signed_on": date(2020, 1, 2), "place": "Augustów"}, Rule.SIGNED),
        ({"place": "Zamość"}, {"signed_on": None, "place": "Augustów"}, Rule.SIGNED),
        ({"place": "Lublin"}, {"place": "Łódź"}, Rule.PLACE),
        ({"place": "Łódź"}, {"place": "Malbork"}, Rule.PLACE),
        ({"place": "Åbo"}, {"place": "Abrud"}, Rule.PLACE),
        ({"place": "Sant Boi"}, {"place": "Santander"}, Rule.PLACE),
        ({"family": "Löw"}, {"family": "Lowe"}, Rule.FAMILY),
        ({"given": "Ana"}, {"given": "Anna"}, Rule.GIVEN),
        ({"code": "aaaaaaaa"}, {"code": "aaaaaaab"}, Rule.REFERENCE),
    ],
)
def test_each_rule_decides(first: dict[str, Any], second: dict[str, Any], rule: Rule) -> None:
    before, after = key_of(facts(**first)), key_of(facts(**second))
    assert before < after
    assert decides(before, after) is rule


@pytest.fixture
def edition(demo_app: Flask) -> Flask:
    """Four heads more at the coming assembly, written down just now."""
    with demo_app.app_context(), writing():
        coming = here()
        for number, (family, place) in enumerate((("Aalto", "Oulu"), ("Zak", "Tallinn"), ("Bie", "Matosinhos"))):
            registering.register(coming, submission(number, family=family, place=place))
    return demo_app


def here() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def of(family: str) -> Registration:
    return db.session.scalars(select(Registration).join(Person).where(Person.family == family)).one()


def order_of(app: Flask, *families: str) -> list[str]:
    keep_sorted_in(app)
    with app.app_context():
        found = [one.person.family for one in in_protocol_order(here())]
        assert [one.protocol_key for one in in_protocol_order(here())] == sorted(
            one.protocol_key for one in in_protocol_order(here())
        )
    return [one for one in found if one in families]


def keep_sorted_in(app: Flask) -> None:
    """No page is made old by it, as none that is kept shows this order."""
    numbers = select(PageVersion.number).order_by(PageVersion.topic)
    with app.app_context():
        before = db.session.scalars(numbers).all()
        keep_sorted()
        assert db.session.scalars(numbers).all() == before


@pytest.mark.database
def test_countries_stand_in_the_unions_order(edition: Flask) -> None:
    with edition.app_context():
        keys = {family: of(family).protocol_key for family in ("Aalto", "Zak", "Bie")}
    assert sorted(keys, key=keys.__getitem__) == ["Zak", "Bie", "Aalto"]


def test_co_chairs_and_host_come_first(edition: Flask) -> None:
    assert order_of(edition, "Aalto", "Zak", "Bie")[0] != "Aalto"
    with edition.app_context(), writing():
        db.session.add(
            Mandate(
                code="aalto",
                person=of("Aalto").person,
                role=MandateRole.CO_CHAIR,
                function=Bilingual("Co-chair", "Coprésidente"),
            )
        )
        here().venue.city = Bilingual("matosihnos", "Matosinhos")
    assert order_of(edition, "Aalto", "Zak", "Bie") == ["Aalto", "Bie", "Zak"]


@pytest.mark.database("proof")
def test_a_signature_moves_its_people(edition: Flask) -> None:
    with edition.app_context(), writing():
        registering.register(here(), submission(8, family="First", place="Tartu"))
        db.session.execute(update(Signature).values(withdrawn_on=date(2020, 1, 1)))
    assert order_of(edition, "Zak", "First") == ["Zak", "First"]  # Tallinn, Tartu
    with edition.app_context(), writing():
        db.session.add(
            Signature(
                code="new",
                community=of("First").community,
                kind=SignatureKind.SIGN,
                signed_on=date(2020, 5, 1),
                source="test",
            )
        )
    assert order_of(edition, "Zak", "First") == ["First", "Zak"]
    with edition.app_context(), writing():
        db.session.query(Signature).filter_by(code="new").one().withdrawn_on = date(2020, 6, 1)
    assert order_of(edition, "Zak", "First") == ["Zak", "First"]


@pytest.mark.database("proof")
def test_a_corrected_office_sorts_at_once(edition: Flask) -> None:
    with edition.app_context(), writing():
        answering.set_office(of("Zak"), Office.OTHER)
    with edition.app_context():
        assert of("Zak").protocol_key > of("Aalto").protocol_key
    with edition.app_context(), writing():
        db.session.execute(update(Registration).values(protocol_key="00old"))
    keep_sorted_in(edition)
    with edition.app_context():
        assert all(one.protocol_key.startswith(PREFIX) for one in in_protocol_order(here()))
        version = of("Zak").version
    keep_sorted_in(edition)
    with edition.app_context():
        assert of("Zak").version == version


@pytest.fixture
def office(edition: Flask, demo_client: InspectingClient) -> InspectingClient:
    """An organiser, the order being right."""
    keep_sorted_in(edition)
    sign_in(demo_client, ORGANISER)
    return demo_client


@pytest.mark.database("proof")
def test_the_page_numbers_everybody_and_says_why(office: InspectingClient, edition: Flask) -> None:
    page = office.page(PAGE)
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    with edition.app_context():
        assert [row[1] for row in rows] == [one.badge_name for one in in_protocol_order(here())]
    at = next(number for number, row in enumerate(rows) if row[1].endswith("Zak"))
    other = next(number for number, row in enumerate(rows) if row[1].endswith("Aalto"))
    said = office.page(f"{PAGE}?first={other + 1}&second={at + 1}").select_one(".state")
    assert "Countries are listed alphabetically by name in their own languages." in said.get_text()
    assert [item.get_text(" ", strip=True) for item in said.select("li")] == [
        "Żaneta Zak : Estonia",
        "Żaneta Aalto : Finland",
    ]
    office.page(f"{PAGE}?first={other + 1}&second={at + 1}".replace("/en/", "/fr/"))


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    "pair", ["first=1&second=1", "first=0&second=2", "first=x&second=2", "first=1", "second=99999"]
)
@pytest.mark.database("proof")
def test_numbers_that_are_not_there_are_said(office: InspectingClient, pair: str) -> None:
    assert "two different ranks" in office.page(f"{PAGE}?{pair}").get_text()


def test_an_empty_assembly_has_an_empty_page(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        db.session.execute(update(Registration).values(state="cancelled"))
    sign_in(demo_client, ORGANISER)
    assert "No one has a place in the room yet." in demo_client.page(PAGE).get_text()


@pytest.mark.database
def test_the_sorted_list_is_the_same(edition: Flask) -> None:
    keep_sorted_in(edition)
    with edition.app_context():
        wanted = Wanted(among=Among.CONFIRMED)
        listed = people_queries.ids_of_all(here(), wanted)
        found = list(db.session.scalars(people_queries.found(here(), wanted, Sort.PROTOCOL)))
        seated = [one.id for one in in_protocol_order(here())]
        assert set(seated) <= set(listed)
        assert [one for one in found if one in set(seated)] == seated
