"""A table of people is stored once, as it was seen."""

from __future__ import annotations

from typing import Any

import pytest
from directory import verdicts
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from import_samples import table
from imported_people import edition_by_slug, rows, send, store
from inspector import InspectingClient, filled

from assembly.registration.service.registering import register
from assembly.transactions import writing


@pytest.mark.proof("the wizard of communities/test_import")
def test_changes_since_the_preview_are_shown(app: Flask, office_of: InspectingClient) -> None:
    people = table(("Ana", "Silva", "ana@example.org", "Porto"), ("Eva", "Ek", "eva@example.org", "Malmö"))
    address = send(office_of, people)
    page = office_of.page(address)
    with app.app_context(), writing():
        register(edition_by_slug("2031"), submission(1))  # one place less
    answer = office_of.post(address, data=filled(page.select_one("main form"), {"tell": "y"}))
    seen = answer.soup
    assert answer.status_code == 409
    assert "has changed since this preview" in seen.get_text()
    assert seen.get_text().count("changed in the meantime") == 1
    assert seen.select_one("[name=tell]").has_attr("checked")  # nothing chosen is lost
    assert len(rows(app)) == 1
    assert store(office_of, address) == "2 people added, including 1 on the waiting list"


def test_registered_people_are_left_out(app: Flask, office_of: InspectingClient) -> None:
    people = table(("Ana", "Silva", "ana@example.org", "Porto"), ("Eva", "Ek", "", "Malmö"))
    store(office_of, send(office_of, people))
    page = office_of.page(address := send(office_of, people))
    assert verdicts(page) == {"Ana Silva": "Already registered", "Eva Ek": "Possible duplicate"}
    assert store(office_of, address) == "0 people added"
    page = office_of.page(address := send(office_of, people))
    line = page.select_one("select")["name"]
    assert store(office_of, address, **{line: "-new"}) == "1 person added, including 1 on the waiting list"
    assert [one.badge_name for one in rows(app)] == ["Ana Silva", "Eva Ek", "Eva Ek"]
    ana = table(("Ana", "Silva", "ana@example.org", "Porto"))
    assert "already registered" in office_of.page(send(office_of, ana)).get_text()


def test_two_clicks_store_a_table_once(app: Flask, office_of: InspectingClient) -> None:
    address = send(office_of, table(("Ana", "Silva", "ana@example.org", "Porto")))
    data = filled(office_of.page(address).select_one("main form"), {})
    answers = [office_of.post(address, data=data) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(rows(app)) == 1
    assert "already been imported" in office_of.page(answers[1].location).get_text()
    assert office_of.get(address).status_code == 404


def test_a_preview_belongs_to_its_sender(app: Flask, office_of: InspectingClient) -> None:
    address = send(office_of, table(("Ana", "Silva", "", "Porto")))
    with app.app_context(), writing():
        make_user("organiser", "other@example.org", edition_by_slug("2031"))
        make_edition("2032")
    other: Any = app.test_client()
    sign_in(other, ("other@example.org", "a long enough passphrase"))
    assert other.get(address).status_code == 404
    assert other.post(address, data={}).status_code in (303, 400, 422)
    assert office_of.get(address.replace("/people/import/", "/communities/import/")).status_code == 404
    assert office_of.get(address.replace("/2031/", "/2032/")).status_code in (403, 404)
    assert rows(app) == []
