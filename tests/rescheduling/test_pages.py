"""After a change of plan every public page says what holds now, in both languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from factories import MAYOR
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from plans import COMES, FOLLOWS, OFFERED, WAITS, change, changed, here

from assembly import clock
from assembly.formats import day
from assembly.i18n import speaking
from assembly.transactions import writing

PAGES = ("", "practical", "agenda", "register", "contact", "speakers", "participants")
SENTENCES = {
    "cancelled": ("This assembly is cancelled.", "Cette assemblée est annulée."),
    "postponed": ("This assembly is postponed.", "Cette assemblée est reportée."),
    "online": ("This assembly will take place online only", "Cette assemblée a lieu en ligne uniquement"),
    "rescheduled": ("This assembly has a new date", "Cette assemblée a une nouvelle date"),
}


@pytest.mark.turns(4)
@pytest.mark.parametrize("kind", SENTENCES)
@pytest.mark.parametrize(("lang", "why"), [("en", "A storm is coming."), ("fr", "Une tempête approche.")])
def test_every_page_says_so(app: Flask, client: InspectingClient, kind: str, lang: str, why: str) -> None:
    changed(app, kind, days=40)

    for path in PAGES:
        page = client.get(f"/{lang}/2031/{path}").get_data(as_text=True)
        assert SENTENCES[kind][lang == "fr"] in page.replace("\u00a0", " "), path
        assert why in page, path


@pytest.mark.proof("test_new_date_replaces_the_old_one")
def test_notice_follows_a_corrected_date(app: Flask, client: InspectingClient) -> None:
    changed(app, "rescheduled", days=40)
    with app.app_context():
        with writing():
            edition = here()
            announced = edition.day
            edition.starts_at += timedelta(days=1)
            edition.ends_at += timedelta(days=1)
        with speaking("en"):
            old, new = day(announced, weekday=True), day(announced + timedelta(days=1), weekday=True)
    page = client.get("/en/2031/").get_data(as_text=True)
    assert f"This assembly has a new date: {new}." in page
    assert old not in page
    with app.app_context():
        for mail in deliver(app):
            assert old not in text_of(mail)


@pytest.mark.turns(3)
@pytest.mark.parametrize("days", [-1, 0, 5])
def test_cancelled_home_says_so_in_each_phase(app: Flask, client: InspectingClient, days: int) -> None:
    changed(app, "cancelled")
    with app.app_context(), writing():
        edition = here()
        edition.starts_at = clock.now() - timedelta(days=days, hours=1)
        edition.ends_at = edition.starts_at + timedelta(hours=4)
    page = client.get("/fr/2031/").get_data(as_text=True)

    assert "Cette assemblée est annulée." in page
    assert "S’inscrire" not in page


def test_new_date_replaces_the_old_one(app: Flask, client: InspectingClient) -> None:
    changed(app)
    with app.app_context():
        old = here().day
    with app.app_context():
        with writing():
            change("rescheduled", days=40)
        new = here().day
    for lang in ("en", "fr"):
        with app.app_context(), speaking(lang):
            said = [day(one, weekday=True) for one in (old, new)]
        page = client.get(f"/{lang}/2031/practical").get_data(as_text=True)
        assert page.count(said[0]) == 1, "only as the day it was planned for"
        assert said[1] in page


def test_postponed_pages_give_no_date(app: Flask, client: InspectingClient) -> None:
    changed(app, "postponed")
    with app.app_context(), speaking("en"):
        said = day(here().day, weekday=True)
    page = client.get("/en/2031/practical").get_data(as_text=True)

    assert page.count(said) == 1
    assert "Postponed" in page


def test_postponed_assembly_stays_the_current_one(app: Flask, client: InspectingClient) -> None:
    changed(app, "postponed")
    with app.app_context(), writing():
        edition = here()
        edition.starts_at, edition.ends_at = (clock.now() - timedelta(days=days) for days in (3, 2))

    assert "This assembly is postponed." in client.get("/en/").get_data(as_text=True)


@pytest.mark.proof("words; test_every_page_says_so")
def test_list_of_assemblies_names_the_status(app: Flask, client: InspectingClient) -> None:
    changed(app, "cancelled")

    assert "Cancelled" in client.get("/en/about").get_data(as_text=True)
    assert "Annulée" in client.get("/fr/about").get_data(as_text=True)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("cancelled", "Registration is closed because the assembly is cancelled."),
        ("postponed", "Registration is closed until there is a new date."),
    ],
)
def test_form_is_closed_and_says_why(app: Flask, client: InspectingClient, kind: str, sentence: str) -> None:
    changed(app)
    form = client.page("/en/2031/register").select_one("main form")
    assert form is not None
    with app.app_context(), writing():
        change(kind)

    assert sentence in client.get("/en/2031/register").get_data(as_text=True)
    sent = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")} | MAYOR
    answer = client.post("/en/2031/register", data=sent)
    assert answer.status_code == 409
    assert "cancelled or postponed" in answer.get_data(as_text=True)


def test_form_offers_online_alone(app: Flask, client: InspectingClient) -> None:
    changed(app, "online")
    ways = client.page("/en/2031/register").select("input[name=mode]")

    assert [(one["value"], one.has_attr("disabled")) for one in ways] == [("on_site", True), ("online", False)]


@pytest.mark.proof("test_own_page_follows_a_postponed_assembly")
def test_own_page_follows_a_cancelled_assembly(app: Flask, opens: Any) -> None:
    changed(app, "cancelled")
    page = opens(COMES).get("/en/my/").get_data(as_text=True)

    assert "There is nothing to do." in page
    assert "We look forward" not in page
    assert "Your entry code" not in page


@pytest.mark.turns(4)
@pytest.mark.parametrize("who", [COMES, WAITS, OFFERED, FOLLOWS])
def test_own_page_follows_a_postponed_assembly(app: Flask, opens: Any, who: str) -> None:
    changed(app, "postponed")
    page = opens(who).get("/fr/my/").get_data(as_text=True)

    assert "Votre inscription est conservée pour la nouvelle date." in page
    assert "accepter" not in page


@pytest.mark.turns(3)
@pytest.mark.parametrize("who", [COMES, WAITS, OFFERED])
def test_own_page_is_confirmed_online(app: Flask, opens: Any, who: str) -> None:
    changed(app, "online")
    device = opens(who)
    page = device.get("/en/my/").get_data(as_text=True)

    assert "Confirmed." in page
    assert "Your entry code" not in page
    device.submit("/en/my/cancel")
    assert "Cancelled." in device.get("/en/my/").get_data(as_text=True)
