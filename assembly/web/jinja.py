"""What templates know in addition: filters, words and addresses."""

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from assembly import clock, formats, i18n
from assembly.addresses import subscription_address
from assembly.fold import visible
from assembly.web.language import languages_of_page, switch_to


def teach_jinja(app: Flask) -> None:
    """Let every template use our filters, translations and addresses."""
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
        gettext=_sentence,
        _=_sentence,
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
    app.context_processor(_edition_of_address)


@pass_eval_context
def _sentence(template: EvalContext, text: str, /, **facts: Any) -> str:
    """The sentence in the language now spoken, as Jinja's own `gettext` gives it, which takes three times the calls."""
    said: str = i18n.catalogue().ugettext(text)
    if template.autoescape:
        said = Markup(said)  # noqa: S704 -- from our catalogue; what is put in is escaped
    return said % facts if facts or "%" in said else said


def _edition_of_address() -> dict[str, Any]:
    """Give a page the `edition` that its address names, unless the page is given one."""
    return {name: value for name, value in (request.view_args or {}).items() if name == "edition"}


def _asset(name: str) -> str:
    """A file of ours with a fingerprint, so that browsers may keep it for a year."""
    return f"/static/{name}?v={fingerprint_of(name)}"


def fingerprint_of(name: str) -> str:
    """The first signs of the hash of a file of `static/`, read once in a process; `0` for one that is not there."""
    prints: dict[str, str] = current_app.extensions.setdefault("fingerprints", {})
    if name not in prints:
        path = Path(current_app.static_folder or "") / name
        prints[name] = sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else "0"
    return prints[name]
