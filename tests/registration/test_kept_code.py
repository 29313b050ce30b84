"""The entry code on a page of its own, kept on a phone if its owner asks: nobody else's, and not after the day."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, link_in
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import AccessLink, Edition, Registration
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

CODE = "/en/my/code/"


@pytest.fixture
def mayor(app: Flask, client: InspectingClient) -> InspectingClient:
    """A device on which a confirmed mayor has opened their link."""
    with app.app_context(), writing():
        registering.register(make_edition(), submission(0))
    client.submit(link_in(deliver(app)[-1]))
    return client


def test_page_shows_code_and_reference(app: Flask, mayor: InspectingClient) -> None:
    assert mayor.page("/en/my/").select_one(f"a[href='{CODE}']") is not None
    answer = mayor.get(CODE)
    with app.app_context():
        one, edition = db.session.scalars(select(Registration)).one(), db.session.scalars(select(Edition)).one()
        assert answer.soup.select_one(".spoken").get_text() == one.spoken_ref
        kept = answer.headers["X-Kept-For"], answer.headers["X-Kept-Until"]
        assert kept == (one.code, str(int(edition.ends_at.timestamp())))
    assert answer.soup.select_one("main svg path") is not None
    assert answer.soup.select_one("#keeping").has_attr("hidden")
    assert "no-store" in answer.headers["Cache-Control"]
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.starts_at = edition.ends_at = clock.now()
    assert mayor.page(CODE).select_one("#keeping") is None  # nothing to keep it for


def test_code_page_needs_a_code(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration)).one())
    gone = mayor.get(CODE)
    assert (gone.status_code, gone.headers["X-Kept-Ended"]) == (404, "code")
    with app.app_context(), writing():
        db.session.scalars(select(AccessLink)).one().revoked_at = clock.now()
    assert mayor.get(CODE).headers["X-Kept-Ended"] == "link"
    nobody = app.test_client().get(CODE)
    assert (nobody.status_code, nobody.headers.get("X-Kept-Ended")) == (403, None)
    nobody = app.test_client()
    worker = nobody.get(f"{CODE}worker.js")
    assert (worker.status_code, worker.mimetype) == (200, "text/javascript")


def test_worker_keeps_only_what_was_asked() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js on this machine")
    script = Path(__file__).with_name("kept_code.mjs")
    done = subprocess.run([node, script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "never_asked": ["Anna", "nothing"],
        "offline": ["Anna", "Anna"],
        "renewed": ["Anna, new code", "Anna, new code"],
        "server_ill": ["Anna, new code", "Anna, new code"],
        "somebody_else": ["Bea", "nothing"],
        "too_often": ["Anna", "Anna"],
        "no_session": ["Anna", "Anna"],
        "ended": ["no link", "nothing"],
        "afterwards": ["nothing", "nothing"],
        "online_afterwards": ["Anna", "nothing"],
    }
