"""A visitor's own selection: in the browser, or with their registration where their personal link is open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient, hidden
from programmes import add, publish, two_rooms
from sessions import come, link_path
from sqlalchemy import select

from assembly import clock
from assembly.agenda import queries
from assembly.agenda.service.sessions import remove_session, set_hidden
from assembly.extensions import db
from assembly.models import AccessLink, Edition, Entry, Registration, SelectedSession, Session, State
from assembly.people.duplicates.service.references import follow
from assembly.privacy.jobs import delete_contacts
from assembly.registration.data_export import everything
from assembly.registration.queries.data_export import held
from assembly.sealed import unseal
from assembly.transactions import writing

PAGE, PROGRAMME = "/en/2031/agenda/selection", "/en/2031/agenda"


@pytest.fixture
def codes(app: Flask) -> dict[str, str]:
    """The codes of a programme with two parallel sessions; somebody is registered."""
    with app.app_context(), writing():
        edition = make_edition()
        found = {name: session.code for name, session in two_rooms(edition).items()}
        come(edition, 1)
    return found


@pytest.fixture
def mayor(app: Flask, codes: dict[str, str]) -> InspectingClient:
    """Her device, with her link open."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    with app.app_context():
        path = link_path(db.session.scalars(select(Registration)).one())
    client.submit(path)
    return client


def press(client: InspectingClient, status: int = 303, page: str = PAGE, **answers: str | list[str]) -> str:
    """Press stars: the form as the page has it."""
    facts = {**hidden(client.page(page)), "to": "selection"} | answers
    answer = client.post(f"{PAGE}/choose", data=facts)
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return str(answer.location)


def selected(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Session.title_en).join(SelectedSession)))


def test_visitors_have_stars_for_the_script(client: InspectingClient, codes: dict[str, str]) -> None:
    page = client.page(PROGRAMME)
    assert {one["data-select"] for one in page.select("button[hidden][data-select]")} == set(codes.values())
    assert page.select("form[method=post]") == []
    assert client.page(f"{PROGRAMME}/{codes['left']}").select("button[hidden][data-select]")


def test_codes_in_the_address_are_shown(client: InspectingClient, codes: dict[str, str]) -> None:
    page = client.page(f"{PAGE}?s={codes['left']},{codes['closing']},nonsense,")
    assert [one.get_text() for one in page.select(".programme h2")] == ["Left", "Closing"]
    empty = client.page("/fr/2031/agenda/selection?s=nonsense")
    assert empty.select_one(".empty a")["href"] == "/fr/2031/agenda"  # type: ignore[index]


@pytest.mark.database
def test_a_star_adds_and_removes(app: Flask, mayor: InspectingClient, codes: dict[str, str]) -> None:
    star = mayor.page(PROGRAMME).select_one(f'button[form=selection][value="{codes["left"]}"]')
    assert star is not None
    assert star["name"] == "add"
    for _twice in range(2):
        back = press(mayor, page=PROGRAMME, add=codes["left"], to="programme")
        assert back == f"{PROGRAMME}#s-{codes['left']}"
        assert selected(app) == {"Left"}
    for _twice in range(2):
        assert press(mayor, remove=codes["left"]) == PAGE
        assert selected(app) == set()
    with app.app_context():
        acts = db.session.scalars(select(Entry.verb).where(Entry.verb == "selection changed")).all()
    assert len(acts) == 2  # the second presses changed nothing


@pytest.mark.proof("the filters of a page on the way back")
def test_the_page_keeps_its_filters(mayor: InspectingClient, codes: dict[str, str]) -> None:
    answer = mayor.post(
        f"{PAGE}/choose?room=Hall&evil=1", data={**hidden(mayor.page(PAGE)), "to": "programme", "add": codes["left"]}
    )
    assert answer.location == f"{PROGRAMME}?room=Hall#s-{codes['left']}"
    assert press(mayor, add=codes["right"], to="session") == f"{PROGRAMME}/{codes['right']}"


def test_overlaps_are_said(mayor: InspectingClient, codes: dict[str, str]) -> None:
    press(mayor, add=[codes["left"], codes["right"], codes["closing"]])
    assert "The session has been added to your selection." in mayor.page(PAGE).get_text()
    page = mayor.page("/fr/2031/agenda/selection")
    assert len(page.select(".state.wait")) == 1
    assert "Left (fr)" in page.select_one(".state.wait").get_text()  # type: ignore[union-attr]


