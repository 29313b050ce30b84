"""What a public page asks the database when it is not in memory: little, and nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from factories import ORGANISER, sign_in
from flask import Flask
from sqlalchemy import event

from assembly import clock
from assembly.extensions import db

SPRING = datetime(2027, 3, 1, 9, tzinfo=UTC)
ON_THE_DAY = datetime(2027, 4, 15, 9, 30, tzinfo=UTC)


@contextmanager
def asked(app: Flask) -> Iterator[Counter[tuple[str, str]]]:
    """How often each statement is sent with the same values."""
    sent: Counter[tuple[str, str]] = Counter()

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent[statement, repr(values)] += 1

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("path", "at", "most"),
    [
        ("/en/2027/", SPRING, 10),
        ("/en/2027/", ON_THE_DAY, 10),
        ("/en/2023/", SPRING, 11),
        ("/en/2023/report", SPRING, 11),
        ("/en/2027/practical", SPRING, 6),
        ("/en/communities", SPRING, 13),
        ("/en/2027/agenda", SPRING, 7),
        ("/en/2027/agenda", ON_THE_DAY, 9),
        ("/en/2023/recordings", SPRING, 8),
        ("/en/2027/agenda.ics", SPRING, 5),
        ("/en/2027/register", SPRING, 7),
        ("/en/open-data", SPRING, 3),
        ("/en/about", SPRING, 5),
    ],
)
def test_page_asks_little_and_nothing_twice(demo_app: Flask, path: str, at: datetime, most: int) -> None:
    with clock.at(at), asked(demo_app) as sent:
        assert demo_app.test_client().get(path).status_code == 200
    # the form's edition is read again after the counters: only SQLite has both of one moment (decision 33)
    again = int(path.endswith("/register") and not demo_app.config["ASSEMBLY"].is_sqlite)
    assert sent.total() <= most + again
    assert [times for times in sent.values() if times > 1] == [2] * again


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("path", "most"), [("", 44), ("people", 12), ("people?state=waiting", 12), ("search?q=li", 16)]
)
def test_office_asks_nothing_twice(demo_app: Flask, path: str, most: int) -> None:
    office = demo_app.test_client()
    with clock.at(SPRING):
        sign_in(office, ORGANISER)
        with asked(demo_app) as sent:
            assert office.get(f"/en/manage/2027/{path}").status_code == 200
    assert sent.total() <= most
    assert max(sent.values()) == 1
