"""Messages of people who cannot use a page: from the statement's form to the office, until they are answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import ORGANISER, make_edition, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.privacy.queries.accessibility import messages
from assembly.privacy.queries.contacts import editions_with_contacts_over
from assembly.privacy.service import accessibility
from assembly.privacy.service.accessibility import keep_message
from assembly.privacy.service.contacts import purge
from assembly.transactions import writing

FORM = "/en/accessibility/message"
OFFICE = "/en/manage/2027/messages/accessibility/"


def test_full_list_gives_the_message_back(demo_client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accessibility, "MOST", 0)
    page = demo_client.submit(FORM, text="No heading.", status=409).soup
    assert "send yours by email instead" in page.select_one(".summary").get_text()
    assert page.select_one("[name=text]").get_text().strip() == "No heading."


def test_message_waits_on_today_until_answered(demo_client: InspectingClient) -> None:
    assert FORM in {one["href"] for one in demo_client.page("/en/accessibility").select("main a")}
    refused = demo_client.submit(FORM, page="Programme", email="ada", status=422).soup
    assert "Describe what is not accessible." in refused.select_one(".summary").get_text()
    assert refused.select_one("[name=page]")["value"] == "Programme"
    for _twice in range(2):
        demo_client.submit(FORM, page="Programme", text="No heading.", email="ada@example.org")
    assert "We will reply by" in demo_client.get(FORM).text
    sign_in(demo_client, ORGANISER)
    assert demo_client.page("/en/manage/2027/").find("a", href=OFFICE)
    assert len(demo_client.page(OFFICE).select("main article")) == 1
    demo_client.submit(OFFICE, form="main article form")
    assert demo_client.page(OFFICE).select("main article") == []


@pytest.mark.database
def test_unanswered_message_goes_with_the_addresses(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        keep_message(edition, page="", text="No heading.", email="ada@example.org")
    with clock.at(clock.now() + timedelta(days=(edition.contacts_end_on - clock.now().date()).days + 1)):
        assert edition in editions_with_contacts_over()
        with writing():
            purge(edition)
        assert messages(edition) == []