def test_what_was_cancelled_stays_and_says_so(app: Flask, mayor: InspectingClient, codes: dict[str, str]) -> None:
    press(mayor, add=[codes["left"], codes["right"]])
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        remove_session(db.session.scalars(select(Session).where(Session.code == codes["left"])).one())
        moved = db.session.scalars(select(Session).where(Session.code == codes["right"])).one()
        moved.ends_at += timedelta(minutes=5)
        publish(edition, "Changed")
    page = mayor.page(PAGE)
    assert [one.get_text() for one in page.select(".state.no a")] == ["Left"]
    assert "Time changed on" in page.get_text()
    calendar = mayor.get(page.select_one("p.act a.button")["href"]).get_data(as_text=True)  # type: ignore[index]
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "STATUS:CANCELLED" in calendar
    press(mayor, remove=codes["left"])
    assert selected(app) == {"Right"}


def test_foreign_codes_are_refused(app: Flask, mayor: InspectingClient, codes: dict[str, str]) -> None:
    with app.app_context(), writing():
        other = make_edition("2032")
        elsewhere = two_rooms(other)["left"].code
        draft = add(db.session.scalars(select(Edition).where(Edition.slug == "2031")).one(), "Draft", 200, 230).code
    for code in (elsewhere, draft, "nonsense", ""):
        press(mayor, status=404, add=code)
    press(mayor, remove=elsewhere)
    press(mayor, add=[codes["left"], elsewhere])
    assert selected(app) == {"Left"}


def test_only_an_open_link_keeps_a_selection(
    app: Flask, client: InspectingClient, mayor: InspectingClient, codes: dict[str, str]
) -> None:
    facts = hidden(mayor.page(PAGE))
    assert client.post(f"{PAGE}/choose", data={"add": codes["left"]}).status_code in {400, 403}
    assert mayor.post(f"{PAGE}/choose", data=facts | {"whose": "someone", "add": codes["left"]}).status_code == 409
    with app.app_context(), writing():
        make_edition("2032")
    assert mayor.post("/en/2032/agenda/selection/choose", data=facts | {"add": codes["left"]}).status_code == 404
    assert mayor.page("/en/2032/agenda/selection").select("form#selection") == []
    assert selected(app) == set()


def test_a_revoked_link_shows_the_plain_programme(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(AccessLink)).one().revoked_at = clock.now()
    assert mayor.page(PROGRAMME).select("form#selection") == []


def test_the_calendar_says_nothing_of_the_person(app: Flask, mayor: InspectingClient, codes: dict[str, str]) -> None:
    press(mayor, add=codes["left"])
    link = mayor.page(PAGE).select_one("p.act a.button")["href"]  # type: ignore[index]
    assert link == f"/en/2031/agenda/selection.ics?s={codes['left']}"
    with app.app_context():
        row = db.session.scalars(select(AccessLink)).one()
        secrets = {unseal(row.token_sealed), row.token_hash, row.registration.code}
    content = mayor.get(str(link)).get_data(as_text=True)
    assert not [one for one in secrets if one in re.sub(r"\r\n ", "", content)]
    assert mayor.get("/fr/2031/agenda/selection.ics?s=nonsense").status_code == 404


def test_a_short_plain_programme_offers_none(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        add(edition, "Only", 0, 30)
        publish(edition)
    assert "data-select" not in client.get(PROGRAMME).text


def test_nothing_is_selected_after_the_assembly(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        after = db.session.scalars(select(Edition)).one().ends_at + timedelta(days=2)
    with clock.at(after):
        assert "selection" not in mayor.get(PROGRAMME).text


@pytest.fixture
def chosen(ctx: Flask) -> Registration:
    """Somebody who has selected two sessions, one of which the office has since hidden."""
    with writing():
        edition = make_edition()
        sessions = two_rooms(edition)
        registration = come(edition, 1)
        db.session.add_all(
            SelectedSession(registration_id=registration.id, session_id=sessions[name].id, selected_at=clock.now())
            for name in ("left", "closing")
        )
        set_hidden(sessions["closing"], True)
    return registration


@pytest.mark.database("proof")
def test_a_merged_registration_brings_its_selection(chosen: Registration) -> None:
    with writing():
        kept = come(chosen.edition, 2)
        shared = db.session.scalars(select(SelectedSession.session_id).order_by(SelectedSession.session_id)).first()
        db.session.add(SelectedSession(registration_id=kept.id, session_id=shared, selected_at=clock.now()))
        chosen.state = State.CANCELLED
        follow(Registration, kept.id, chosen.id)
    assert len(queries.selected_ids(kept)) == 2
    assert queries.selected_ids(chosen) == frozenset()


def test_the_data_file_has_the_selection(chosen: Registration) -> None:
    rows = everything(chosen, held(chosen))["selected_session"]
    assert [row["session_title"]["value"]["en"] for row in rows] == ["Left", "Closing"]


@pytest.mark.database("proof")
def test_the_selection_goes_with_the_answers(chosen: Registration) -> None:
    edition = chosen.edition
    with clock.at(edition.ends_at + timedelta(days=edition.contacts_kept_days)):
        delete_contacts()
    assert db.session.scalars(select(SelectedSession)).all() == []
