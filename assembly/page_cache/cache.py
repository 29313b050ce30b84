"""The cache itself: a WSGI application in front of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from flask import Flask

from assembly import clock, versions
from assembly.extensions import db
from assembly.page_cache.answers import Answer, Headers, Reply
from assembly.page_cache.counts import Counts
from assembly.page_cache.requests import STATIC, Key, Page, Requests, neutral
from assembly.page_cache.shelf import Shelf
from assembly.versions import NEVER_PUBLIC, VersionReader, Versions, topic_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 16 * 1024 * 1024
"Bytes a process keeps of pages, and half as many of pages with a query, which a visitor could invent without end."
_PATIENCE = 0.5
"Seconds to wait while another thread makes the same page."


class PageCache:
    """Answers what it can from memory and has the application make the rest.

    `app` tells which pages may be cached; `answer` is the application behind.
    """

    def __init__(self, app: Flask, answer: WSGIApplication, most: int = MOST) -> None:
        self._answer = answer
        self._requests = Requests(app)
        self._shelf, self._with_query = Shelf(most), Shelf(most // 2)
        self._turns = [Lock() for _ in range(64)]
        self.counts = Counts()
        with app.app_context():
            self.versions = VersionReader(db.engine)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer one request as WSGI wants it."""
        key = self._requests.key_of(environ)
        page = self._requests.page_of(key.path) if key else None
        if key is None or page is None:
            return self._answer(environ, start)
        with self._turn(key):
            reply = self._known(key, environ) or self._made(page, key, environ)
        start(reply.status_line, reply.headers)
        return [reply.body]

    def kept_for(self, environ: WSGIEnvironment) -> Answer | None:
        """Return what is kept for a request, without asking whether it is still right."""
        key = self._requests.key_of(environ)
        return self._on_shelf(key).get(key) if key else None

    def reply(self, answer: Answer, known: Versions | None, environ: WSGIEnvironment) -> Reply | None:
        """Answer with what is kept if it is right by these counters, which must have been read after the request came;
        None if it is not."""
        if known is None or not answer.is_right(known, clock.now()):
            return None
        reply = answer.to(environ)
        self.counts.add(answer.rule, reply.status)
        return reply

    def clear(self) -> None:
        """Forget every page: nothing changes but speed."""
        self._shelf.clear()
        self._with_query.clear()

    def _on_shelf(self, key: Key) -> Shelf:
        return self._with_query if key.query and not key.path.startswith(STATIC) else self._shelf

    @contextmanager
    def _turn(self, key: Key) -> Iterator[None]:
        """Let one thread of a process make a page while others want the same, for a while."""
        turn = self._turns[hash(key) % len(self._turns)]
        has_turn = turn.acquire(timeout=_PATIENCE)
        try:
            yield
        finally:
            if has_turn:
                turn.release()

    def _known(self, key: Key, environ: WSGIEnvironment) -> Reply | None:
        answer = self._on_shelf(key).get(key)
        return self.reply(answer, self.versions.read() if answer.versions else {}, environ) if answer else None

    def _made(self, page: Page, key: Key, environ: WSGIEnvironment) -> Reply:
        """Have the page made for nobody in particular, and keep it if it may be."""
        known = self.versions.read()  # before the page is: what is written meanwhile makes it old, never too new
        with versions.reading() as tables, clock.watching() as watch:
            status, headers, body = _run(self._answer, neutral(environ, key))
        if status != 200 or not _is_for_everybody(headers):
            return Reply(status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else body)
        topics = {topic for table in tables if (topic := topic_of(table))}
        answer = Answer.of(
            page.rule,
            headers,
            body,
            made_at=clock.now(),
            changes_at=watch.changes_at,
            versions=tuple((topic, (known or {}).get(topic, -1)) for topic in topics),
        )
        lasts = not watch.read_openly and not tables & NEVER_PUBLIC and _is_worth_keeping(key, headers)
        if known is not None and lasts:
            self._on_shelf(key).put(key, answer)
        return answer.to(environ)


def _is_worth_keeping(key: Key, headers: Headers) -> bool:
    """Whether it is a page, a file without a fingerprint or one with the right one, of which there are no others."""
    is_file = key.path.startswith(STATIC) and key.query
    return not is_file or "immutable" in dict(headers).get("Cache-Control", "")


def _is_for_everybody(headers: Headers) -> bool:
    """Whether the page has set no cookie and has not said that nobody may keep it."""
    given = {name.lower(): value for name, value in headers}
    return "set-cookie" not in given and "no-store" not in given.get("cache-control", "")


def _run(answer: WSGIApplication, environ: WSGIEnvironment) -> tuple[int, Headers, bytes]:
    """Run a WSGI application to the end of its answer."""
    told: list[tuple[int, Headers]] = []
    written: list[bytes] = []

    def start(status: str, headers: Headers, _problem: Any = None, /) -> Callable[[bytes], object]:
        told[:] = [(int(status.partition(" ")[0]), headers)]
        return written.append

    parts = answer(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *told[0], b"".join(written) + body
