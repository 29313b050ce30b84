"""The form and the page after it: what there is to know before one answers, and what one can do next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from directory import make
from factories import MAYOR, make_edition
from flask import Flask
from inspector import InspectingClient
from readers import as_thunderbird
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import CommunityKind, Edition, Mode, Registration
from assembly.transactions import writing


@pytest.fixture
def visitor(app: Flask, client: InspectingClient) -> InspectingClient:
    """A browser before an edition that takes people in person until the third of June, online a week longer."""
    with app.app_context(), clock.at(datetime(2027, 1, 1, tzinfo=UTC)), writing():
        edition = make_edition(size=12, days_ahead=400)  # no way in stays open once the assembly has begun
        make("rzeszow", "Rzeszów")
        make("acme", "Acme", kind=CommunityKind.COMPANY)
        for count in edition.places:
            count.opens_at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
            day = 3 if count.mode is Mode.ON_SITE else 10
            count.closes_at = datetime(2027, 6, day, 21, 59, tzinfo=UTC)
    return client


def text_of(client: InspectingClient, path: str) -> str:
    main = client.page(path).main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_thanks_page_offers_no_calendar_file(visitor: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        visitor.submit("/en/2031/register", **MAYOR)
        page = visitor.page("/en/2031/register/received")
    assert page.select("main a[href*='.ics']") == []  # the email carries it: one person's day is one entry


def test_the_thanks_page_shows_no_reference(app: Flask, visitor: InspectingClient) -> None:
    """Anybody can type a name into the form, and the door takes a reference for a code."""
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        visitor.submit("/en/2031/register", **MAYOR)
        answer = visitor.get("/en/2031/register/received")
    with app.app_context():
        one = db.session.scalars(select(Registration)).one()
    with visitor.session_transaction() as kept:
        told = str(kept["received"])
    assert [word for word in (one.code, one.spoken_ref) if word in answer.text or word in told] == []


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("at", "lang", "sentences"),
    [
        ("2027-03-01", "en", ["12 places left · until 3 June 2027, 23:59 Brussels time", "10 June 2027, 23:59"]),
        ("2027-03-01", "fr", ["encore 12 places · jusqu’au 3 juin 2027 à 23 h 59, heure de Bruxelles", "10 juin 2027"]),
        ("2027-06-05", "en", ["In person · closed on 3 June 2027, 23:59 Brussels time", "Online · until 10 June"]),
        ("2027-06-05", "fr", ["Sur place · inscriptions closes le 3 juin 2027 à 23 h 59, heure de Bruxelles"]),
        ("2027-06-20", "en", ["Registration is closed.", "Online · closed on 10 June 2027, 23:59 Brussels time"]),
        ("2027-01-01", "fr", ["Les inscriptions ouvrent le 4 janvier 2027 à 9 h 00, heure de Bruxelles."]),
    ],
)
def test_each_deadline_is_printed_with_its_zone(
    visitor: InspectingClient, at: str, lang: str, sentences: list[str]
) -> None:
    with clock.at(datetime.fromisoformat(f"{at}T12:00Z")):
        said = text_of(visitor, f"/{lang}/2031/register")
    assert [sentence for sentence in sentences if sentence not in said] == [], said


def test_the_page_says_for_whom_places_are(visitor: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        said = text_of(visitor, "/en/2031/register").lower()
    assert said.count("in-person places are for") == said.count("for cities, regions and public bodies") == 2


def test_a_known_company_is_told_beside(app: Flask, visitor: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        page = visitor.submit("/en/2031/register", status=422, **MAYOR | {"place": "acme"}).get_data(as_text=True)
        assert page.count("In-person places are for cities, regions and public bodies. Choose “Online”.") == 2
        assert 'value="Żaneta"' in page
        visitor.submit("/en/2031/register", **MAYOR | {"place": "acme", "mode": "online"})
    with app.app_context():
        assert db.session.scalars(select(Registration)).one().mode is Mode.ONLINE


def test_the_next_form_is_half_filled(visitor: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        visitor.submit("/fr/2031/register", **MAYOR | {"assistant_email": "cabinet@example.org"})
        cards = visitor.page("/fr/2031/register/received").select(".card a")
        page = visitor.page(str(cards[-1]["href"]))
        kept = [
            visitor.get(path).headers["Cache-Control"] for path in (cards[-1]["href"], "/fr/2031/register/received")
        ]
    assert kept == ["no-store", "no-store"]
    found = {name: page.select_one(f"[name={name}]") for name in ("place", "assistant_email", "given", "email")}
    assert {name: field["value"] for name, field in found.items() if field} == {
        "place": "rzeszow",
        "assistant_email": "cabinet@example.org",
        "given": "",
        "email": "",
    }
    assert page.select_one("[name=represents][value=community]").has_attr("checked")  # type: ignore[union-attr]


def test_the_public_date_says_it_registers_nobody(app: Flask, visitor: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        (link,) = visitor.page("/fr/2031/").select("main a[href$='day.ics']")
        answer = visitor.get(str(link["href"]))
    assert answer.mimetype == "text/calendar"
    (event,) = as_thunderbird(answer.data)
    assert (event["uid"], event["title"], event["status"]) == (
        "assembly-2031@localhost",
        "Date à retenir : Assemblée d’essai",
        "CONFIRMED",
    )
    assert event["text"].startswith("Cette entrée d’agenda rappelle seulement la date. Elle ne vaut pas inscription.\n")
    with app.app_context():
        starts_at = db.session.scalars(select(Edition.starts_at)).one()
    assert event["starts"] == f"{starts_at:%Y-%m-%dT%H:%M:%S}.000Z"
