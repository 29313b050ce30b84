"""The language of a request, and the addresses of its page in the other."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Request, Response, current_app, request

from assembly import i18n
from assembly.history import set_actor

_KEPT = ("q", "all", "audio", "t", "part")
"What somebody looks for, the language they listen in, and where in a recording they are."


def set_up_language(app: Flask) -> None:
    """Let each request speak the language of its address."""
    app.url_value_preprocessor(_read_language)
    app.url_defaults(_write_language)
    app.before_request(_switch_language)
    app.teardown_request(_forget_visitor)


def _read_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """On pages the path alone decides; elsewhere cookie, Accept-Language, English."""
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


def _switch_language() -> Response | None:
    """Remember the language of whoever comes by the switch of a page (`?switch`), and lead on to the page itself.

    Nothing else remembers one, so that a page says the same to everybody and may be cached.
    """
    first = request.path.split("/", 2)[1]
    if request.method != "GET" or i18n.SWITCH not in request.args or first not in i18n.LANGUAGES:
        return None
    answer = Response(status=303, headers={"Location": quote("/" + request.path.lstrip("/")) + _kept()})
    https = current_app.config["ASSEMBLY"].https
    answer.set_cookie("lang", first, max_age=31_536_000, secure=https, httponly=True, samesite="Lax")
    return answer


def languages_of_page() -> dict[str, str]:
    """This page in each language, at the same path, without its query; nothing for an address without a language."""
    first, _slash, rest = request.path.removeprefix("/").partition("/")
    return {lang: quote(f"/{lang}/{rest}") for lang in i18n.LANGUAGES} if first in i18n.LANGUAGES else {}


def switch_to(path: str) -> str:
    """Return the address that shows a page of `languages_of_page` and remembers its language."""
    return f"{path}{_kept('&')}{i18n.SWITCH}" if _kept() else f"{path}?{i18n.SWITCH}"


def _kept(end: str = "") -> str:
    """Return the part of the query that goes along to the other language."""
    query = urlencode([(name, value) for name, value in request.args.items() if name in _KEPT])
    return f"?{query}{end}" if query else ""
