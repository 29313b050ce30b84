"""Which requests the cache may answer, and what of them the answer may depend on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from itsdangerous import BadSignature
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_cookie
from werkzeug.routing import BaseConverter, Map, RequestRedirect

from assembly.i18n import LANGUAGES, SWITCH

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

STATIC = "/static/"
_LONGEST_QUERY = 500
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9._~%+=&,:-]*")
_REMEMBERED = 4_096
"Paths whose page is remembered."
_COOKIES = 256
"Cookies of which is remembered whether they are somebody's."
OF_FORMS = frozenset({"csrf_token", "_fresh", "received", "joining"})
"What a session holds of somebody who has opened or sent a public form: no cached page reads it."


class Key(NamedTuple):
    """All of a request that an answer may depend on; the path begins with the language."""

    scheme: str
    host: str
    path: str
    query: str


@dataclass(frozen=True, slots=True)
class Page:
    """A route whose answers may be kept."""

    rule: str
    query: tuple[str, ...]


class Requests:
    """Tells which requests of an application may be answered from memory, without asking the database."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._session = app.config["SESSION_COOKIE_NAME"]
        self._remembers = app.config.get("REMEMBER_COOKIE_NAME", "remember_token")
        self._sealed: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self._is_nobodys = lru_cache(_COOKIES)(self._holds_no_person)
        self._prefixes = tuple(f"/{lang}/" for lang in LANGUAGES)
        self._pages: dict[str, Page | None] = {}
        self._map: Map | None = None
        self._making = Lock()

    def key_of(self, environ: WSGIEnvironment) -> Key | None:
        """Return what an answer to this request may depend on; None if that is more than a `Key` holds."""
        path: str = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("SCRIPT_NAME"):
            return None
        if not path.startswith(STATIC):  # a file is the same for everybody
            if "HTTP_AUTHORIZATION" in environ or self._may_be_somebody(environ.get("HTTP_COOKIE", "")):
                return None
            if not path.startswith(self._prefixes):
                return None
        query = environ.get("QUERY_STRING", "")
        if query:
            page = self.page_of(path)
            kept = _kept_of(query, page.query) if page else None
            if kept is None:
                return None
            query = kept
        return Key(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "").lower(), path, query)

    def _may_be_somebody(self, cookies: str) -> bool:
        """Whether these cookies may be those of somebody with a page of their own."""
        if self._session not in cookies and self._remembers not in cookies:
            return False
        return self._remembers in cookies or not self._is_nobodys(cookies)

    def _holds_no_person(self, cookies: str) -> bool:
        """Whether the only session in these cookies holds nothing but what a public form leaves there."""
        given = parse_cookie(cookies).getlist(self._session)
        try:
            lifetime = int(self._app.permanent_session_lifetime.total_seconds())
            return len(given) == 1 and set(self._sealed.loads(given[0], max_age=lifetime)) <= OF_FORMS
        except BadSignature:
            return False

    def page_of(self, path: str) -> Page | None:
        """Find the route of a path among all routes; None if its marker does not say that it may be cached."""
        if path in self._pages:
            return self._pages[path]
        page = self._match(path)
        if page is not None:
            if len(self._pages) >= _REMEMBERED:
                self._pages.clear()
            self._pages[path] = page
        return page

    def _match(self, path: str) -> Page | None:
        with self._making:  # two threads that made it at once were seen to fail
            if self._map is None:
                self._map = _map_without_database(self._app)
        try:
            text = path.encode("latin-1").decode()
            rule, _values = self._map.bind("").match(text, method="GET", return_rule=True)
        except (HTTPException, RequestRedirect, UnicodeDecodeError):
            return None
        if rule.endpoint == "static":
            return Page(rule.rule, ("v",))
        view: Any = self._app.view_functions[rule.endpoint]
        if getattr(view, "cached", None) is not True or not rule.rule.startswith("/<lang:lang>/"):
            return None
        return Page(rule.rule, view.query)


def _map_without_database(app: Flask) -> Map:
    """Copy all routes, so that the one that wins is the one Flask would find, with editions known by their form."""
    edition = app.url_map.converters["edition"]

    class BySlug(BaseConverter):
        regex = edition.regex
        part_isolating = True

    converters = app.url_map.converters | {"edition": BySlug}
    rules = [rule.empty() for rule in app.url_map.iter_rules()]
    return Map(rules, converters=converters)


def _kept_of(query: str, names: tuple[str, ...]) -> str | None:
    """Write the part of a query that the page reads in one order; None for one that is long or strangely written."""
    if len(query) > _LONGEST_QUERY or not _PLAIN_QUERY.fullmatch(query):
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        return None
    if any(name == SWITCH for name, _value in pairs):
        return None  # the one query every page takes: it sets a cookie
    return urlencode(sorted((pair for pair in pairs if pair[0] in names), key=lambda pair: names.index(pair[0])))


def neutral(environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
    """Describe the request of a visitor of whom nothing is known but what they ask for: no cookie, no language, no
    address, no browser, no earlier answer."""
    request = {name: value for name, value in environ.items() if name.startswith(("SERVER_", "wsgi."))}
    return request | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": key.path,
        "QUERY_STRING": key.query,
        "HTTP_HOST": key.host,
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": key.scheme,
        "wsgi.input": BytesIO(),
    }
