"""Today: the counts as links, what is coming up, the day itself, the same cost whatever there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import delete, select

from assembly import clock, history, mail
from assembly.editions.queries.editions import place_counts
from assembly.extensions import db
from assembly.models import Admission, ChainHead, Edition, Mode, Registration, State
from assembly.office.coming import coming_up
from assembly.registration.service.registering import register
from assembly.transactions import writing

THE_DAY = datetime(2023, 6, 15, 7, 20, tzinfo=UTC)


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def links(page: BeautifulSoup) -> dict[str, str]:
    return {one.get_text(): one["href"] for one in page.select(".counts a")}


def test_each_count_leads_to_those_it_counts(office: InspectingClient) -> None:
    found = links(office.page("/en/manage/2023/"))
    assert list(found) == ["167 confirmed", "138 admitted", "0 waiting"]
    for words, path in found.items():
        count = words.partition(" ")[0]
        text = office.page(path).select_one("main").get_text()
        assert (f"{count} people" in text) is (count != "0")


def test_before_it_says_how_long_there_is(office: InspectingClient) -> None:
    with clock.at(datetime(2027, 3, 5, tzinfo=UTC)):
        sign_in_again(office)
        assert next(iter(links(office.page("/fr/manage/2027/")))) == "Encore 41 jours"


def sign_in_again(client: InspectingClient) -> None:
    """A session begun at the time one travels to."""
    client.delete_cookie("session")
    sign_in(client)


def test_an_unknown_part_is_refused(office: InspectingClient) -> None:
    assert "172 people" in office.page("/en/manage/2023/people", query_string={"state": ""}).get_text()
    for state in ("nonsense", "confirmed'--"):
        assert office.get("/en/manage/2023/people", query_string={"state": state}).status_code == 400


def test_nothing_to_do_is_said_kindly(office: InspectingClient) -> None:
    assert "Nothing to do: everything is in order." in office.page("/en/manage/2023/").get_text()
    assert "Rien à faire" in office.page("/fr/manage/2023/").get_text()


def test_coming_up_is_dated_nearest_first(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
    assert [one.words for one in coming_up(edition)] == [
        "Registration closes",
        "The assembly begins",
        "The assembly ends",
    ]
    with writing():
        place_counts(edition)[Mode.ONLINE].closes_at = edition.starts_at - timedelta(days=2)
        place_counts(edition)[Mode.ON_SITE].opens_at = clock.now() + timedelta(days=1)
    assert [one.words for one in coming_up(edition)][:3] == [
        "Registration opens (In person)",
        "Registration closes (Online)",
        "Registration closes (In person)",
    ]
    with clock.at(edition.ends_at):
        assert coming_up(edition) == []


@pytest.mark.proof("stats/test_overview: the day is live")
def test_on_the_day_it_says_attendance(office: InspectingClient) -> None:
    with clock.at(THE_DAY):
        sign_in_again(office)
        page = office.page("/en/manage/2023/")
    figures = {dt.get_text(): dt.find_next("dd").get_text() for dt in page.select(".figures dt")}
    assert figures["Expected in the room"] == "150"
    assert int(figures["Present"]) > 100
    assert [one.get_text() for one in page.select("main .programme h3")] == ["Keynote speech", "Leading by Examples"]
    assert stage(page) == ["Seppo Määttä: here since 07:58", "Lluïsa Moret i Sabidó: here since 08:02"]
    assert page.select_one('main a[href="/en/checkin/2023/"]')


def stage(page: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in page.find("h2", string="On stage").find_next("ul").select("li")]


def test_who_is_missing_on_stage_is_said(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        absent = db.session.scalars(select(Registration).where(Registration.badge_name == "Seppo Määttä")).one().id
        db.session.execute(delete(Admission).where(Admission.registration_id == absent))
    with clock.at(THE_DAY):
        sign_in_again(office)
        assert stage(office.page("/en/manage/2023/"))[0] == "Seppo Määttä: not here yet"
        with demo_app.app_context(), writing():
            db.session.get_one(Registration, absent).state = State.CANCELLED
        assert stage(office.page("/en/manage/2023/"))[0] == "Seppo Määttä: not registered"


def test_it_costs_the_same_whatever_there_is(demo_app: Flask, office: InspectingClient, full_scale: bool) -> None:
    costs = {}
    others = (datetime(2023, 3, 1, tzinfo=UTC), datetime(2023, 7, 1, tzinfo=UTC)) if full_scale else ()
    for at in (THE_DAY, *others):
        with clock.at(at):
            sign_in_again(office)
            with demo_app.app_context(), writing():
                edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
                early = min(at, edition.starts_at)  # nobody registers for a past assembly
                for place in edition.places:
                    place.opens_at, place.closes_at = early, early + timedelta(days=1)
            before = cost(demo_app, office)
            with clock.at(early), demo_app.app_context(), writing(), mail.withheld():
                edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
                for number in range(20):
                    register(edition, submission(number + at.month * 100))
            costs[at.month] = (before, cost(demo_app, office))
    assert all(few == many <= 45 for few, many in costs.values()), costs


def cost(app: Flask, client: InspectingClient) -> int:
    with counted(app) as sent:
        client.page("/en/manage/2023/")
    return len(sent)


def test_the_installation_is_for_its_owners(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "owner@example.org")
        make_user("organiser", "here@example.org", make_edition())
    path = "/en/manage/2031/settings/system"
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    assert client.get(path).status_code == 403
    assert "System" not in client.page("/en/manage/2031/settings/").select_one(".beside nav").get_text()
    client.delete_cookie("session")
    sign_in(client, ("owner@example.org", "a long enough passphrase"))
    text = client.page(path).get_text()
    assert "The history is intact." in text
    with app.app_context(), app.extensions["sqlalchemy"].engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET verb = 'nothing' WHERE n = 2")
    assert "History entry 2 was changed" in client.page(path).get_text()


def test_unknown_proxy_is_told_to_owners(app: Flask, client: InspectingClient) -> None:
    """Behind a proxy that PROXIES leaves out all visitors have one address; the office's own request shows it."""
    with app.app_context(), writing():
        make_user("organiser", "owner@example.org")
        make_edition()
    sign_in(client, ("owner@example.org", "a long enough passphrase"))
    system, today = "/en/manage/2031/settings/system", "/en/manage/2031/"
    app.config["ASSEMBLY"] = replace(app.config["ASSEMBLY"], public_url="https://assembly.example.eu")
    words, forwarded = "All visitors appear to have the same IP address", {"X-Forwarded-For": "203.0.113.9"}
    assert not any(words in client.get(path).get_data(as_text=True) for path in (system, today))
    assert all(words in client.get(path, headers=forwarded).get_data(as_text=True) for path in (system, today))
    app.config["ASSEMBLY"] = replace(app.config["ASSEMBLY"], proxies=1)
    assert not any(words in client.get(path, headers=forwarded).get_data(as_text=True) for path in (system, today))


def test_only_the_latest_entries_are_asked_about(ctx: Flask) -> None:
    with writing():
        make_edition()
    entries = db.session.scalars(select(ChainHead)).one().n
    assert entries > 3
    assert history.first_broken_entry(latest=2) is None
    for broken, latest, whole in ((1, None, 1), (entries - 1, entries - 1, 1)):
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE entry SET verb = 'nothing' WHERE n = {broken}")
        db.session.rollback()
        assert (history.first_broken_entry(latest=2), history.first_broken_entry()) == (latest, whole)
