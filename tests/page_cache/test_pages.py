"""Which pages are cached: each public one says so, and those that do can be kept whenever they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from queries_counted import counted
from sqlalchemy import select
from static_checks import silent_pages, wrongly_cached_pages
from werkzeug.datastructures import ImmutableMultiDict

from assembly import clock
from assembly.agenda.queries import latest_rows
from assembly.extensions import db
from assembly.i18n import SWITCH
from assembly.models import Edition, Recording, ReleasedAppearance
from assembly.security import public

SPRING = datetime(2027, 3, 1, 9, tzinfo=UTC)
ON_THE_DAY = datetime(2027, 4, 15, 9, 30, tzinfo=UTC)
SUMMER = datetime(2027, 6, 1, 9, tzinfo=UTC)


def test_every_public_page_says_whether_cached(own_app: Flask) -> None:
    assert silent_pages(own_app) == []

    @own_app.get("/<lang:lang>/silent")
    @public
    def silent() -> str:
        return ""

    assert silent_pages(own_app) == ["silent"]


def test_addresses_of_cached_pages_name_their_language(own_app: Flask) -> None:
    assert wrongly_cached_pages(own_app) == []

    @own_app.route("/everywhere", methods=["GET", "POST"])
    @public(cached=True)
    def everywhere() -> str:
        return ""

    assert wrongly_cached_pages(own_app) == ["everywhere"]


class Asked(ImmutableMultiDict[str, str]):
    """A query that notes what is read of it."""

    names: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


def test_cached_pages_declare_their_query(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a page reads of its query beyond that would never reach it."""
    monkeypatch.setattr(own_app.request_class, "parameter_storage_class", Asked)
    own_app.test_client_class = FlaskClient
    pages: dict[str, set[str]] = {}
    with clock.at(SPRING):
        for path in addresses(own_app, "2027"):
            if path.endswith(".pdf"):
                continue
            Asked.names.clear()
            answer = own_app.test_client().get(path)
            with own_app.test_request_context(path):
                view: Any = own_app.view_functions[str(request.endpoint)]
            pages[path] = Asked.names - {*view.query, SWITCH} if answer.status_code == 200 else set()
    assert {path: names for path, names in pages.items() if names} == {}
    Asked.names.clear()
    own_app.test_client().get("/en/communities")
    assert {"on", "country", "kind", "joined", "role"} <= Asked.names


def addresses(app: Flask, slug: str) -> Iterator[str]:
    """One address of each cached page, where the edition has what it shows."""
    with app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
        rows = latest_rows(edition)
        ids = [row.session_id for row in rows]
        seen = db.session.scalars(select(ReleasedAppearance).where(ReleasedAppearance.session_id.in_(ids))).first()
        recorded = db.session.scalars(select(Recording.code).where(Recording.edition_id == edition.id)).first()
        codes = {"agenda": rows[0].code, "calendar": rows[0].code, "recordings": recorded}
        codes["speakers"] = seen.person.code if seen else None
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "cached", None):
            path = rule.rule.replace("<lang:lang>", "fr").replace("<edition:edition>", slug)
            code = codes.get(rule.endpoint.partition(".")[0])
            if "<code>" not in path or code:
                yield path.replace("<code>", str(code))


@pytest.mark.turns(2)
@pytest.mark.parametrize(("slug", "at"), [("2027", ON_THE_DAY), ("2027", SPRING), ("2023", SUMMER), ("2027", SUMMER)])
def test_cached_pages_are_kept(cached_app: Flask, slug: str, at: datetime) -> None:
    """Each knows when the clock changes it and reads what is counted, before, on the day and after; none has a token
    or anything else that would set a cookie."""
    paths = [path for path in addresses(cached_app, slug) if not path.endswith(".pdf")]
    assert len(paths) > 22
    client, missed = cached_app.test_client(), []
    with clock.at(at):
        for path in paths:
            first = client.get(path)
            with counted(cached_app) as sent:
                second = client.get(path)
            if first.status_code == 200:
                assert first.data == second.data
                assert b"csrf_token" not in first.data
                missed += [path] * bool(sent)
    assert missed == []
