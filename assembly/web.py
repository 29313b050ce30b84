"""Everything pages share: converters, language of the request, Jinja's words, headers, error pages."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

import structlog
from flask import Flask, Request, Response, current_app, g, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from limits.errors import StorageError
from sqlalchemy import bindparam, select
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, NotFound, ServiceUnavailable
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, RequestRedirect, ValidationError

from assembly import clock, formats, i18n
from assembly.addresses import subscription_address
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import visible
from assembly.history import set_actor
from assembly.i18n import _, _l
from assembly.limiter import proxy_is_unknown
from assembly.logs import described, request_id
from assembly.models import Edition
from config import Config

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_DISK_TAKES_NOTHING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
HSTS = "max-age=63072000; includeSubDomains"


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
            edition = db.session.scalars(_BY_SLUG, {"slug": value}).one_or_none()
        except OperationalError as problem:  # while routing, our handler for it does not run yet
            raise ServiceUnavailable(retry_after=5) from problem
        if edition is None:
            raise ValidationError
        return edition

    def to_url(self, value: Edition) -> str:
        """Its slug."""
        return value.slug


def init_app(app: Flask) -> None:
    """Bind converters, language, words, headers and error pages to the application."""
    proxies = app.config["ASSEMBLY"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = _probes_by_any_name(app, app.wsgi_app)  # type: ignore[assignment,method-assign]
    app.url_map.converters.update(lang=LanguageConverter, edition=EditionConverter)
    app.url_value_preprocessor(_read_language)
    app.url_defaults(_write_language)
    app.before_request(_switch_language)
    app.before_request(_report_unknown_proxy)
    app.before_request(_refuse_nul)
    app.before_request(_refuse_other_sites)
    app.before_request(_allow_files)
    app.teardown_request(_forget_visitor)
    app.after_request(_stay_on_this_site)
    app.after_request(_add_headers)
    _teach_jinja(app)
    for kind, handler in (
        (DomainError, _domain_error),
        (CSRFError, _csrf_error),
        (HTTPException, _http_error),
        (OperationalError, _storage_away),
        (StorageError, _storage_away),
        (OSError, _system_error),
        (Exception, _unexpected_error),
    ):
        app.register_error_handler(kind, handler)


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


def _read_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """On pages the path alone decides; elsewhere cookie, Accept-Language, English (model.md 1.7)."""
    set_actor("visitor")
    first = request.path.split("/", 2)[1]
    i18n.set_language(first if first in i18n.LANGUAGES else preferred_language(request))
    if values is not None:
        values.pop("lang", None)


def _forget_visitor(_error: BaseException | None) -> None:
    """Threads are used again: the next one must not speak the last visitor's language or act in their name."""
    i18n.set_language("en")
    set_actor("system")


def preferred_language(asked: Request) -> str:
    """What this browser would like, for addresses without a language."""
    return i18n.choose_language(asked.cookies.get("lang"), [tag for tag, _q in asked.accept_languages])


def _write_language(endpoint: str, values: dict[str, Any]) -> None:
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", i18n.current_language())


def _refuse_nul() -> None:
    """No address of ours holds the sign that PostgreSQL refuses in any text."""
    if "\x00" in request.path:
        raise NotFound


