"""Pages with a form, drawn once for everybody: what each visitor has of their own is put in when they ask.

The page cache cannot keep them, since each has a token. What was drawn is right as long as a cached page would be.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from flask import current_app, session
from flask_login import current_user
from sqlalchemy import select

from assembly import clock, versions
from assembly.extensions import db
from assembly.models import PageVersion
from assembly.page_cache.answers import Lasting
from assembly.page_cache.requests import OF_FORMS
from assembly.plain_statements import execute
from assembly.versions import NEVER_PUBLIC, topic_of

_MOST = 64
"Pages kept by a process: each form has a few for each language."
_VERSIONS = select(PageVersion.topic, PageVersion.number)


@dataclass(frozen=True, slots=True)
class _Drawn:
    parts: tuple[str, ...]
    "What is between the places of the visitor's own."
    lasting: Lasting


def is_for_nobody() -> bool:
    """Whether this request is of somebody of whom nothing is known but what a public form leaves behind."""
    return session.keys() <= OF_FORMS and not current_user.is_authenticated


def drawn_once(key: Hashable, draw: Callable[[], str], own: Mapping[str, str]) -> str:
    """Return a page that is the same for everybody but for its visitor's own.

    `own` says in the order of the page what `draw` writes there, and the HTML this visitor gets instead. `draw` is
    called unless the page that was drawn under this `key` is still right; it must not depend on anything else of the
    request.
    """
    kept: dict[Hashable, _Drawn] = current_app.extensions.setdefault("drawn_pages", {})
    known = dict(execute(_VERSIONS).all())
    drawn = kept.get(key)
    if drawn is None or not drawn.lasting.is_right(known, clock.now()):
        if db.engine.dialect.name != "sqlite":
            db.session.expire_all()  # what was read before the counters may be older than they are
        with versions.reading() as tables, clock.watching() as watch:
            page = draw()
        topics = {topic for table in tables if (topic := topic_of(table))}
        lasting = Lasting(clock.now(), watch.changes_at, tuple((topic, known.get(topic, -1)) for topic in topics))
        drawn = _Drawn(_cut(page, own), lasting)
        if not watch.read_openly and not tables & NEVER_PUBLIC:
            if len(kept) >= _MOST:
                kept.clear()
            kept[key] = drawn
    first, *others = drawn.parts
    return first + "".join(f"{value}{part}" for value, part in zip(own.values(), others, strict=True))


def _cut(page: str, places: Mapping[str, str]) -> tuple[str, ...]:
    """Cut a page at its places. Raises ValueError for one that is not there, twice, or in another order."""
    parts, rest = [], page
    for place in places:
        part, _place, rest = rest.partition(place)
        parts.append(part)
    if page != "".join(f"{part}{place}" for part, place in zip(parts, places, strict=True)) + rest:
        raise ValueError("a place of the page is not where it was said to be")
    if any(place in part for place in places for part in (*parts, rest)):
        raise ValueError("a place of the page is there twice")
    return *parts, rest
