"""What each network reads of those it invited: by a link of its own, names and answers, nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from inspector import InspectingClient
from invitees import AT, furnish, invitee
from sqlalchemy import select
from static_checks import contents

from assembly import clock
from assembly.access.service import invitation_links
from assembly.communities.service.networks import NetworkInvited, remove_partner
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service.answering import Answer
from assembly.models import Edition, Invitation, Network, NetworkKind, NetworkList, Person, Reply
from assembly.transactions import writing

LISTS = f"{AT}networks"
LIST = "/en/invited-by"


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two invited by Eurocities, one of whom comes; one by another network, one by us."""
    with app.app_context():
        with writing():
            edition = furnish()
            for number, network in enumerate(("eurocities", "eurocities", "oasc", "")):
                who = invitee(number, network=network, phone="+48 17 875", note="allergic to nuts")
                inviting.invite(edition, who)
        with writing():
            first = db.session.scalars(select(Invitation).join(Person).where(Person.family == "Gość 000")).one()
            invitation_answering.answer(first, Answer(Reply.COMES))
    return app


@pytest.fixture
def secretary(house: Flask) -> InspectingClient:
    return house.test_client()  # type: ignore[return-value]


def made(office: InspectingClient, network: str = "eurocities") -> str:
    """Make a link; its path, shown once."""
    office.submit(LISTS, form=f"form[action='{LISTS}/{network}/make']")
    shown = office.page(LISTS).select_one("main .secret a")["href"]
    assert office.page(LISTS).select("main .secret") == []
    return str(shown).removeprefix("http://localhost")


@pytest.mark.proof("test_a_network_reads_its_own_list has the figures")
def test_the_office_sees_each_networks_results(office: InspectingClient) -> None:
    rows = office.page(LISTS).select("tbody tr")
    told = [[cell.get_text(strip=True) for cell in row.select("th, td")][:4] for row in rows]
    assert told == [["Eurocities", "2", "1", "1"], ["Oasc", "1", "0", "0"]]


def test_a_network_reads_its_own_list(house: Flask, office: InspectingClient, secretary: InspectingClient) -> None:
    link, before = made(office), contents(house)
    opened = secretary.get(link)
    assert (opened.headers["Referrer-Policy"], opened.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Gość" not in opened.text
    assert secretary.submit(link).location == LIST
    page = secretary.page(LIST)
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert rows == [["Anna Gość 000", "Rzeszów", "Will come"], ["Anna Gość 001", "Rzeszów", "No answer"]]
    assert [one.get_text() for one in page.select(".figures dd")] == ["2", "1", "1"]
    for secret in ("example.org", "+48", "allergic", "Gość 002"):
        assert secret not in page.select_one("main").get_text()
    assert page.select("main form, main a") == []
    for path in ("/en/invitation", "/en/my/details", AT, LISTS):
        assert secretary.get(path).status_code in (303, 403), path
    assert contents(house) == before
    assert "Disallow: /fr/invited-by/" in secretary.get("/robots.txt").text


def test_in_french(office: InspectingClient, secretary: InspectingClient) -> None:
    secretary.submit(made(office).replace("/en/", "/fr/"))
    assert secretary.page("/fr/invited-by").select_one("h1").get_text() == "Personnes invitées par Eurocities"


def test_a_new_list_replaces_one_taken_back(office: InspectingClient, secretary: InspectingClient) -> None:
    first = made(office)
    secretary.submit(first)
    second = made(office)
    assert second != first
    assert secretary.get(LIST).status_code == 403
    never = secretary.get("/en/invited-by/" + "x" * 43)
    assert (secretary.get(first).status_code, never.status_code) == (404, 404)
    secretary.submit(second)
    office.submit(LISTS, form=f"form[action='{LISTS}/eurocities/revoke']")
    assert secretary.get(LIST).status_code == 403
    assert secretary.get(second).status_code == 404


def test_a_month_later_it_shows_nothing(house: Flask, office: InspectingClient, secretary: InspectingClient) -> None:
    link = made(office)
    secretary.submit(link)
    with house.app_context():
        end = db.session.scalars(select(Edition.ends_at)).one()
    with clock.at(end + timedelta(days=29)):
        assert secretary.get(LIST).status_code == secretary.get(link).status_code == 200
    with clock.at(end + timedelta(days=31)):
        assert (secretary.get(LIST).status_code, secretary.get(link).status_code) == (403, 404)


@pytest.mark.proof("who has none; test_a_network_reads_its_own_list has one")
def test_only_networks_that_invited_have_lists(house: Flask, office: InspectingClient) -> None:
    for code in ("nobody", "us"):
        assert office.post(f"{LISTS}/{code}/make").status_code in (400, 404)
    with house.app_context():
        assert db.session.scalars(select(NetworkList)).all() == []


def test_a_partner_that_invited_is_not_deleted(house: Flask) -> None:
    with house.app_context():
        partner = db.session.scalars(select(Network).where(Network.code == "oasc")).one()
        with writing():
            partner.kind = NetworkKind.PARTNER
        with pytest.raises(NetworkInvited), writing():
            remove_partner(partner)


@pytest.mark.proof("who is on it: test_a_network_reads_its_own_list")
def test_withdrawn_invitations_are_not_on_the_list(
    house: Flask, office: InspectingClient, secretary: InspectingClient
) -> None:
    with house.app_context(), writing():
        one = db.session.scalars(select(Invitation).join(Person).where(Person.family == "Gość 001")).one()
        invitation_links.withdraw(one)
    secretary.submit(made(office))
    assert [row.th.get_text() for row in secretary.page(LIST).select("tbody tr")] == ["Anna Gość 000"]
