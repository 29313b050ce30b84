"""The day, the venue, what people are told before they come, and until when data are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from edition_settings import edition, entries
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled

from assembly.extensions import db
from assembly.models import (
    Practical,
    Topic,
)
from assembly.registration.service.registering import register
from assembly.transactions import writing

AT = "/en/manage/2031/settings"

DAY, PRACTICAL, DATA = f"{AT}/day-and-place", f"{AT}/practical", f"{AT}/people-and-data"

FORM = "main form[action$={}]"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())
        make_edition("2032", doors="A")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def soup(answer: Any) -> BeautifulSoup:
    return answer.soup


# --- day and place ----------------------------------------------------------------------------------------------------

MOVED = {"starts": "2031-05-05T09:00", "ends": "2031-05-05T17:00", "lead_up": "2031-01-02"}


def test_day_zone_and_place_are_saved_together(app: Flask, office: InspectingClient) -> None:
    new = {"zone_name": "Europe/Athens", "venue_city_en": "Athens", "venue_city_fr": "Athènes", **MOVED}
    office.submit(DAY, form=FORM.format("day-and-place"), **new)
    with app.app_context():
        one = edition()
        assert one.starts_at == datetime(2031, 5, 5, 9, tzinfo=ZoneInfo("Europe/Athens"))
        assert (one.zone, one.venue.city.fr, one.version) == ("Europe/Athens", "Athènes", 2)
    assert "Athènes" in office.page("/fr/2031/").get_text()
    office.submit(DAY, form=FORM.format("day-and-place"))
    assert entries(app, "moved") == 1


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    "bad",
    [
        {"starts": "2031-03-30T02:30"},
        {"starts": "2031-05-05T18:00"},
        {"zone_name": "Mars/Olympus"},
        {"venue_name_fr": ""},
        {"venue_address": ""},
        {"lead_up": ""},
        {"coordinates": "50.8467"},
        {"coordinates": "91, 4.3525"},
        {"coordinates": "50.8467, 181"},
        {"coordinates": "north, east"},
    ],
)
def test_a_wrong_time_or_place_is_refused(app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    for lang in ("en", "fr"):
        path = DAY.replace("/en/", f"/{lang}/")
        page = soup(office.submit(path, form=FORM.format("day-and-place"), status=422, **(MOVED | bad)))
        assert page.select_one(".summary li")
    with app.app_context():
        assert edition().version == 1


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("typed", "shown", "written"),
    [
        ("50.8467, 4.3525", "50.8467, 4.3525", ["GEO:50.846700;4.352500"]),
        ("50,8467 4,3525", "50.8467, 4.3525", ["GEO:50.846700;4.352500"]),
        ("\N{MINUS SIGN}13.83;-171.75", "-13.83, -171.75", ["GEO:-13.830000;-171.750000"]),
        ("51.4779, -0.00001", "51.4779, -0.00001", ["GEO:51.477900;-0.000010"]),
        ("0, 0", "0, 0", ["GEO:0.000000;0.000000"]),
        ("", "", []),
    ],
)
def test_coordinates_are_read_as_people_type_them(
    office: InspectingClient, typed: str, shown: str, written: list[str]
) -> None:
    office.submit(DAY, form=FORM.format("day-and-place"), coordinates=typed)
    (field,) = office.page(DAY).select("input[name=coordinates]")
    assert field["value"] == shown
    office.submit(DAY, form=FORM.format("day-and-place"))
    lines = office.get("/en/2031/day.ics").get_data(as_text=True).split("\r\n")
    assert [line for line in lines if line.startswith("GEO")] == written


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("path", "theirs", "mine"),
    [
        (DAY, {"coordinates": "50.8467, 4.3525"}, {"coordinates": "51, 4"}),
        (DAY, {"venue_address": "Theirs 1"}, {"venue_address": "Mine 2"}),
        (DAY, {"venue_name_en": "Palace", "venue_name_fr": "Palais"}, MOVED),
        (PRACTICAL, {"phone_en": "Theirs", "phone_fr": "Leur"}, {"phone_en": "Mine", "phone_fr": "Mien"}),
        (DATA, {"needs_kept_days": "7"}, {"needs_kept_days": "9"}),
        (DATA, {"changes_until": "2031-02-02T10:00"}, {"delegation_size": "3"}),
    ],
)
def test_another_change_is_shown_before_saving(
    office: InspectingClient, path: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    form = FORM.format(path.rpartition("/")[2])
    before = office.page(path).select_one(form)
    office.submit(path, form=form, **theirs)
    answer = office.post(path, data=filled(before, mine))
    assert answer.status_code == 409
    page = soup(answer)
    shown = " ".join(page.select_one(".state.wait").get_text().split())
    assert next(iter(theirs.values())) in shown or "2 February 2031" in shown
    for name, typed in mine.items():
        control = page.select_one(f"[name={name}]")
        assert typed in (control.get("value"), control.get_text().strip())
    assert office.post(path, data=filled(page.select_one(form), {})).status_code == 303


def test_moving_the_day_warns_after_registrations(app: Flask, office: InspectingClient) -> None:
    assert "has registered" not in office.page(DAY).get_text()
    with app.app_context(), writing():
        register(edition(), submission())
    assert "1 person has registered" in office.page(DAY).get_text()
    office.submit(DAY, form=FORM.format("day-and-place"), **MOVED)


# --- practical information, people and data ---------------------------------------------------------------------------


def test_an_answer_comes_and_goes_in_public(app: Flask, office: InspectingClient) -> None:
    form = FORM.format("practical")
    office.submit(PRACTICAL, form=form, entrance_en="By the square.", entrance_fr="Par la place.")
    assert "Par la place." in office.page("/fr/2031/practical").get_text()
    office.submit(PRACTICAL, form=form, entrance_en="", entrance_fr="")
    assert "By the square." not in office.page("/en/2031/practical").get_text()
    office.submit(PRACTICAL, form=form, entrance_en="Half.", status=422)
    with app.app_context():
        assert db.session.get(Practical, (edition().id, Topic.ENTRANCE)) is None


def test_the_statement_names_whoever_is_responsible(app: Flask, office: InspectingClient) -> None:
    assert "Data controller" not in office.page("/en/privacy").get_text()
    new = {"controller_en": "Eurocities, Brussels", "controller_fr": "Eurocities, Bruxelles", "needs_kept_days": "14"}
    office.submit(DATA, form=FORM.format("people-and-data"), **new, delegation_size="4", contacts_kept_days="60")
    assert "Eurocities, Bruxelles" in office.page("/fr/privacy").get_text()
    with app.app_context():
        one = edition()
        assert (one.needs_kept_days, one.contacts_kept_days, one.delegation_size) == (14, 60, 4)
    office.submit(DATA, form=FORM.format("people-and-data"), delegation_size="")
    with app.app_context():
        assert edition().delegation_size is None


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    "bad",
    [{"needs_kept_days": ""}, {"contacts_kept_days": "0"}, {"delegation_size": "-1"}, {"changes_until": "soon"}],
)
def test_what_is_no_number_is_refused(office: InspectingClient, bad: dict[str, str]) -> None:
    for lang in ("en", "fr"):
        office.submit(DATA.replace("/en/", f"/{lang}/"), form=FORM.format("people-and-data"), status=422, **bad)
