"""The pages of errors: one sentence, a number to quote, and a way on."""

import errno
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from limits.errors import StorageError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from assembly import formats
from assembly.errors import DomainError
from assembly.i18n import _, _l
from assembly.logs import described, request_id

_DISK_TAKES_NOTHING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}

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


def set_up_errors(app: Flask) -> None:
    """Let every error end in a page of ours."""
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


def error_page(status: int, title: Any, sentence: Any, way_on: tuple[str, Any] | None = None) -> Response:
    """A page in the visitor's language with a number to quote, without the database from status 500 on.

    `way_on` is an address and what its button says.
    """
    template = "errors/page.html" if request_ctx.url_adapter else "errors/host.html"
    facts = {"status": status, "title": title, "sentence": sentence, "number": request_id(), "way_on": way_on}
    return Response(render_template(template, edition=None, **facts), status)


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
