"""[+ Person]: the office adds somebody in twenty seconds, whatever the deadline, and nobody twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.extensions import db
from assembly.models import Category, Mail, Mode, Person, PlaceCount, Registration, Represents, State
from assembly.registration.data_export import everything
from assembly.registration.queries import data_export as export_queries
from assembly.registration.service.registering import add_by_hand, register
from assembly.registration.service.submission import Submission
from assembly.transactions import writing

ADD = "/en/manage/2031/people/add"
ANA = {"given": "Ana", "family": "Silva", "place": "Porto"}


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An edition of one place, whose registration has closed."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        for place in place_counts(edition).values():
            place.closes_at = datetime(2021, 1, 1, tzinfo=UTC)
        make_user("organiser", "here@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def rows(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.query(Registration).order_by(Registration.id))


def told(client: InspectingClient, answer: Any) -> str:
    return client.page(answer.location).select_one(".flash").get_text()


@pytest.mark.proof("test_emails_leave_when_the_office_says, without an address")
def test_without_an_address_nobody_is_written_to(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(ADD, **ANA, note="rang at noon")
    assert told(office, answer) == "Ana Silva is confirmed. No email will be sent because there is no email address."
    (one,) = rows(app)
    with app.app_context():
        db.session.add(one)
        assert (one.state, one.origin, one.note) == (State.CONFIRMED, "office", "rang at noon")
        assert "rang at noon" in str(everything(one, export_queries.held(one)))  # whoever asks for their data finds it
        assert db.session.query(Mail).count() == 0
    assert one.spoken_ref in office.page(answer.location).select_one("tbody").get_text()


@pytest.mark.proof("tests/messages sends in both")
def test_the_email_speaks_the_chosen_language(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(ADD, **ANA, email="ana@example.org", lang="fr")
    assert "email with the entry code is on its way" in told(office, answer)
    with app.app_context():
        mail = db.session.query(Mail).one()
        assert (mail.template, mail.lang, mail.address) == ("registration_received", "fr", "ana@example.org")


def test_online_guests_are_promised_no_code(office: InspectingClient) -> None:
    answer = office.submit(ADD, **ANA, email="ana@example.org", mode="online")
    assert told(office, answer) == "Ana Silva is confirmed. The confirmation email is on its way."


def test_a_full_room_means_the_waiting_list(app: Flask, office: InspectingClient) -> None:
    office.submit(ADD, **ANA)
    assert "full: participants join the waiting list" in office.page(ADD).get_text()
    answer = office.submit(ADD, given="Bo", family="Ek", place="Malmö")
    assert told(office, answer) == "Bo Ek is number 1 on the waiting list."
    office.submit(ADD, given="Per", family="Ström", place="Malmö", category="press")
    assert [one.state for one in rows(app)] == [State.CONFIRMED, State.WAITING, State.CONFIRMED]


@pytest.mark.proof("each category by table: test_press_passes_doors_and_counts_nowhere")
def test_only_participants_need_to_represent_somebody(app: Flask, office: InspectingClient) -> None:
    nobody = {"given": "Per", "family": "Ström", "place": ""}
    for category in ("press", "interpreter", "staff", "technician", "volunteer"):
        answer = office.submit(ADD, **nobody | {"given": category.title()}, category=category)
        assert "is confirmed" in told(office, answer)
    assert {(one.represents, one.community_id, one.org_text) for one in rows(app)} == {
        (Represents.ORGANISATION, None, "")
    }
    for category in ("participant", "emperor", ""):
        data = fields(office.page(ADD)) | nobody | {"category": category}
        page = office.post(ADD, data=data).soup
        why = "Enter the city, region or organisation this person represents."
        assert page.select_one("#place-why").get_text() == why
    assert len(rows(app)) == 5
    assert "(optional)" not in office.page(ADD).select_one("label[for=place]").get_text()
    assert "only required for participants" in office.page(ADD).select_one("#place-hint").get_text()
    guest = f"/en/manage/2031/people/{rows(app)[0].code}"
    assert "Represents" not in [one.get_text() for one in office.page(guest).select(".facts dt")]
    assert "(optional)" in office.page(f"{guest}/edit").select_one("label[for=place]").get_text()
    office.submit(f"{guest}/edit", form="#facts", family="Strøm", place="")
    answer = office.submit(f"{guest}/edit", form="#facts", category="participant", status=422)
    assert "Enter the city, region or organisation this person represents." in answer.get_data(as_text=True)
    office.submit(f"{guest}/edit", form="#facts", category="participant", place="Dagbladet")
    with app.app_context():
        one = db.session.query(Registration).order_by(Registration.id).first()
        assert (one.person.family, one.category, one.org_text) == ("Strøm", Category.PARTICIPANT, "Dagbladet")


def test_another_from_there_keeps_the_place(office: InspectingClient) -> None:
    data = fields(office.page(ADD)) | ANA | {"another_from_there": "y"}
    page = office.page(office.post(ADD, data=data).location)
    assert [page.select_one(f"[name={name}]")["value"] for name in ("place", "given")] == ["Porto", ""]


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What the empty form holds."""
    found = {one["name"]: one.get("value", "") for one in page.select("main input:not([type=checkbox])")}
    return found | {"mode": "on_site", "lang": "en", "category": "participant", "represents": "community"}


