"""An answer as it is kept: whole, compressed once, with its tag, and how a request gets it."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, Self

from assembly.models import PageTopic
from assembly.versions import Versions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = list[tuple[str, str]]
_TEXT = re.compile(r"text/|application/(json|xml|atom\+xml|manifest\+json|javascript|wasm)|image/svg\+xml")
_SHORT = 500
"Bytes that are not worth compressing."
_TAKES_GZIP = re.compile(r"(?:^|[\s,])gzip\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))", re.IGNORECASE)
_OURS = frozenset({"content-length", "cache-control", "etag", "vary", "date", "last-modified"})
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
class Answer:
    """A page with status 200: its content plain and compressed, the headers of each, and until when it is right."""

    rule: str
    tag: str
    plain: Reply
    packed: Reply
    unchanged: Reply
    made_at: datetime
    changes_at: datetime | None
    versions: tuple[tuple[PageTopic, int], ...]

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
        packed = plain
        if len(body) > _SHORT and _TEXT.match(given.get("content-type", "")):
            short = gzip.compress(body, mtime=0)
            packed = Reply(200, [*kept, ("Content-Encoding", "gzip"), ("Content-Length", str(len(short)))], short)
        still = [(name, value) for name, value in kept if name.lower() not in _OF_CONTENT]
        return cls(rule, tag, plain, packed, Reply(304, still, b""), made_at, changes_at, versions)

    @property
    def size(self) -> int:
        """Bytes of memory it takes, roughly."""
        packed = 0 if self.packed is self.plain else len(self.packed.body)
        return len(self.plain.body) + packed + _OVERHEAD

    def is_right(self, versions: Versions, now: datetime) -> bool:
        """Whether nothing it was made of has changed since, and no instant has come that changes it."""
        if now < self.made_at or (self.changes_at is not None and now >= self.changes_at):
            return False
        return all(versions.get(topic) == number for topic, number in self.versions)

    def to(self, environ: WSGIEnvironment) -> Reply:
        """Choose what this request gets: nothing new, the compressed or the plain page, or its headers alone."""
        if self._is_known(environ.get("HTTP_IF_NONE_MATCH")):
            return self.unchanged
        reply = self.packed if _TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")) else self.plain
        return reply._replace(body=b"") if environ["REQUEST_METHOD"] == "HEAD" else reply

    def _is_known(self, tags: str | None) -> bool:
        if not tags:
            return False
        known = (tag.strip().removeprefix("W/") for tag in tags.split(","))
        return tags.strip() == "*" or self.tag in known
