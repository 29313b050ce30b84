"""Whole addresses for mails, codes and calendars: always from PUBLIC_URL, never from what a request says."""

from typing import Any

from flask import current_app

from assembly.i18n import LANGUAGES, current_language


def address(endpoint: str, **values: Any) -> str:
    """The address of a page, in the language now spoken unless `lang` says otherwise."""
    app = current_app
    if app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", current_language())
    public_url: str = app.config["ASSEMBLY"].public_url
    return public_url + app.url_map.bind("localhost").build(endpoint, values)


def addresses_by_language(endpoint: str, **values: Any) -> dict[str, str]:
    """The addresses of a page, by language."""
    return {lang: address(endpoint, lang=lang, **values) for lang in LANGUAGES}


def subscription_address(endpoint: str, **values: Any) -> str:
    """The same for a calendar one subscribes to: programs open `webcal:` as what follows changes, not as a file."""
    return "webcal:" + address(endpoint, **values).partition(":")[2]


def calendar_domain() -> str:
    """The right-hand side of every UID: the host people type, without its port."""
    host: str = current_app.config["ASSEMBLY"].host
    return host.partition(":")[0]
