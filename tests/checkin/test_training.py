"""The training badge: green for whoever stands at a door, nothing for anybody else, and never stored."""

from __future__ import annotations

import secrets

from factories import make_edition, make_user, open_doors, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.checkin.rules import TRAINING
from assembly.extensions import db
from assembly.models import Admission, Scan
from assembly.transactions import writing

BADGE = f"/b/{TRAINING}"


def test_training_badge_is_green_and_stores_nothing(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        make_user("door", "door@example.org", edition)
    assert "TRAINING" not in client.page(BADGE).get_text()
    guide = client.page("/en/checkin/2031/guide")
    assert guide.select_one(".qr svg title").get_text() == "The code of the training badge"
    ways = [link["href"] for link in guide.select("main a")]
    assert ways == ["/en/checkin/2031/app", "/en/checkin/2031/"]  # the app keeps what nobody in particular was shown
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    assert [link["href"] for link in client.page("/en/checkin/2031/guide").select("main a")] == ways
    page = client.submit("/en/checkin/2031/", door="A", status=303) and client.page("/en/checkin/2031/")
    assert client.page(BADGE).select_one("main.door.in .word").get_text() == "TRAINING"
    token = page.select_one("#scan [name=csrf_token]")["value"]
    answer = client.post(BADGE, data={"csrf_token": token, "scan_id": secrets.token_hex(16)})
    assert answer.soup.select_one("main.door.in .word").get_text() == "TRAINING"
    with app.app_context():
        assert (db.session.query(Scan).count(), db.session.query(Admission).count()) == (0, 0)
