"""Places in the office: sizes, reserves, dates, review; fewer than given, none at all, and back."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Entry, PlaceCount, Pool, Registration, Reserve, State
from assembly.registration.service import registering
from assembly.transactions import writing

PLACES = "/fr/manage/2031/places/"
ON_SITE = f"{PLACES}on_site"


@pytest.fixture
def office(app: Flask) -> InspectingClient:
    """An organiser of an edition with two places, both given; one person waits."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        for number in (1, 2, 3):
            registering.register(edition, submission(number))
        make_user("organiser", edition=edition)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    return client


def states(app: Flask) -> list[str]:
    with app.app_context():
        return [one.value for one in db.session.scalars(select(Registration.state).order_by(Registration.id))]


def pools(app: Flask) -> dict[Reserve, tuple[int, int]]:
    with app.app_context():
        return {pool.reserve: (pool.size, pool.taken) for pool in db.session.scalars(select(Pool))}


def test_unset_hours_are_empty(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        for count in db.session.query(PlaceCount):
            count.opens_at = count.closes_at
    form = office.page(ON_SITE)
    assert [form.select_one(f"[name={name}]")["value"] for name in ("opens", "closes")] == ["", ""]


@pytest.mark.database
def test_more_places_are_offered_at_once(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, size="3")
    assert states(app) == ["confirmed", "confirmed", "offered"]
    assert "3 places pour tout le monde" in " ".join(office.page(PLACES).get_text(" ").split())


@pytest.mark.database("proof")
def test_fewer_places_throw_nobody_out(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, size="1")
    assert states(app) == ["confirmed", "confirmed", "waiting"]
    assert "1 personne au-delà de la limite conserve sa place" in office.page(PLACES).get_text(" ")


@pytest.mark.database
def test_a_limit_counts_those_offered(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, size="")
    assert states(app) == ["confirmed", "confirmed", "offered"]
    assert pools(app) == {}
    office.submit(ON_SITE, size="10")
    assert pools(app) == {Reserve.EVERYBODY: (10, 3)}


@pytest.mark.proof("test_a_fault_stores_nothing_and_loses_nothing refuses a reserve without a limit")
@pytest.mark.database
def test_without_limit_no_reserve_stays_behind(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, mayors="1")
    office.submit(ON_SITE, size="", mayors="0")
    assert pools(app) == {}
    with app.app_context(), writing():
        registration = db.session.scalars(select(Registration)).first()
        assert registering.register(registration.edition, submission(9)).state is State.CONFIRMED  # type: ignore[union-attr]


@pytest.mark.database
def test_a_reserve_goes_to_its_group(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, mayors="1", mayors_until="2031-01-01T12:00")
    assert states(app) == ["confirmed", "confirmed", "offered"]
    assert pools(app) == {Reserve.EVERYBODY: (2, 2), Reserve.MAYORS: (1, 1)}
    assert office.page(ON_SITE).select_one("[name=mayors_until]")["value"] == "2031-01-01T12:00"  # type: ignore[index]


def test_review_begins_with_a_tick(app: Flask, office: InspectingClient) -> None:
    office.submit(ON_SITE, is_reviewed="y")
    with app.app_context(), writing():
        registration = db.session.scalars(select(Registration)).first()
        outcome = registering.register(registration.edition, submission(9))  # type: ignore[union-attr]
    assert outcome.state is State.SUBMITTED


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"size": "many"}, "Indiquez un nombre entier"),
        ({"size": "-1"}, "Indiquez un nombre entier"),
        ({"size": "", "mayors": "3"}, "aucune ne peut être réservée"),
        ({"closes": "2020-01-01T00:00"}, "La clôture des inscriptions doit être postérieure"),
        ({"closes": "demain"}, "Indiquez la date et l’heure"),
        ({"opens": ""}, "Indiquez la date et l’heure d’ouverture des inscriptions"),
    ],
)
def test_a_fault_stores_nothing_and_loses_nothing(
    app: Flask, office: InspectingClient, answers: dict[str, str], sentence: str
) -> None:
    before = pools(app)
    page = office.submit(ON_SITE, status=422, **answers).get_data(as_text=True)
    assert sentence in page
    assert all(f'value="{typed}"' in page for typed in answers.values())
    assert pools(app) == before


def test_an_unknown_mode_is_missing(office: InspectingClient) -> None:
    office.page(f"{PLACES}by_pigeon", 404)


def test_the_form_tells_the_places_left(app: Flask, office: InspectingClient) -> None:
    def said() -> str:
        return " ".join(office.page("/en/2031/register").get_text(" ").split())

    assert "waiting list" in said()
    office.submit(ON_SITE, mayors="4")
    assert "3 places left for mayors and presidents" in said()
    office.submit(ON_SITE, size="8")
    assert "6 places left" in said()
    assert "for mayors" not in said()


def test_a_colleagues_change_is_not_overwritten(app: Flask, office: InspectingClient) -> None:
    opened = office.page(ON_SITE).select_one("main form")
    assert opened is not None
    office.submit(ON_SITE, size="130")
    mine = filled(opened, {"mayors": "5"})
    refused = office.post(ON_SITE, data=mine)
    assert refused.status_code == 409
    page = BeautifulSoup(refused.get_data(as_text=True), "html.parser")
    assert "Une autre personne" in page.get_text(" ")
    assert "130" in page.select_one(".state.wait").get_text(" ")  # type: ignore[union-attr]
    assert pools(app)[Reserve.EVERYBODY][0] == 130
    again = page.select_one("main form")
    assert again is not None
    typed = filled(again, {})
    assert (typed["size"], typed["mayors"]) == ("2", "5")  # what was typed is kept
    assert office.post(ON_SITE, data=typed | {"size": "130"}).status_code == 303
    assert {reserve: size for reserve, (size, _taken) in pools(app).items()} == {
        Reserve.EVERYBODY: 130, Reserve.MAYORS: 5,
    }  # fmt: skip


@pytest.mark.proof("test_a_colleagues_change_is_not_overwritten")
def test_a_second_press_is_no_conflict(app: Flask, office: InspectingClient) -> None:
    opened = office.page(ON_SITE).select_one("main form")
    assert opened is not None
    mine = filled(opened, {"size": "130", "communities": "0", "communities_until": "2031-01-01T12:00"})
    office.submit(f"{PLACES}online", size="500")
    for _press in range(2):
        assert office.post(ON_SITE, data=mine).status_code == 303
    with app.app_context():
        assert db.session.query(Entry).filter_by(verb="places set").count() == 2
