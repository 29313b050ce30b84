"""A body that is not a form's is never a fault of ours, whichever page it is sent to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from caching import compile_templates_once
from flask import Flask

from assembly import create_app
from assembly.web import HEADERS
from config import Config

BODIES = (b"[1,2]", b'{"key":5}', b'"x"', b"[" * 100_000)
VALUES = {"lang": "fr", "edition": "2027", "token": "unknown", "code": "unknown"}


@pytest.fixture
def rough(demo: Config) -> Iterator[Flask]:
    """The application as it runs for people: its faults are answers."""
    app = create_app(demo)
    compile_templates_once(app)
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False  # so that every form reads what was sent
    yield app
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def open_forms(app: Flask) -> list[str]:
    """An address of every page that takes a form from somebody who has not signed in."""
    addresses = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and "/manage/" not in rule.rule:
            addresses.append(re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: VALUES.get(found[1], "1"), rule.rule))
    return addresses


def test_json_is_no_form(rough: Flask, full_scale: bool) -> None:
    """`make test` sends each page one of them, in turns."""
    client, wrong, read = rough.test_client(), [], 0
    for number, address in enumerate(open_forms(rough)):
        for body in BODIES if full_scale else BODIES[number % 4 :: 4]:
            told = client.post(address, data=body, content_type="application/json")
            read += told.status_code == 422
            if told.status_code >= 500 or not HEADERS.keys() <= dict(told.headers).keys():
                wrong.append((address, body[:20], told.status_code))
    assert wrong == []
    assert read > (20 if full_scale else 5)
