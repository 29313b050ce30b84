"""The page of one person holds every fact: as what they come, their own name, their parts, and whose place it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from people import a_session, appear
from queries_counted import counted

from assembly.access import queries as access_queries
from assembly.accounts.queries import person_by_address_and_name
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Category,
    Edition,
    MandateRole,
    Mode,
    Presence,
    Registration,
    SessionKind,
)
from assembly.registration.service import attendance
from assembly.registration.service.handing_over import Successor, hand_over
from assembly.registration.service.registering import add_by_hand, register
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.mandates import add_mandate
from assembly.transactions import writing

ANA = {"given": "Ana", "family": "Silva", "email": "ana@example.org", "place": "Porto"}
PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An organiser at an edition to which Ana comes."""
    with app.app_context(), writing():
        edition = make_edition()
        make("porto", "Porto", country="PT")
        register(edition, submission(**ANA))
        make_user("organiser", "here@example.org", edition)
        make_user("co_chair", "looks@example.org", edition)
    sign_in(client, ("here@example.org", PASSPHRASE))
    return client


def here() -> Edition:
    return db.session.query(Edition).one()


def one(number: int = 0) -> Registration:
    return db.session.query(Registration).order_by(Registration.id).all()[number]


def address(app: Flask, number: int = 0, lang: str = "en") -> str:
    with app.app_context():
        return f"/{lang}/manage/2031/people/{one(number).code}"


def facts(page: BeautifulSoup) -> dict[str, str]:
    found = [(row.dt.get_text(), row.dd.get_text(" ", strip=True)) for row in page.select(".facts > div")]
    assert len(dict(found)) == len(found), "a fact stands twice"
    return dict(found)


def moves(page: BeautifulSoup) -> list[str]:
    return [row.b.get_text(" ", strip=True) for row in page.select("ol li") if row.b]


def test_each_fact_is_shown_once(app: Flask, office: InspectingClient) -> None:
    page = facts(office.page(address(app)))
    assert page["Attending as"] == "Participant"
    assert "Given name" not in page
    assert "Telephone" not in page
    with app.app_context(), writing():
        one().category, one().badge_name, one().phone = Category.PRESS, "Anita S.", "+351 22 200"
    shown = office.page(address(app))
    page = facts(shown)
    assert (page["Attending as"], page["Given name"], page["Family name"]) == ("Press", "Ana", "Silva")
    assert page["Telephone"] == "+351 22 200"
    assert "Phone" not in page
    assert [link["href"] for link in shown.select("a[href^=tel]")] == ["tel:+35122200"]
    assert facts(office.page(address(app, lang="fr")))["En qualité de"] == "Presse"


@pytest.mark.proof("test_each_fact_is_shown_once, with a mandate")
def test_a_speaking_co_chair_is_one_person(app: Flask, office: InspectingClient) -> None:
    assert "In the programme" not in office.page(address(app)).get_text()
    with app.app_context(), writing():
        edition = here()
        ana = appear(edition, "Ana", "Silva", "porto", email="ana@example.org")
        publish_programme(edition, name="1", note=Bilingual())
        debate = add_session(
            edition,
            kind=SessionKind.PANEL,
            starts_at=edition.starts_at + timedelta(hours=5),
            ends_at=edition.starts_at + timedelta(hours=6),
            title=Bilingual("Water", "L’eau"),
            abstract=Bilingual(),
        )
        for role, state in (
            (AppearanceRole.MODERATOR, AppearanceState.INVITED),
            (AppearanceRole.SPEAKER, AppearanceState.DECLINED),
        ):
            add_appearance(debate, ana, role, presence=Presence.REMOTE, mandate=None, state=state)
        add_mandate(
            ana,
            MandateRole.CO_CHAIR,
            community=None,
            body=Bilingual("of the assembly", "de l’assemblée"),
            function=Bilingual("Co-chair", "Coprésidente"),
            from_on=None,
            to_on=None,
        )
        opening, water = a_session(edition).code, debate.code
    page = office.page(address(app))
    (heading,) = [h2 for h2 in page.select("h2") if h2.get_text() == "In the programme"]
    rows = heading.find_next("ul").select("li")
    with app.app_context():
        person = one().person.code
    assert [row.a["href"] for row in rows] == [
        f"/en/2031/speakers/{person}",
        f"/en/2031/agenda/{opening}",
        f"/en/manage/2031/programme/{water}",
    ]
    assert [office.get(row.a["href"]).status_code for row in rows] == [200, 200, 200]
    assert f"/people/{person}/moderator" in office.get(rows[2].a["href"]).get_data(as_text=True)
    assert rows[2].get_text().startswith("Moderation: Water")
    assert "remotely · not confirmed yet" in rows[2].get_text()
    guest: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(guest, ("looks@example.org", PASSPHRASE))
    rows = guest.page(address(app)).find("h2", string="In the programme").find_next("ul").select("li")
    assert (len(rows), rows[2].a) == (3, None)  # whoever may not work on the programme reads it


