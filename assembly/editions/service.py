"""Verbs on editions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from assembly import files, history
from assembly.errors import ChangedMeanwhile, Untranslated
from assembly.extensions import db
from assembly.models import (
    Bilingual,
    Door,
    DoorKind,
    Edition,
    Extra,
    Mode,
    Picture,
    PictureKind,
    PlaceCount,
    Pool,
    Practical,
    Topic,
    Venue,
)
from assembly.sealed import new_code


def add_edition(
    *,
    slug: str,
    ordinal: int,
    body_name: Bilingual,
    name: Bilingual,
    purpose: Bilingual,
    host_event: Bilingual,
    body: Bilingual,
    vision: Bilingual,
    venue: Venue,
    zone: str,
    starts_at: datetime,
    ends_at: datetime,
    lead_up_from_on: date,
    contact_email: str,
    stream_url: str = "",
    is_demo: bool = False,
) -> Edition:
    """A new edition; times are instants."""
    edition = Edition(
        slug=slug,
        ordinal=ordinal,
        body_name=body_name,
        name=name,
        purpose=purpose,
        host_event=host_event,
        body=body,
        vision=vision,
        venue=venue,
        zone=zone,
        starts_at=starts_at,
        ends_at=ends_at,
        lead_up_from_on=lead_up_from_on,
        contact_email=contact_email,
        stream_url=stream_url,
        is_demo=is_demo,
    )
    db.session.add(edition)
    db.session.flush()
    history.record("edition", slug, "added", edition_id=edition.id)
    return edition


def edit(edition: Edition, *, seen: int, **values: Any) -> None:
    """New values for attributes of an edition, by name; `seen` is the version they were written over.

    Saving what is there already does nothing, so a second press is harmless. Raises ChangedMeanwhile.
    """
    db.session.refresh(edition, with_for_update=True)
    changed = sorted(name for name, value in values.items() if getattr(edition, name) != value)
    if not changed:
        return
    if edition.version != seen:
        raise ChangedMeanwhile
    for name in changed:
        setattr(edition, name, values[name])
    history.record("edition", edition.slug, "edited", edition_id=edition.id, changed=changed)


def choose_extras(edition: Edition, chosen: Iterable[Extra], *, seen: int) -> None:
    """The extras that are on from now; all others are off. Raises ChangedMeanwhile."""
    wanted = set(chosen)
    edit(edition, seen=seen, extras=[one.value for one in Extra if one in wanted])


def still_right(edition: Edition) -> None:
    """Somebody has read both languages of every text, and they say the same."""
    edition.words_still_right()
    history.record("edition", edition.slug, "languages compared", edition_id=edition.id)


def offer_places(edition: Edition, mode: Mode, *, opens_at: datetime, closes_at: datetime, size: int | None) -> None:
    """Open registration in one mode between two instants; `size` None means without limit."""
    db.session.add(PlaceCount(edition_id=edition.id, mode=mode, opens_at=opens_at, closes_at=closes_at))
    if size is not None:
        db.session.add(Pool(edition_id=edition.id, mode=mode, size=size))
    history.record("edition", edition.slug, "places offered", edition_id=edition.id, mode=mode.value, size=size)


def say_practical(edition: Edition, topic: Topic, text: Bilingual) -> None:
    """Answer one question people have on the way, or answer it anew."""
    db.session.merge(Practical(edition_id=edition.id, topic=topic, text=text))
    history.record("practical", topic.value, "said", edition_id=edition.id)


def add_picture(
    edition: Edition,
    kind: PictureKind,
    content: bytes,
    mime: str,
    *,
    alt: Bilingual,
    credit: Bilingual,
    size: tuple[int, int],
) -> Picture:
    """A picture with its alternative text in both languages; `size` is its width and height. Raises Untranslated."""
    if alt.missing() or credit.missing():
        raise Untranslated(picture=alt.missing() + credit.missing())
    picture = Picture(
        code=new_code(),
        file=files.put(content, mime),
        edition=edition,
        kind=kind,
        alt=alt,
        credit=credit,
        width=size[0],
        height=size[1],
    )
    db.session.add(picture)
    history.record("picture", picture.code, "added", edition_id=edition.id, kind=kind.value)
    return picture


def add_door(edition: Edition, code: str, kind: DoorKind) -> Door:
    """A door by the letter people see on it."""
    door = Door(edition=edition, code=code, kind=kind)
    db.session.add(door)
    history.record("door", code, "added", edition_id=edition.id)
    return door
