"""An assembly for the invited alone, and the invited before and after registration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from answering import OWN, close, edition_of, tap
from flask import Flask
from inspector import InspectingClient, filled
from invitees import AT, answers, invited, told

from assembly import clock
from assembly.models import Mode, Represents
from assembly.transactions import writing


def test_after_the_deadline_cancelling_still_works(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    page = guest.page(link)
    close(house)
    late = guest.post(link, data=filled(page.select_one("main form"), {"answer": "comes"}))
    assert late.location == f"{OWN}/comes"
    assert "Registration has closed." in guest.page(f"{OWN}/comes").get_text()
    assert told(house) == []
    assert guest.submit(f"{OWN}", form=f"form[action='{OWN}/online']").location == OWN  # that one is still open
    close(house, Mode.ONLINE)
    assert [one["value"] for one in guest.page(link).select("main button")] == ["declines"]
    tap(guest, link, "declines")
    assert told(house)[-1][1:3] == ("online", "cancelled")
    assert len(guest.page(OWN).select(".answers")) == 0


def test_before_registration_opens_the_invited_may_answer(house: Flask, guest: InspectingClient) -> None:
    with house.app_context(), writing():
        for count in edition_of().places:
            count.opens_at = clock.now() + timedelta(days=1)
    tap(guest, invited(house))
    assert told(house)[0][2] == "confirmed"


def test_by_invitation_only_the_invited_pass(house: Flask, office: InspectingClient, guest: InspectingClient) -> None:
    page = guest.page("/en/2031/register")
    office.submit("/en/manage/2031/places/on_site", by_invitation="y")
    form = guest.page("/en/2031/register")
    assert form.select_one("input[name=mode][value=on_site]").has_attr("disabled")
    assert "by invitation" in form.get_text()
    typed = {"represents": "community", "place": "rzeszow", "given": "A", "family": "B", "function": "Mayor"}
    sent = filled(page.select_one("main form"), typed | {"email": "a@example.org", "mode": "on_site"})
    refused = guest.post("/en/2031/register", data=sent)
    assert refused.status_code == 409
    assert "Use the link in your invitation." in refused.text
    assert told(house) == []
    tap(guest, invited(house))
    assert told(house)[0][2] == "confirmed"
    assert office.page("/en/manage/2031/places/on_site").select_one("#by_invitation").has_attr("checked")


@pytest.mark.proof("test_by_invitation_only_the_invited_pass, one way of two")
def test_invitation_only_editions_offer_no_form(house: Flask, office: InspectingClient) -> None:
    for mode in ("on_site", "online"):
        office.submit(f"/en/manage/2031/places/{mode}", by_invitation="y")
    home = house.test_client().page("/fr/2031/")  # type: ignore[attr-defined]
    assert "L’inscription se fait sur invitation." in home.get_text()
    assert home.select("a.join") == []
    closed = house.test_client().page("/fr/2031/register")  # type: ignore[attr-defined]
    assert closed.select("main form") == []
    assert "utilisez le lien de votre invitation" in closed.get_text()


def test_cookie_of_invitation_opens_nothing_else(house: Flask, guest: InspectingClient) -> None:
    first, second = invited(house, number=0), invited(house, number=1)
    tap(guest, first)
    for path in ("/en/my/details", "/en/communities/mine", "/en/invited-by", AT):
        assert guest.get(path).status_code in (403, 303), path
    assert "Gość 000" in guest.page(OWN).get_text()
    tap(guest, second, "declines")  # another link, another cookie
    assert answers(house) == {"Gość 000": "comes", "Gość 001": "declines"}
    assert "Gość 001" in guest.page(OWN).get_text()


@pytest.mark.proof("registration's own tests: what organisations are offered")
def test_organisations_are_offered_what_they_may(house: Flask, guest: InspectingClient) -> None:
    link = invited(house, represents=Represents.ORGANISATION, place="A foundation")
    assert [one["value"] for one in guest.page(link).select("main button")] == ["online", "declines"]
    assert "You cannot choose this answer." in (tap(guest, link, "online") and guest.page(f"{OWN}/comes").get_text())
