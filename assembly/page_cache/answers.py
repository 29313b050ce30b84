"""An answer as it is kept: whole, compressed once, with its tag, and how a request gets it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, Self

import brotli

from assembly.models import PageTopic
from assembly.versions import Versions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = list[tuple[str, str]]
_TEXT = re.compile(r"text/|application/(json|xml|atom\+xml|manifest\+json|javascript|wasm)|image/svg\+xml")
_SHORT = 500
"Bytes that are not worth compressing."
_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, mtime=0),
}
"The ways in which a page is compressed, the better first."
_TAKES = {
    name: re.compile(rf"(?:^|[\s,]){name}\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))", re.IGNORECASE)
    for name in _ENCODINGS
}
_OURS = frozenset({"content-length", "cache-control", "etag", "vary", "date", "expires", "last-modified"})
_OF_CONTENT = frozenset({"content-type", "content-disposition"})
_OVERHEAD = 4_096
"Bytes an answer takes beside its content, roughly."


class Reply(NamedTuple):
    """What is sent: the headers also tell the length."""

    status: int
    headers: Headers
    body: bytes

    @property
    def status_line(self) -> str:
        """The status as WSGI wants it."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"


@dataclass(frozen=True, slots=True)
class Lasting:
    """Until when a page is right: when it was made, when the clock changes it, and of which versions of the data."""

    made_at: datetime
    changes_at: datetime | None
    versions: tuple[tuple[PageTopic, int], ...]

    def is_right(self, versions: Versions, now: datetime) -> bool:
        """Whether nothing it was made of has changed since, and no instant has come that changes it."""
        if now < self.made_at or (self.changes_at is not None and now >= self.changes_at):
            return False
        return all(versions.get(topic) == number for topic, number in self.versions)


@dataclass(frozen=True, slots=True)
class Answer(Lasting):
    """A page with status 200: its content plain and, once somebody has asked for that, compressed in a way that was
    taken, each with its headers."""

    rule: str
    tag: str
    plain: Reply
    unchanged: Reply
    may_be_packed: bool
    packed: dict[str, Reply] = field(default_factory=dict)
    "By the name of the way; another thread that makes the same at once makes it alike."

    @classmethod
    def of(
        cls,
        rule: str,
        headers: Headers,
        body: bytes,
        *,
        made_at: datetime,
        changes_at: datetime | None = None,
        versions: tuple[tuple[PageTopic, int], ...] = (),
    ) -> Self:
        """Prepare a page: its tag is its own or made of its content; any cache may keep it, and asks each time whether
        it is still right unless the page itself says for how long it is."""
        given = {name.lower(): value for name, value in headers}
        tag = given.get("etag", "").removeprefix("W/") or f'"{sha256(body).hexdigest()[:32]}"'
        kept = [(name, value) for name, value in headers if name.lower() not in _OURS]
        kept += [
            ("Cache-Control", given.get("cache-control", "private, no-cache").replace("private", "public")),
            ("ETag", f"W/{tag}"),  # weak: the same content, compressed or not
            ("Vary", "Accept-Encoding, Cookie" if versions else "Accept-Encoding"),
        ]
        plain = Reply(200, [*kept, ("Content-Length", str(len(body)))], body)
        still = [(name, value) for name, value in kept if name.lower() not in _OF_CONTENT]
        worth_it = len(body) > _SHORT and _TEXT.match(given.get("content-type", "")) is not None
        return cls(made_at, changes_at, versions, rule, tag, plain, Reply(304, still, b""), worth_it)

    @property
    def size(self) -> int:
        """Bytes of memory it takes, roughly and once it is compressed."""
        packed = len(self.plain.body) // 2 if self.may_be_packed else 0
        return len(self.plain.body) + packed + _OVERHEAD

    def to(self, environ: WSGIEnvironment) -> Reply:
        """Choose what this request gets: nothing new, the compressed or the plain page, or its headers alone."""
        if self._is_known(environ.get("HTTP_IF_NONE_MATCH")):
            return self.unchanged
        reply = self._packed_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return reply._replace(body=b"") if environ["REQUEST_METHOD"] == "HEAD" else reply

    def _packed_for(self, taken: str) -> Reply:
        way = next((name for name in _ENCODINGS if _TAKES[name].search(taken)), None)
        if way is None or not self.may_be_packed:
            return self.plain
        if way not in self.packed:
            short, length = _ENCODINGS[way](self.plain.body), ("Content-Length", str(len(self.plain.body)))
            headers = [one for one in self.plain.headers if one != length]
            headers += [("Content-Encoding", way), ("Content-Length", str(len(short)))]
            self.packed[way] = Reply(200, headers, short)
        return self.packed[way]

    def _is_known(self, tags: str | None) -> bool:
        if not tags:
            return False
        known = (tag.strip().removeprefix("W/") for tag in tags.split(","))
        return tags.strip() == "*" or self.tag in known
