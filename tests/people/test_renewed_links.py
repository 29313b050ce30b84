"""Links and codes the office sends again, renews and ends."""

from __future__ import annotations

from typing import Any

import pytest
from edited_people import one, page_of
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver

from assembly.access import queries as access_queries
from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.models import (
    AccessLink,
    Badge,
    Mail,
    Mode,
    Purpose,
    State,
)
from assembly.people.service.answering import decline, give_place
from assembly.registration.service.leaving import cancel
from assembly.sealed import unseal
from assembly.transactions import writing


@pytest.mark.turns(2)
@pytest.mark.parametrize("button", ["renew-link", "renew-code"])
def test_a_button_pressed_twice_renews_once(app: Flask, office: InspectingClient, button: str) -> None:
    form = office.page(page_of(app)).select_one(f"form[action$='/{button}']")
    with app.app_context():
        before = db.session.query(Mail).count(), db.session.query(AccessLink).count() + db.session.query(Badge).count()
    for _click in range(2):
        assert office.post(form["action"], data=filled(form, {})).status_code == 303
    with app.app_context():
        after = db.session.query(Mail).count(), db.session.query(AccessLink).count() + db.session.query(Badge).count()
        assert after == (before[0] + 1, before[1] + 1)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("state", "kind"), [("cancelled", "registration_cancelled"), ("declined", "registration_declined")]
)
def test_a_renewed_link_comes_by_email(app: Flask, office: InspectingClient, state: str, kind: str) -> None:
    with app.app_context(), writing():
        cancel(one()) if state == "cancelled" else decline(one(), "why")
    deliver(app)
    office.submit(page_of(app), form="form[action$='/renew-link']")
    with app.app_context():
        newest = db.session.query(Mail).order_by(Mail.id.desc()).first()
        assert newest is not None
        assert newest.template == kind
        assert one().state is State(state)


def test_without_an_address_no_link_is_left(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#another-address", email="")
    with app.app_context():
        assert one().person.email is None
        assert access_queries.link_of(one(), assistant=False) is None
    assert "Send the email again" not in office.page(page_of(app)).get_text()


def test_two_clicks_send_one_email(app: Flask, office: InspectingClient) -> None:
    form = office.page(page_of(app)).select_one("form[action$='/send-again']")
    data = {tag["name"]: tag["value"] for tag in form.select("input")}
    with app.app_context():
        before = db.session.query(Mail).count()
    for _click in range(2):
        assert office.post(form["action"], data=data).status_code == 303
    with app.app_context():
        assert db.session.query(Mail).count() == before + 1


def test_only_the_assistants_access_ends(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        link = access_queries.link_of(one(1), assistant=True)
        assert link is not None
        helper, helper_link = app.test_client(), f"/en/r/{unseal(link.token_sealed)}"
    helper.submit(helper_link)  # type: ignore[attr-defined]
    assert helper.get("/en/my/").status_code == 200
    office.submit(page_of(app, 1), form="form[action$='/end-access']")
    assert helper.get("/en/my/").status_code == 403
    page = office.page(page_of(app, 1))
    assert "helper@example.org" in page.get_text()
    assert page.select("form[action$='/end-access']") == []
    with app.app_context():
        assert access_queries.link_of(one(1), assistant=False) is not None


def test_a_new_code_replaces_the_assistants(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            pool_of(one(1).edition, Mode.ON_SITE).size = 2  # type: ignore[union-attr]
            db.session.flush()
            give_place(one(1), "There is room")
        assert one(1).opens_doors
        own = access_queries.link_of(one(1), assistant=False)
        assert own is not None
        old, opened = access_queries.valid_badge(one(1)).token_hash, unseal(own.token_sealed)  # type: ignore[union-attr]
    guest: Any = app.test_client()
    guest.submit(f"/en/r/{opened}")
    assert "any entry code they have seen still works" in guest.page("/en/my/").get_text()
    assert "does not cancel the entry code" in office.page(page_of(app, 1)).get_text()
    office.submit(page_of(app, 1), form="form[action$='/end-access']")
    assert "If they have seen the entry code, they can still use it." in office.page(page_of(app, 1)).get_text()
    deliver(app)
    office.submit(page_of(app, 1), form="form[action$='/renew-code']")
    assert [mail["To"] for mail in deliver(app)][-1] == "mayor1@example.org"
    assert "Entry code replaced" in office.page(page_of(app, 1)).get_text()
    with app.app_context():
        badge = access_queries.valid_badge(one(1))
        assert badge is not None
        assert (badge.number, badge.token_hash == old) == (2, False)
        assert access_queries.link_of(one(1), assistant=False) is not None  # the link is as before


def test_a_renewed_link_closes_the_old_page(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        old = unseal(access_queries.link_of(one(), assistant=False).token_sealed)  # type: ignore[union-attr]
    guest: Any = app.test_client()
    guest.submit(f"/en/r/{old}")
    office.submit(page_of(app), form="form[action$='/renew-link']")
    assert guest.get("/en/my/").status_code == 403
    with app.app_context():
        own = {"registration_id": one().id, "purpose": Purpose.OWN}
        links = db.session.query(AccessLink).filter_by(**own).order_by(AccessLink.id).all()
        assert [link.is_valid for link in links] == [False, True]