def test_two_clicks_are_one_person(app: Flask, office: InspectingClient) -> None:
    data = fields(office.page(ADD)) | ANA
    assert [office.post(ADD, data=data).status_code for _click in range(2)] == [303, 303]
    assert office.post(ADD, data=data | {"given": "Eva"}).status_code == 409
    assert len(rows(app)) == 1
    with app.app_context():
        assert db.session.query(Person).count() == 1


def test_known_people_are_shown_with_a_link(app: Flask, office: InspectingClient) -> None:
    office.submit(ADD, **ANA, email="ana@example.org")
    page = office.submit(ADD, **ANA, status=409).soup
    (one,) = rows(app)
    assert page.select_one(".state a")["href"].endswith(f"q={one.spoken_ref}")
    assert page.select_one("[name=given]")["value"] == "Ana"
    data = fields(page) | ANA | {"another": "y"}
    assert office.post(ADD, data=data).status_code == 303
    assert len(rows(app)) == 2


@pytest.mark.proof("test_known_people_are_shown_with_a_link")
def test_address_and_name_are_no_other_person(app: Flask, office: InspectingClient) -> None:
    office.submit(ADD, **ANA, email="ana@example.org")
    data = fields(office.page(ADD)) | ANA | {"email": "ANA@example.org", "another": "y"}
    answer = office.post(ADD, data=data)
    assert answer.status_code == 409
    assert "a different person with the same name" not in answer.get_data(as_text=True)
    assert len(rows(app)) == 1


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    "bad",
    [
        {"given": ""},
        {"family": "x" * 121},
        {"email": "nowhere"},
        {"mode": "by_pigeon"},
        {"category": "emperor"},
        {"lang": "de"},
        {"represents": ""},
        {"note": "x" * 401},
        {"given": "see www.evil.example"},
        {"key": "short"},
    ],
)
def test_bad_input_stores_nothing_and_loses_nothing(app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    for lang in ("en", "fr"):
        path = ADD.replace("/en/", f"/{lang}/")
        answer = office.post(path, data=fields(office.page(path)) | ANA | bad)
        assert answer.status_code == 422
        assert answer.soup.select_one("[name=place]")["value"] == "Porto"
    assert rows(app) == []


def by_hand(number: int, **changes: Any) -> Submission:
    return submission(number, origin="office", **changes)


def test_numbers_stay_right_however_people_come(ctx: Flask) -> None:
    with writing():
        edition = make_edition(size=2)
        register(edition, submission(1))
        for number in range(2, 5):
            add_by_hand(edition, by_hand(number, email=""))
        add_by_hand(edition, by_hand(5, category=Category.STAFF))
    found = db.session.query(Registration).order_by(Registration.seq).all()
    assert [one.seq for one in found] == [1, 2, 3, 4, 5]
    assert pool_of(edition, Mode.ON_SITE).taken == 2
    assert [one.state for one in found].count(State.CONFIRMED) == 3


def test_the_office_may_admit_an_organisation(app: Flask, office: InspectingClient) -> None:
    office.submit(ADD, given="Ana", family="Silva", place="Acme", represents="organisation")
    assert [(one.mode, one.org_text) for one in rows(app)] == [(Mode.ON_SITE, "Acme")]


def test_an_unoffered_mode_is_refused(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.query(PlaceCount).filter_by(mode=Mode.ONLINE).delete()
    data = fields(office.page(ADD)) | ANA | {"mode": "online"}
    assert office.post(ADD, data=data).status_code == 409
    assert rows(app) == []


def test_it_is_known_by_whom_added(app: Flask, office: InspectingClient) -> None:
    office.submit(ADD, **ANA)
    with app.app_context():
        move = rows(app)[0]
        db.session.add(move)
        assert move.moves[0].by.startswith("user:")
        assert move.registered_at <= clock.now()
