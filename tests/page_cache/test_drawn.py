"""The registration form is drawn once for everybody: it says what it would say if it were drawn anew, and each visitor
has tokens of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from factories import submission
from flask import Flask
from flask.testing import FlaskClient
from queries_counted import counted
from sqlalchemy import select, update

from assembly import clock
from assembly.extensions import db
from assembly.models import Bilingual, Edition, PlaceCount
from assembly.page_cache.drawn import _cut
from assembly.registration.service.registering import register
from assembly.transactions import writing

FORM = "/en/2027/register"
OWN = re.compile(r'name="(?:csrf_token|key)" value="([^"]+)"')
SPRING, AFTERWARDS = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 5, 1, 9, tzinfo=UTC)


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def somebody_registers() -> None:
    register(edition(), submission(1))


def it_is_renamed() -> None:
    edition().name = Bilingual("Renamed", "Renommée")


def online_closes() -> None:
    db.session.execute(update(PlaceCount).where(PlaceCount.mode == "online").values(closes_at=PlaceCount.opens_at))


@pytest.mark.database("proof")
def test_form_says_what_one_drawn_anew_says(demo_app: Flask) -> None:
    moments: list[tuple[datetime, Callable[[], None]]] = [
        (SPRING, lambda: None),
        (SPRING, somebody_registers),
        (SPRING, it_is_renamed),
        (SPRING, online_closes),
        (AFTERWARDS, lambda: None),
    ]
    said = []
    for at, write in moments:
        with clock.at(at):
            with demo_app.app_context(), writing():
                write()
            kept, again, anew = (FlaskClient(demo_app).get(f"{FORM}{query}").text for query in ("", "", "?x=1"))
        said.append(OWN.sub("", anew))
        assert [OWN.sub("", page) for page in (kept, again)] == [said[-1]] * 2
    assert len(set(said)) == len(moments)


def test_each_visitor_has_own_tokens(demo_app: Flask) -> None:
    with clock.at(SPRING):
        pages = [FlaskClient(demo_app).get(FORM).text for _visitor in range(2)]
        with counted(demo_app) as sent:
            pages.append(FlaskClient(demo_app).get(FORM).text)
    assert len({token for page in pages for token in OWN.findall(page)}) == 2 * len(pages)
    assert len(sent) == 4  # the edition, its modes, its places, and the counters


def test_what_one_is_told_reaches_nobody_else(demo_app: Flask) -> None:
    with clock.at(SPRING):
        told, other = FlaskClient(demo_app), FlaskClient(demo_app)
        with told.session_transaction() as session:
            session["_flashes"] = [("message", "You alone read this.")]
        assert "You alone read this." in told.get(FORM).text
        assert "You alone read this." not in other.get(FORM).text


@pytest.mark.parametrize("page", ["one", "two one", "one one two", "one two two"])
def test_page_without_its_places_is_noticed(page: str) -> None:
    with pytest.raises(ValueError, match="a place of the page is"):
        _cut(page, {"one": "1", "two": "2"})
