"""Which requests the cache may answer, and what of them the answer may depend on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Map, RequestRedirect

from assembly.i18n import LANGUAGES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LONGEST_QUERY = 500
_PLAIN_QUERY = re.compile(r"[A-Za-z0-9._~%+=&,:-]*")
_REMEMBERED = 4_096
"Paths whose page is remembered."


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
        self._cookies = (app.config["SESSION_COOKIE_NAME"], app.config.get("REMEMBER_COOKIE_NAME", "remember_token"))
        self._prefixes = tuple(f"/{lang}/" for lang in LANGUAGES)
        self._pages: dict[str, Page | None] = {}
        self._map: Map | None = None

    def key_of(self, environ: WSGIEnvironment) -> Key | None:
        """Return what an answer to this request may depend on; None if that is more than a `Key` holds."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE", "")
        if cookies and any(name in cookies for name in self._cookies):
            return None
        path: str = environ["PATH_INFO"]
        if not path.startswith(self._prefixes) or environ.get("SCRIPT_NAME"):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            page = self.page_of(path)
            kept = _kept_of(query, page.query) if page else None
            if kept is None:
                return None
            query = kept
        return Key(environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "").lower(), path, query)

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
        if self._map is None:
            self._map = _map_without_database(self._app)
        try:
            text = path.encode("latin-1").decode()
            rule, _values = self._map.bind("").match(text, method="GET", return_rule=True)
        except (HTTPException, RequestRedirect, UnicodeDecodeError):
            return None
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
