"""The link of a signing: opened by a button, ended, nowhere in clear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from inspector import InspectingClient
from signers import CITY, signing_link
from signing_pages import FORM, MINE, at_the_desk, opened, states
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Mail, Signing
from assembly.sealed import unseal


def test_only_pressing_the_button_opens_the_signing(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit(FORM, **CITY)
    link = signing_link(demo_app)
    page = demo_client.get(link)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert FlaskClient.open(demo_client, link, method="HEAD").status_code == 200
    assert demo_client.get(MINE).status_code == 403
    assert states(demo_app) == ["interest"]
    assert demo_client.submit(link).location == MINE
    assert states(demo_app) == ["draft"]
    assert demo_client.get(MINE).headers["Cache-Control"] == "no-store"
    other: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    assert other.get(MINE).status_code == 403
    other.submit(link)  # a colleague opens it too
    assert other.get(MINE).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é" * 20])
def test_a_made_up_link_opens_nothing(demo_client: InspectingClient, token: str) -> None:
    assert demo_client.get(f"/fr/communities/join/{token}").status_code == 404


def test_a_link_ends_after_a_year(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    link = signing_link(demo_app)
    with clock.at(clock.now() + timedelta(days=365)):
        assert (demo_client.get(link).status_code, demo_client.get(MINE).status_code) == (200, 200)
    with clock.at(clock.now() + timedelta(days=367)):
        assert (demo_client.get(link).status_code, demo_client.get(MINE).status_code) == (404, 403)


def test_the_token_is_nowhere_in_clear(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit(FORM, **CITY)
    token = signing_link(demo_app).rpartition("/")[2]
    with demo_app.app_context():
        assert token not in repr(db.session.execute(select(Signing.__table__)).all())
        assert token not in repr(db.session.execute(select(Mail.__table__)).all())
        assert unseal(db.session.scalars(select(Signing.token_sealed)).one()) == token
        mail = db.session.scalars(select(Mail).where(Mail.template == "signing_received")).one().code
    seen = at_the_desk(demo_app).page(f"/fr/manage/2027/messages/{mail}").get_text()
    assert token not in seen
    assert "/communities/join/…" in seen
