"""One person set right: every fact on one page, nobody's work undone unseen, no old key left to a door."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from edited_people import fault, one, page_of
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled

from assembly.extensions import db
from assembly.models import (
    Entry,
    Office,
)
from assembly.registration.service.registering import register
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"


def test_every_fact_is_written_and_noted(app: Flask, office: InspectingClient) -> None:
    changes = {
        "given": "Żanetta",
        "function": "Adjointe au maire",
        "represents": "organisation",
        "place": "Câmara do Porto",
        "lang": "en",
        "phone": "+48 17 875 40 00",
        "note": "Comes by train.\n\nRing first.",
    }
    office.submit(page_of(app, part="/edit"), form="#facts", **changes)
    shown = office.page(page_of(app)).get_text(" ")
    for said in ("Adjointe au maire", "Câmara do Porto", "+48 17 875 40 00", "Comes by train.", "Position changed"):
        assert said in shown
    assert "Someone" in shown.partition("Changes made")[2]
    found = office.page("/en/manage/2031/people?q=camara+zanetta").select("tbody th a")
    assert [link.get_text() for link in found] == ["Żanetta Łukaszewicz 0"]
    with app.app_context():
        assert (one().office, one().lang, one().person.given) == (Office.ELECTED, "en", "Żanetta")
        verbs = {entry.verb for entry in db.session.query(Entry).filter_by(noun_ref=one().code)}
        assert {"name changed", "place changed", "note changed", "telephone changed", "language changed"} <= verbs
        assert "category changed" not in verbs


def test_an_office_set_by_hand_stays(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app), form="form[action$='/office']", office="other")
    office.submit(page_of(app, part="/edit"), form="#facts", function="Bürgermeisterin")
    with app.app_context():
        assert one().office is Office.OTHER
    office.submit(page_of(app), form="form[action$='/office']", office="head")  # as one would guess
    office.submit(page_of(app, part="/edit"), form="#facts", function="Assistant")
    with app.app_context():
        assert one().office is Office.HEAD


def test_saving_over_a_change_shows_both(app: Flask, office: InspectingClient) -> None:
    path = page_of(app, part="/edit")
    before = office.page(path).select_one("#facts [name=version]")["value"]
    office.submit(path, form="#facts", function="Deputy Mayor")
    answer = office.submit(path, form="#facts", function="Governor", version=before, status=409)
    page = answer.soup
    assert page.select_one(".state dd").get_text() == "Deputy Mayor"
    assert page.select_one("#function")["value"] == "Governor"
    with app.app_context():
        assert one().function == "Deputy Mayor"
    data = {tag["name"]: tag.get("value", "") for tag in page.select("#facts input[name]")}
    chosen = {tag["name"]: tag.select_one("[selected]")["value"] for tag in page.select("#facts select")}
    assert office.post(path, data=data | chosen | {"lang": "fr"}).status_code == 303
    with app.app_context():
        assert one().function == "Governor"


@pytest.mark.proof("test_saving_over_a_change_shows_both")
def test_the_second_click_finds_it_saved(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make("rzeszow", "Rzeszów")
    path = page_of(app, part="/edit")
    form = office.page(path).select_one("#facts")
    data = filled(form, {"function": "Governor", "place": "rzeszow", "note": "By the window"})
    assert [office.post(path, data=data).status_code for _click in range(2)] == [303, 303]
    assert office.post(path, data=data | {"function": "Mayor"}).status_code == 409  # the control
    with app.app_context():
        assert (one().function, one().note) == ("Governor", "By the window")
        assert db.session.query(Entry).filter_by(noun_ref=one().code, verb="note changed").count() == 1


def test_a_faulty_form_keeps_what_was_typed(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(page_of(app, part="/edit"), form="#facts", given="", function="Mayoress", status=422)
    assert "Enter the given name." in fault(answer)
    assert "Mayoress" in answer.get_data(as_text=True)


def test_a_name_known_elsewhere_needs_a_tick(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))
    path = page_of(app, part="/edit")
    answer = office.submit(path, form="#facts", given="Zaneta", badge_name="Zaneta Ł.", status=422)
    assert "also appears elsewhere" in fault(answer)
    office.submit(path, form="#facts", badge_name="Zaneta Ł.")
    with app.app_context():
        assert (one().badge_name, one().person.given) == ("Zaneta Ł.", "Żaneta")
    office.submit(path, form="#facts", given="Zaneta", everywhere="y")
    with app.app_context():
        assert one().person.given == "Zaneta"


@pytest.mark.proof("test_a_name_known_elsewhere_needs_a_tick")
def test_a_correction_never_merges_people(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0, email="right@example.org"))
    answer = office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org", status=409)
    assert "does not merge two people" in fault(answer)
    with app.app_context():
        assert one().person.email == "mayor0@example.org"


def test_another_editions_office_finds_nobody(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "there@example.org", make_edition("2032"))
    other: Any = app.test_client()
    sign_in(other, ("there@example.org", PASSPHRASE))
    for part in ("/edit", ""):
        other.page(page_of(app, part=part).replace("2031", "2032"), status=404)


def test_what_was_changed_is_said_in_french(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#facts", phone="1")
    page = office.page(page_of(app).replace("/en/", "/fr/"))
    assert "Téléphone modifié" in page.get_text()
    office.page(page_of(app, part="/edit").replace("/en/", "/fr/"))
