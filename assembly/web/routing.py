"""What an address and a request may hold: converters, the size of a body, requests of other sites and proxies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, Response, current_app, request
from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden, NotFound, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, RequestRedirect, Rule, ValidationError

from assembly import i18n
from assembly.extensions import read_one
from assembly.limiter import proxy_is_unknown
from assembly.models import Edition

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


View = TypeVar("View", bound=Callable[..., Any])

_BY_SLUG = select(Edition).where(Edition.slug == bindparam("slug"))
"Built once, as each request asks for it."


class LanguageConverter(BaseConverter):
    """`en` or `fr`, never anything from the visitor."""

    regex = "|".join(i18n.LANGUAGES)


class EditionConverter(BaseConverter):
    """An edition by its slug; an unknown one is a page that does not exist."""

    regex = r"[0-9]{4}(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> Edition:
        """The edition with this slug."""
        try:
            edition = read_one(_BY_SLUG, {"slug": value})
        except OperationalError as problem:  # while routing, our handler for it does not run yet
            raise ServiceUnavailable(retry_after=5) from problem
        if edition is None:
            raise ValidationError
        return edition

    def to_url(self, value: Edition) -> str:
        """Its slug."""
        return value.slug


class WrittenWhenAsked(Rule):
    """A rule that writes the function which builds its address when the first is built.

    Werkzeug writes and compiles two for each of our 500 rules at each start, of which a process uses some dozens: a
    sixth of the start.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        write = super()._compile_builder

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            built: Callable[..., tuple[str, str]] = write(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", built)
            return built(**values)

        return build


def set_up_routing(app: Flask) -> None:
    """Bind converters and what is asked of each request before its page."""
    proxies = app.config["ASSEMBLY"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = _probes_by_any_name(app, app.wsgi_app)  # type: ignore[assignment,method-assign]
    app.url_rule_class = WrittenWhenAsked
    app.url_map.converters.update(lang=LanguageConverter, edition=EditionConverter)
    app.before_request(_report_unknown_proxy)
    app.before_request(_refuse_nul)
    app.before_request(_refuse_other_sites)
    app.before_request(_allow_files)
    app.after_request(_stay_on_this_site)


def _probes_by_any_name(app: Flask, answer: WSGIApplication) -> WSGIApplication:
    """Answer the two probes whatever Host they ask for: who checks a server may know only its address."""

    def wrapped(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] in {"/healthz", "/readyz"}:
            environ["HTTP_HOST"] = app.config["ASSEMBLY"].host
        return answer(environ, start)

    return wrapped


def _report_unknown_proxy() -> None:
    """Once in the log of each process; the office reads it on its own pages, which come through the same proxy."""
    if proxy_is_unknown() and "unknown_proxy" not in current_app.extensions:
        current_app.extensions["unknown_proxy"] = True
        structlog.get_logger().warning("unknown_proxy", setting="PROXIES")


def _refuse_nul() -> None:
    """No address of ours holds the sign that PostgreSQL refuses in any text."""
    if "\x00" in request.path:
        raise NotFound


def _refuse_other_sites() -> None:
    """A second lock beside the CSRF token: browsers say where an unsafe request comes from."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("Origin", "null")
    is_ours = origin in ("null", current_app.config["ASSEMBLY"].public_url) or origin == request.host_url.rstrip("/")
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or not is_ours:
        raise Forbidden


def _stay_on_this_site(response: Response) -> Response:
    """Give the redirect that adds a slash its path alone: behind a proxy routing knows neither https nor the port."""
    if isinstance(request.routing_exception, RequestRedirect):
        to = urlsplit(response.location or "")
        response.location = urlunsplit(("", "", "/" + to.path.lstrip("/"), to.query, ""))
    return response


def takes_files(megabytes: int) -> Callable[[View], View]:
    """Let this page receive uploads up to a size; everywhere else 256 kB is too large."""

    def mark(view: View) -> View:
        view.longest_body = megabytes * 1024 * 1024  # type: ignore[attr-defined]
        return view

    return mark


def longest_body(app: Flask) -> int:
    """Return what the most generous page takes, in bytes."""
    pages: list[int] = [getattr(view, "longest_body", 0) for view in app.view_functions.values()]
    return max(*pages, int(app.config["MAX_CONTENT_LENGTH"]))


def _allow_files() -> None:
    """Before anything reads the body, the CSRF token included."""
    longest = getattr(current_app.view_functions.get(request.endpoint or ""), "longest_body", None)
    if longest:
        request.max_content_length = longest


def page_asked() -> int:
    """The page of a list the address asks for (`?page=2`), the first for anything that is no page."""
    asked = request.args.get("page", "1")
    return min(max(int(asked), 1), 100_000) if asked.isdecimal() and len(asked) < 7 else 1