@pytest.mark.proof("registration: handing a place over")
def test_a_hand_over_links_both_people(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(here(), submission(5))
        hand_over(one(), Successor("Boris", "Nowak", "", "boris@example.org", "en", ""))
        hand_over(one(2), Successor("Cleo", "Ek", "", "cleo@example.org", "en", ""))
    ana, other, boris, cleo = (office.page(address(app, number)) for number in range(4))
    with app.app_context():
        refs = [one(number).spoken_ref for number in range(4)]
    assert facts(ana)["Place transferred to"] == f"Boris Nowak {refs[2]}"
    assert "Place received from" not in facts(ana)
    assert facts(boris)["Place received from"] == f"Ana Silva {refs[0]}"
    assert facts(boris)["Place transferred to"] == f"Cleo Ek {refs[3]}"
    assert facts(cleo)["Place received from"] == f"Boris Nowak {refs[2]}"
    assert not {"Place transferred to", "Place received from"} & {*facts(other)}
    links = [link["href"] for link in boris.select(".facts a[data-typed]")]
    assert links == [address(app, 0), address(app, 3)]


@pytest.mark.proof("registration: handing a place over")
def test_the_former_page_leads_to_the_colleague(app: Flask, office: InspectingClient) -> None:
    deputy = {"given": "Boris", "family": "Nowak", "email": "boris@example.org"}
    with app.app_context(), writing():
        register(here(), submission(1, place="Porto", function="Vereador", **deputy))
        hand_over(one(), Successor(function="", lang="en", reason="", **deputy))
    with app.app_context():
        ref = one(1).spoken_ref
    assert facts(office.page(address(app)))["Place transferred to"] == f"Boris Nowak {ref}"


def test_the_history_says_which_mode(app: Flask, office: InspectingClient) -> None:
    for mode in (Mode.ONLINE, Mode.ON_SITE):
        with app.app_context(), writing():
            attendance.change_mode(one(), mode, "Asked for it")
    assert moves(office.page(address(app))) == [
        "Confirmed",
        "Attendance changed: Online",
        "Attendance changed: In person",
    ]
    assert "Attendance changed: Online" in office.page(address(app)).get_text().split("Changes made")[1]
    assert moves(office.page(address(app, lang="fr")))[1] == "Mode de participation modifié\u00a0: En ligne"


def test_waiting_people_are_confirmed_online(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition("2032", size=0)
        waiting = add_by_hand(edition, submission(7))
        attendance.change_mode(access_queries.by_code(waiting.reference), Mode.ONLINE, "Asked for it")  # type: ignore[arg-type]
        make_user("organiser", "there@example.org", edition)
    sign_in(client, ("there@example.org", PASSPHRASE))
    page = client.page(f"/en/manage/2032/people/{waiting.reference}")
    assert moves(page) == ["Waiting list", "Confirmed: Online"]


def test_many_parts_cost_the_same_statements(app: Flask, office: InspectingClient) -> None:
    office.page(address(app))
    with counted(app) as plain:
        office.page(address(app))
    with app.app_context(), writing():
        edition = here()
        for number in range(9):
            add_session(
                edition,
                kind=SessionKind.PANEL,
                starts_at=edition.starts_at + timedelta(minutes=number),
                ends_at=edition.starts_at + timedelta(hours=2),
                title=Bilingual("Water", "L’eau"),
                abstract=Bilingual(),
                spoken=["en"],
                into=["fr"],
            )
        ana = person_by_address_and_name("ana@example.org", "Ana", "Silva")
        assert ana is not None
        for session in draft(edition):
            add_appearance(
                session,
                ana,
                AppearanceRole.SPEAKER,
                presence=Presence.IN_PERSON,
                mandate=None,
                state=AppearanceState.CONFIRMED,
            )
        publish_programme(edition, name="1", note=Bilingual())
        hand_over(one(), Successor("Boris", "Nowak", "", "boris@example.org", "en", ""))
    with counted(app) as rich:
        page = office.page(address(app))
    assert page.get_text().count("Water") == 9
    assert len(rich) == len(plain), "\n".join(rich)