def _refuse_other_sites() -> None:
    """A second lock beside the CSRF token: browsers say where an unsafe request comes from."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    ours = {"null", request.host_url.rstrip("/"), current_app.config["ASSEMBLY"].public_url}
    if request.headers.get("Sec-Fetch-Site") == "cross-site" or request.headers.get("Origin", "null") not in ours:
        raise Forbidden


def _stay_on_this_site(response: Response) -> Response:
    """Give the redirect that adds a slash its path alone: behind a proxy routing knows neither https nor the port."""
    if isinstance(request.routing_exception, RequestRedirect):
        to = urlsplit(response.location or "")
        response.location = urlunsplit(("", "", "/" + to.path.lstrip("/"), to.query, ""))
    return response


def headers_for(config: Config) -> dict[str, str]:
    """Return the headers of every answer."""
    return HEADERS | ({"Strict-Transport-Security": HSTS} if config.https else {})


def _add_headers(response: Response) -> Response:
    by_token = "token" in (request.view_args or {})  # the address alone lets one in: no cache, no other site has it
    if by_token:
        response.headers["Referrer-Policy"] = "no-referrer"
    for name, value in headers_for(current_app.config["ASSEMBLY"]).items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code < 400:
        fingerprint = request.args.get("v")
        if fingerprint == _fingerprint(normpath((request.view_args or {})["filename"])):
            response.cache_control.immutable = True
        elif fingerprint is not None:  # of a page from before an update: what is kept must be what the address says
            response.headers["Cache-Control"] = "public, no-cache"
    else:
        view = current_app.view_functions.get(request.endpoint or "")
        open_to_all = getattr(view, "audience", "public") == "public" and not by_token
        response.headers.setdefault("Cache-Control", "private, no-cache" if open_to_all else "no-store")
    return response


def _switch_language() -> Response | None:
    """Remember the language of whoever comes by the switch of a page (`?switch`), and lead on to the page itself.

    Nothing else remembers one, so that a page says the same to everybody and may be cached.
    """
    first = request.path.split("/", 2)[1]
    if request.method != "GET" or i18n.SWITCH not in request.args or first not in i18n.LANGUAGES:
        return None
    answer = Response(status=303, headers={"Location": quote("/" + request.path.lstrip("/"))})
    https = current_app.config["ASSEMBLY"].https
    answer.set_cookie("lang", first, max_age=31_536_000, secure=https, httponly=True, samesite="Lax")
    return answer


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


def languages_of_page() -> dict[str, str]:
    """This page in each language, at the same path, without its query; nothing for an address without a language."""
    first, _slash, rest = request.path.removeprefix("/").partition("/")
    return {lang: quote(f"/{lang}/{rest}") for lang in i18n.LANGUAGES} if first in i18n.LANGUAGES else {}


def switch_to(path: str) -> str:
    """Return the address that shows a page of `languages_of_page` and remembers its language."""
    return f"{path}?{i18n.SWITCH}"


def _teach_jinja(app: Flask) -> None:
    app.jinja_env.filters.update(
        day=formats.day,
        iso_day=lambda text: formats.day(date.fromisoformat(text)),
        local_day=clock.local_day,
        time=formats.time,
        moment=formats.moment,
        number=formats.number,
        file_size=formats.file_size,
        country=formats.country,
        language=formats.language,
        own_name=formats.own_name,
        spoken_in=formats.spoken_in,
        listing=formats.listing,
        elided=formats.elided,
        begun=formats.begun,
        visible=visible,
    )
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of its extension i18n
        lambda text: i18n.catalogue().ugettext(text),
        lambda one, many, count: i18n.catalogue().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: i18n.catalogue().upgettext(context, text),
    )
    app.jinja_env.globals.update(
        words=formats.words,
        zone_name=formats.zone_name,
        lang=i18n.current_language,
        LANGUAGES=i18n.OWN_NAMES,
        languages_of_page=languages_of_page,
        switch_to=switch_to,
        asset=_asset,
        subscription_address=subscription_address,
        now=clock.now,
        config_of_house=lambda: current_app.config["ASSEMBLY"],
    )


def _asset(name: str) -> str:
    """A file of ours with a fingerprint, so that browsers may keep it for a year."""
    return f"/static/{name}?v={_fingerprint(name)}"


def _fingerprint(name: str) -> str:
    prints: dict[str, str] = current_app.extensions.setdefault("fingerprints", {})
    if name not in prints:
        path = Path(current_app.static_folder or "") / name
        prints[name] = sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"
    return prints[name]


_SENTENCES = {
    400: (_l("This request could not be processed"), _l("Go back and try again.")),
    403: (
        _l("You cannot view this page"),
        _l("You do not have permission to view this page. If you think you should, ask the organising team."),
    ),
    404: (_l("This page does not exist"), _l("The link may be out of date or mistyped.")),
    405: (_l("This action is not possible here"), _l("Go back and use the buttons on the page.")),
    408: (
        _l("We did not receive everything"),
        _l("Your connection is slow or was interrupted. Nothing was saved. Go back and try again."),
    ),
    429: (_l("Too many attempts"), _l("Wait a minute and try again.")),
    500: (_l("Something went wrong on our side"), _l("Nothing was saved. Try again in a moment.")),
    503: (_l("We will be back in a moment"), _l("Nothing was saved. Try again in a minute.")),
}
_PASSING = {408, 429, 500, 503}
"Statuses after which the same request may succeed."
_OWN_LINK = (
    _l("Open your personal link again"),
    _l("For your security, you can only open this page from the link in your email."),
)


def error_page(status: int, title: Any, sentence: Any, way_on: tuple[str, Any] | None = None) -> Response:
    """A page in the visitor's language with a number to quote, without the database from status 500 on.

    `way_on` is an address and what its button says.
    """
    template = "errors/page.html" if request_ctx.url_adapter else "errors/host.html"
    page = render_template(template, status=status, title=title, sentence=sentence, number=request_id(), way_on=way_on)
    return Response(page, status)


def link_not_valid() -> Response:
    """What every personal link says that is wrong, replaced or over: nothing more is told."""
    sentence = _(
        "The link may be mistyped or out of date, or a newer one may have replaced it. Use the link in your "
        "latest email."
    )
    if _kind_of_page() == "i":  # whoever has answered has a registration, with a link of its own
        sentence += " " + _("If you have already registered, we can send you the link to your registration.")
    return error_page(404, _("This link is not valid"), sentence, way_on=_link_again())


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    if status < 400:
        return error.get_response()  # type: ignore[return-value]
    if error.description == "own":
        return error_page(403, *_OWN_LINK, way_on=_link_again())
    if status == 413:
        return error_page(413, *_too_large(), way_on=_same_page())
    words = _SENTENCES.get(status, _SENTENCES[400 if status < 500 else 500])
    page = error_page(status, *words, way_on=_try_again() if status in _PASSING else None)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            page.headers[name] = value
    return page


def _too_large() -> tuple[str, str]:
    """With the limit that held: of what is sent at once, files and words together."""
    longest = request.max_content_length or current_app.config["MAX_CONTENT_LENGTH"]
    kilobytes = longest // 1024
    most = (
        _("%(number)s\u00a0MB", number=formats.number(kilobytes // 1024))
        if kilobytes >= 1024
        else _("%(number)s\u00a0kB", number=formats.number(kilobytes))
    )
    return _("Your submission is too large"), _(
        "You can send up to %(most)s at a time. Reduce the size and try again.", most=most
    )


def _try_again() -> tuple[str, Any] | None:
    """The page that was asked for, or the form that was sent."""
    if request.method not in {"GET", "HEAD"}:
        return _same_page()
    query = request.query_string.decode("ascii", "replace")
    return quote(request.path) + (f"?{query}" if query else ""), _("Try again")


def _same_page() -> tuple[str, Any] | None:
    """Back to the form that was sent, where its own address shows one; the browser's word on where it was is not
    asked."""
    sent_to = request.url_rule.rule if request.url_rule else ""
    shown = any(one.rule == sent_to and "GET" in (one.methods or ()) for one in current_app.url_map.iter_rules())
    return (quote(request.path), _("Back to the form")) if shown else None


def _link_again() -> tuple[str, Any] | None:
    """Whoever lost a registration's link, or comes with an invitation's, may have it sent again; what else opens by a
    link (a signing) has its own."""
    if _kind_of_page() not in {"my", "r", "i"}:
        return None
    return url_for("own.find_link"), _("Send me my link again")


def _kind_of_page() -> str:
    """What follows the language in the address: `my`, `r` and `i` are the personal pages and links."""
    _nothing, _lang, *rest = request.path.split("/", 3)
    return rest[0] if len(rest) > 1 else ""


def _domain_error(error: DomainError) -> Response:
    return error_page(error.status, _("This action is not possible"), str(error))


def _csrf_error(error: CSRFError) -> Response:
    return error_page(400, _("This page has been open for too long"), _("Go back, reload the page and try again."))


def _storage_away(error: Exception) -> Response:
    """Ask to come back: the database, the counters or the disk take nothing now, and nothing of this was stored."""
    structlog.get_logger().error("storage", **described(error))
    return _http_error(ServiceUnavailable(retry_after=5))


def _system_error(error: OSError) -> Response:
    return _storage_away(error) if error.errno in _DISK_TAKES_NOTHING else _unexpected_error(error)


def _unexpected_error(error: Exception) -> Response:
    """Logged by type and place only: the message of an exception may quote what somebody typed."""
    if current_app.testing:
        raise error
    structlog.get_logger().error("unexpected", **described(error))
    g.pop("_flashes", None)
    return _http_error(InternalServerError())
