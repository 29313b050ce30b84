"""Figures are not fixed while phones of the doors hold check-ins, unless somebody says why."""

from __future__ import annotations

import pytest
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient
from phones import make_phone
from sqlalchemy import select

from assembly.editions.queries.editions import edition_by_slug
from assembly.extensions import db
from assembly.models import Device, FactSheet, User
from assembly.transactions import writing

RESULTS = "/en/manage/2023/results"
HEADLINES = {"title_en": "Another headline", "title_fr": "Un autre titre"}


@pytest.fixture
def office(demo_app: Flask, demo_client: InspectingClient) -> InspectingClient:
    with demo_app.app_context(), writing():
        edition = edition_by_slug("2023")
        user = db.session.scalars(select(User).limit(1)).one()
        for number, unsent in ((3, 9), (4, 0), (7, 5)):
            make_phone(edition, number, by_id=user.id).unsent = unsent
    sign_in(demo_client, ORGANISER)
    return demo_client


def test_phones_that_hold_scans_are_named(office: InspectingClient) -> None:
    held = office.page(RESULTS).select_one("#held")
    assert held.p.b.get_text(strip=True) == "2 phones still hold 14 check-ins."
    assert [" ".join(item.get_text().split()) for item in held.select("li")] == [
        "Phone 3, entrance A: 9 check-ins",
        "Phone 7, entrance A: 5 check-ins",
    ]
    french = office.page(RESULTS.replace("/en/", "/fr/")).select_one("#held")
    assert french.p.b.get_text(strip=True) == "2 téléphones ont encore 14 passages à envoyer."


def test_publishing_without_scans_keeps_a_reason(demo_app: Flask, office: InspectingClient) -> None:
    refused = office.submit(RESULTS, status=422, **HEADLINES)
    assert "give a reason for publishing" in refused.text
    assert "Another headline" in refused.text
    office.submit(RESULTS, **HEADLINES, reason="The phone fell into the canal")
    with demo_app.app_context():
        sheet = db.session.scalars(select(FactSheet).order_by(FactSheet.number.desc())).first()
        assert (sheet.number, sheet.unsent_scans, sheet.override_reason) == (2, 14, "The phone fell into the canal")
    assert "Reason: The phone fell into the canal" in office.page(RESULTS).get_text()


@pytest.mark.proof("test_publishing publishes without a reason")
def test_no_reason_is_asked_without_need(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        for phone in db.session.scalars(select(Device)):
            phone.unsent = 0
    page = office.page(RESULTS)
    assert page.select_one("#held") is None
    assert page.select_one("[name=reason]") is None
    assert office.submit(RESULTS, **HEADLINES).location == RESULTS
