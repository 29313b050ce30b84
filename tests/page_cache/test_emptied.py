"""Emptying the cache at any moment changes nothing but speed: three caches of one application are asked the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import Bilingual, Edition
from assembly.page_cache import Answer, PageCache
from assembly.transactions import writing

ASKED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("GET", "/en/2027/practical", {}),
    ("GET", "/en/2027/practical?x=1", {"Accept-Encoding": "br"}),
    ("HEAD", "/en/2027/practical", {"Cookie": "lang=fr", "Accept-Language": "fr"}),
    ("GET", "/en/2027/practical", {"If-None-Match": "*"}),
    ("GET", "/fr/2027/agenda.ics", {}),
    ("GET", "/static/css/tokens.css", {"Accept-Encoding": "gzip"}),
)
NUMBER = re.compile(rb"[0-9a-f]{12}")
"Of a request, which a page that says what went wrong tells."
SPRING, AFTERWARDS = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 5, 1, 9, tzinfo=UTC)


def edit(**facts: object) -> Callable[[], None]:
    def write() -> None:
        with writing():
            edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
            for name, value in facts.items():
                setattr(edition, name, value)

    return write


MOMENTS = (
    (SPRING, lambda: None),
    (SPRING, edit(name=Bilingual("Renamed", "Renommée"))),
    (SPRING, edit(is_announced=False)),
    (SPRING, edit(is_announced=True)),
    (AFTERWARDS, lambda: None),
)


def answers(app: Flask) -> Iterator[tuple[object, ...]]:
    """What each of three caches answers, while somebody writes and the clock goes on: one that is never emptied, one
    emptied before each request, and one emptied while the page is made and kept."""
    emptied = [PageCache(app, app.wsgi_app._answer) for _ in range(2)]  # type: ignore[attr-defined]
    caches = (app.wsgi_app, *emptied)

    @app.after_request
    def empty_meanwhile(answer: Response) -> Response:
        emptied[1].clear()
        return answer

    visitor = FlaskClient(app, app.response_class, use_cookies=False)
    for at, write in MOMENTS:
        with clock.at(at):
            with app.app_context():
                write()
            for method, path, headers in ASKED:
                found = []
                for app.wsgi_app in caches:
                    emptied[0].clear()
                    answer = visitor.open(path, method=method, headers=headers)
                    found.append((answer.status_code, sorted(answer.headers), NUMBER.sub(b"", answer.data)))
                yield at, method, path, headers, found
    for cache in emptied:
        cache.versions.close()


def differences(app: Flask) -> list[tuple[object, ...]]:
    """The requests that the three caches answer differently."""
    return [asked for *asked, (kept, *others) in answers(app) if any(other != kept for other in others)]


def test_emptied_cache_answers_alike(cached_app: Flask) -> None:
    """What said when it runs out, by the clock of when it was made, was found so."""
    assert differences(cached_app) == []


def test_cache_that_keeps_old_pages_is_noticed(cached_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Answer, "is_right", lambda *_: True)
    assert differences(cached_app)


@pytest.mark.proof("a second control of the same comparison")
def test_cache_blind_to_the_clock_is_noticed(cached_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Answer.is_right
    monkeypatch.setattr(Answer, "is_right", lambda answer, versions, _now: right(answer, versions, answer.made_at))
    assert {at for at, *_asked in differences(cached_app)} == {AFTERWARDS}


@pytest.mark.proof("a third control of the same comparison")
def test_cache_that_forgets_a_header_is_noticed(cached_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = PageCache.reply

    def shortened(*asked: object) -> object:
        reply = whole(*asked)  # type: ignore[arg-type]
        return reply and reply._replace(headers=reply.headers[1:])

    monkeypatch.setattr(PageCache, "reply", shortened)
    assert differences(cached_app)


def test_file_names_no_instant(cached_app: Flask) -> None:
    kept = cached_app.test_client().get("/static/css/tokens.css")
    assert "Cache-Control" in kept.headers
    assert "Expires" not in kept.headers
