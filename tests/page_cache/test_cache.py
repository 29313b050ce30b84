"""A page from memory is the page the application would make now, for anybody who has no session."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
from factories import ORGANISER, sign_in, submission
from flask import Flask, Response, session
from queries_counted import counted
from sqlalchemy import select
from werkzeug.test import TestResponse

from assembly import clock
from assembly.agenda.queries import last_release
from assembly.extensions import db
from assembly.models import Edition, Mail, PageVersion, SignedIn
from assembly.page_cache import PageCache
from assembly.registration.service.registering import register
from assembly.security import public
from assembly.transactions import writing

HOME = "/en/2027/"
PROGRAMME = "/fr/2023/agenda"
SPRING = datetime(2027, 3, 1, 9, tzinfo=UTC)


def edition_of(slug: str = "2027") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def is_from_memory(app: Flask, path: str, **asked: Any) -> bool:
    """Whether an answer is given without a question to the application's database."""
    with counted(app) as sent:
        app.test_client().get(path, **asked)
    return not sent


def numbers(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row.topic.value: row.number for row in db.session.scalars(select(PageVersion))}


def test_second_visitor_is_answered_from_memory(cached_app: Flask) -> None:
    first, second = (cached_app.test_client().get(HOME) for _ in range(2))
    assert first.data == second.data
    assert dict(first.headers) == dict(second.headers)
    assert is_from_memory(cached_app, HOME)
    cached_app.wsgi_app.clear()  # type: ignore[attr-defined]
    assert not is_from_memory(cached_app, HOME)
    assert cached_app.test_client().get(HOME).data == first.data


@pytest.mark.database
def test_write_shows_with_the_next_request(cached_app: Flask) -> None:
    """Also where another process has made the page: it has a cache of its own on the same database."""
    other = PageCache(cached_app, cached_app.wsgi_app._answer)  # type: ignore[attr-defined]
    here, there = cached_app.test_client(), cached_app.test_client()
    for visitor, cache in ((here, cached_app.wsgi_app), (there, other)):
        cached_app.wsgi_app = cache
        visitor.get(PROGRAMME)
    with cached_app.app_context(), writing():
        edition_of("2023").name.fr  # noqa: B018 -- what was read before is read again
        edition = edition_of("2023")
        edition.name = type(edition.name)(edition.name.en, "Assemblée renommée")
    for visitor, cache in ((here, other), (there, cached_app.wsgi_app)):
        cached_app.wsgi_app = cache
        assert "Assemblée renommée" in visitor.get(PROGRAMME).get_data(as_text=True)
    other.versions.close()


@pytest.mark.database
def test_write_undone_leaves_the_page(cached_app: Flask) -> None:
    before = cached_app.test_client().get(PROGRAMME).data
    with cached_app.app_context(), pytest.raises(ZeroDivisionError), writing():
        edition_of("2023").slug = "1999"
        db.session.flush()
        raise ZeroDivisionError
    assert is_from_memory(cached_app, PROGRAMME)
    assert cached_app.test_client().get(PROGRAMME).data == before


def test_page_changes_when_registration_closes(cached_app: Flask) -> None:
    with cached_app.app_context():
        closes_at = max(one.closes_at for one in edition_of().places)
    visitor = cached_app.test_client()
    for at, is_open in (
        (closes_at - timedelta(hours=1), True),
        (closes_at, True),
        (closes_at + timedelta(microseconds=1), False),
        (closes_at - timedelta(seconds=1), True),
    ):
        with clock.at(at):
            assert (b'href="/en/2027/register"' in visitor.get("/en/2027/practical").data) is is_open, at


def test_nothing_personal_is_kept(cached_app: Flask) -> None:
    """Whoever is signed in gets their own page, and leaves nothing of it to others."""
    organiser, nobody = cached_app.test_client(), cached_app.test_client()
    with cached_app.app_context(), writing():
        edition_of().is_announced = False
    sign_in(organiser, ORGANISER)
    assert "Not public yet" in organiser.get(HOME).get_data(as_text=True)
    assert nobody.get(HOME).status_code == 404
    with cached_app.app_context(), writing():
        edition_of().is_announced = True
    assert organiser.get(HOME).headers["Cache-Control"] == "private, no-cache"
    assert not is_from_memory(cached_app, HOME)
    assert is_from_memory(cached_app, HOME)


