"""The headers of every answer."""

from posixpath import normpath

from flask import Response, current_app, request

from assembly.web.jinja import fingerprint_of
from config import Config

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

HSTS = "max-age=63072000; includeSubDomains"


def headers_for(config: Config) -> dict[str, str]:
    """Return the headers of every answer."""
    return HEADERS | ({"Strict-Transport-Security": HSTS} if config.https else {})


def add_headers(response: Response) -> Response:
    """Give an answer the headers of all, and say how long it may be kept and by whom."""
    by_token = "token" in (request.view_args or {})  # the address alone lets one in: no cache, no other site has it
    if by_token:
        response.headers["Referrer-Policy"] = "no-referrer"
    given = set(response.headers.keys(lower=True))
    response.headers.extend(
        (name, value)
        for name, value in headers_for(current_app.config["ASSEMBLY"]).items()
        if name.lower() not in given
    )
    if request.endpoint == "static" and response.status_code < 400:
        fingerprint = request.args.get("v")
        if fingerprint == fingerprint_of(normpath((request.view_args or {})["filename"])):
            response.cache_control.immutable = True
        elif fingerprint is not None:  # of a page from before an update: what is kept must be what the address says
            response.headers["Cache-Control"] = "public, no-cache"
    else:
        view = current_app.view_functions.get(request.endpoint or "")
        open_to_all = getattr(view, "audience", "public") == "public" and not by_token
        response.headers.setdefault("Cache-Control", "private, no-cache" if open_to_all else "no-store")
    return response
