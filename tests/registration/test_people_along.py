"""People a guest brings along."""

from __future__ import annotations

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import filled, hidden
from mails import deliver, link_in
from own_pages import facts, subjects, taken, words
from sqlalchemy import select
from static_checks import contents

from assembly.extensions import db
from assembly.models import Category, Edition, Extra, Registration, State
from assembly.registration.service import registering
from assembly.transactions import writing

CHANGE, ALONG = "/fr/my/change", "/fr/my/along"

BORIS = {"given": "Boris", "family": "Nowak", "category": "personal_assistant"}


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two places, one taken by a mayor whose office registered her."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        edition.extras = [Extra.COMPANIONS.value]
        registering.register(edition, submission(1, assistant_email="office@example.org"))
    return app


def test_people_along_have_badges_and_go_too(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    assert client.page(ALONG).select_one("main [type=radio]").has_attr("checked")  # the one choice left
    client.submit(ALONG, given="Ewa", family="Nowak", category="companion", email="ewa@example.org")
    assert taken(house) == 2  # a personal assistant takes no place
    with house.app_context():
        along = db.session.scalars(select(Registration).where(Registration.head_id.is_not(None))).all()
        assert [one.category for one in along] == [Category.PERSONAL_ASSISTANT, Category.COMPANION]
        code = along[0].code
    page = client.page("/fr/my/")
    assert "Boris Nowak" in words(page)
    assert client.get(f"/fr/my/along/{code}/badge.pdf").mimetype == "application/pdf"
    assert client.page(ALONG).select_one("main form") is None  # one of each
    assert subjects(house, "ewa@example.org") == ["Inscription confirmée"]
    assert "Boris Nowak, Ewa Nowak" in words(client.page("/fr/my/cancel"))
    client.submit("/fr/my/cancel")
    with house.app_context():
        assert {one.state for one in db.session.scalars(select(Registration))} == {State.CANCELLED}
    assert taken(house) == 0
    assert subjects(house, "ewa@example.org")[-1] == "Inscription annulée"


@pytest.mark.proof("a second way to leave somebody behind")
def test_who_goes_online_brings_nobody(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    assert "Boris Nowak" in words(client.page(CHANGE))
    client.submit(CHANGE, mode="online")
    with house.app_context():
        along = db.session.scalars(select(Registration).where(Registration.badge_name == "Boris Nowak")).one()
        assert along.state is State.CANCELLED
    assert taken(house) == 0


@pytest.mark.proof("a second way to leave somebody behind")
def test_one_who_does_not_come_after_all(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    client.submit("/fr/my/", form="form[action$=cancel]")
    assert [facts(house, seq).state for seq in (1, 2)] == [State.CONFIRMED, State.CANCELLED]
    client.submit(ALONG, **BORIS)
    assert facts(house, 3).state is State.CONFIRMED


def test_nobody_along_where_none_may_come(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.extras = []
        registering.register(edition, submission(2, place="Porto"))
        registering.register(edition, submission(3, place="Oulu"))
    client = opens("mayor1@example.org")
    offered = client.page(ALONG).select("[name=category]")
    assert [one["value"] for one in offered] == ["personal_assistant"]
    client.submit(ALONG, status=409, **(BORIS | {"category": "companion"}))
    assert opens("mayor3@example.org").page(ALONG).select_one("main form") is None


def test_others_people_along_are_not_mine(house: Flask, opens) -> None:
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, place="Porto"))
    opens("mayor1@example.org").submit(ALONG, **BORIS)
    code, other = facts(house, 3).code, opens("mayor2@example.org")
    unseen = hidden(other.page("/fr/my/cancel"))
    assert other.post(f"/fr/my/along/{code}/cancel", data=unseen).status_code == 404
    assert other.get(f"/fr/my/along/{code}/badge.pdf").status_code == 404
    assert facts(house, 3).state is State.CONFIRMED


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    "path", [CHANGE, ALONG, "/fr/my/cancel", "/fr/my/hand-over", "/fr/my/details", "/fr/my/consents"]
)
def test_a_form_acts_on_its_page_alone(house: Flask, opens, path: str) -> None:
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, place="Porto"))
    browser = opens("mayor1@example.org")
    form = browser.page(path).select_one("main form")
    drawn = filled(form, {}) | {"say": "photo:yes"}
    browser.submit(link_in(deliver(house)[-1]))  # another tab, another registration
    before = contents(house)
    for sent in (drawn, {name: value for name, value in drawn.items() if name != "whose"}):
        answer = browser.post(path, data=sent)
        assert answer.status_code == 409
        assert "Une autre inscription a été ouverte sur cet appareil" in answer.text
    assert contents(house) == before


@pytest.mark.proof("the same form twice is in test_register")
def test_the_same_form_twice_brings_one_person(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    fields = {one["name"]: one.get("value", "") for one in client.page(ALONG).select("main input:not([type=radio])")}
    for _click in range(2):
        assert client.post(ALONG, data=fields | BORIS).status_code == 303
    assert client.post(ALONG, data=fields | BORIS | {"given": "Jan"}).status_code == 409
    with house.app_context():
        assert len(db.session.scalars(select(Registration)).all()) == 2