@pytest.mark.proof("speed with a session that says nothing")
def test_opened_form_does_not_make_pages_slow(cached_app: Flask) -> None:
    """Its token is in the session of whoever has seen it; a page of their own is another matter."""
    visitor = cached_app.test_client()
    visitor.get("/en/2027/register")
    visitor.get(HOME)
    with counted(cached_app) as sent:
        visitor.get(HOME)
    assert sent == []
    for name in ("own_link", "device", "_flashes", "own_speaker"):
        with visitor.session_transaction() as kept:
            kept[name] = []
        with counted(cached_app) as sent:
            visitor.get(HOME)
        assert sent
        with visitor.session_transaction() as kept:
            kept.pop(name, None)
    visitor.set_cookie("session", "broken")
    with counted(cached_app) as sent:
        visitor.get(HOME)
    assert sent


def test_page_is_made_for_nobody(cached_app: Flask) -> None:
    """Whatever a visitor sends beside the address, the first to ask gets what all get."""
    plain = cached_app.test_client().get(HOME)
    cached_app.wsgi_app.clear()  # type: ignore[attr-defined]
    asked = {
        "Accept-Language": "fr",
        "Cookie": "lang=fr; visits=3",
        "Referer": "http://elsewhere.example/",
        "User-Agent": "x",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Host": "elsewhere.example",
        "Range": "bytes=0-9",
        "If-None-Match": '"x"',
    }
    strange = cached_app.test_client().get(HOME + "?utm_source=x", headers=asked)
    assert (strange.status_code, strange.data) == (200, plain.data)
    assert dict(strange.headers) == dict(plain.headers)
    assert "Set-Cookie" not in plain.headers
    assert cached_app.test_client().get(HOME, headers={"Host": "elsewhere.example"}).status_code == 400


def test_query_is_read_in_one_order(cached_app: Flask) -> None:
    one = "/en/communities?country=PL&kind=city&page=7"
    answer = cached_app.test_client().get(one)
    assert is_from_memory(cached_app, "/en/communities?x=1&kind=city&country=PL")
    assert not is_from_memory(cached_app, "/en/communities?country=FR&kind=city")
    assert not is_from_memory(cached_app, "/en/communities?country=PL&kind=%ff")
    assert cached_app.test_client().get("/en/communities?kind=city&country=PL").data == answer.data


def test_language_switch_is_never_answered_from_memory(cached_app: Flask) -> None:
    cached_app.test_client().get(HOME)
    for query in ("?switch", "?kind=x&switch=1"):
        answer = cached_app.test_client().get(HOME + query)
        assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
        assert "lang=en" in answer.headers["Set-Cookie"]


def asked_for(app: Flask, path: str, method: str = "GET", **headers: str) -> TestResponse:
    return app.test_client().open(
        path, method=method, headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def test_known_page_is_not_sent_again(cached_app: Flask) -> None:
    plain = asked_for(cached_app, HOME)
    packed = asked_for(cached_app, HOME, Accept_Encoding="br;q=0, gzip")
    better = asked_for(cached_app, HOME, Accept_Encoding="gzip, deflate, br, zstd")
    head = asked_for(cached_app, HOME, "HEAD")
    assert gzip.decompress(packed.data) == plain.data == brotli.decompress(better.data)
    assert len(better.data) < len(packed.data) < len(plain.data) / 3
    assert (head.data, head.headers["Content-Length"]) == (b"", plain.headers["Content-Length"])
    assert {one.headers["Vary"] for one in (plain, packed, better, head)} == {"Accept-Encoding, Cookie"}
    assert {one.headers["Cache-Control"] for one in (plain, packed, head)} == {"public, no-cache"}
    for refused in ("identity", "gzip;q=0, br;q=0.0", "xgzip", "brx"):
        assert "Content-Encoding" not in asked_for(cached_app, HOME, Accept_Encoding=refused).headers
    for tag in (packed.headers["ETag"], '"x", ' + plain.headers["ETag"].removeprefix("W/"), "*"):
        known = asked_for(cached_app, HOME, If_None_Match=tag)
        assert (known.status_code, known.data) == (304, b"")
        assert known.headers["ETag"] == plain.headers["ETag"]
        assert "Content-Length" not in known.headers
        assert known.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]


@pytest.mark.proof("one page of its own")
def test_feed_keeps_its_own_tag(cached_app: Flask) -> None:
    feed = asked_for(cached_app, "/en/2027/agenda.ics", If_None_Match='"x"')
    assert feed.headers["Cache-Control"] == "public, max-age=300"
    assert asked_for(cached_app, "/en/2027/agenda.ics", If_None_Match=feed.headers["ETag"]).status_code == 304
    assert is_from_memory(cached_app, "/en/2027/agenda.ics")


@pytest.mark.turns(5)
@pytest.mark.parametrize("reason", ["time", "table", "cookie", "status", "no-store", "nothing"])
def test_doubtful_page_is_not_kept(cached_app: Flask, reason: str) -> None:
    """A page that read the time itself or a table that never is public, sets a cookie, fails or forbids it."""

    @cached_app.get("/<lang:lang>/doubtful")
    @public(cached=True)
    def doubtful() -> Response:
        if reason == "time":
            clock.now()
        if reason == "table":
            db.session.scalars(select(SignedIn)).first()
        if reason == "cookie":
            session["seen"] = 1
        return Response("x", 500 if reason == "status" else 200, {"Cache-Control": reason} if reason[2] == "-" else {})

    made = []
    cached_app.after_request(lambda answer: made.append(1) or answer)
    for _ in range(2):
        cached_app.test_client().get("/en/doubtful")
    assert len(made) == (1 if reason == "nothing" else 2)


@pytest.mark.database("proof")
def test_registration_leaves_the_programme_cached(cached_app: Flask) -> None:
    """It raises the counter of people alone, and an email none."""
    for path in (HOME, "/en/2027/agenda"):
        cached_app.test_client().get(path)
    before = numbers(cached_app)
    with clock.at(SPRING), cached_app.app_context(), writing():
        register(edition_of(), submission(1))
    after = numbers(cached_app)
    assert after == before | {"people": before["people"] + 1}
    assert is_from_memory(cached_app, "/en/2027/agenda")
    assert not is_from_memory(cached_app, HOME)
    with cached_app.app_context(), writing():
        db.session.scalars(select(Mail)).first().error = "x"  # type: ignore[union-attr]
    assert numbers(cached_app) == after


@pytest.mark.database
def test_release_raises_the_counter_of_content(cached_app: Flask) -> None:
    before = numbers(cached_app)
    with cached_app.app_context(), writing():
        release = last_release(edition_of())
        assert release is not None
        release.note = type(release.note)("A note", "Une note")
    assert numbers(cached_app) == before | {"content": before["content"] + 1}


@pytest.mark.proof("a number in the log")
def test_answers_from_memory_are_counted(cached_app: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(4):
        cached_app.test_client().get(HOME)
    asked_for(cached_app, HOME, If_None_Match="*")
    capfd.readouterr()
    cached_app.wsgi_app.counts.write()  # type: ignore[attr-defined]
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    told = {(one["route"], one["status"]): one["count"] for one in lines if one["event"] == "cached_requests"}
    assert told == {("/<lang:lang>/<edition:edition>/", 200): 3, ("/<lang:lang>/<edition:edition>/", 304): 1}


@pytest.mark.database("proof")
def test_database_away_is_asked_again(cached_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    cached_app.test_client().get(HOME)
    monkeypatch.setattr(cached_app.wsgi_app.versions, "read", lambda: None)  # type: ignore[attr-defined]
    assert not is_from_memory(cached_app, HOME)
