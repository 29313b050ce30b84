"""Sessions as lines of a table, and their facts as people read them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from assembly import clock
from assembly.agenda.imports.columns import LABELS
from assembly.agenda.service.sessions import SessionFacts, facts_of
from assembly.formats import day, language, moment
from assembly.formats import time as hour
from assembly.models import Appearance, Edition, Room, Session, SessionKind

_A_DAY = timedelta(days=1)


def shown(facts: SessionFacts, zone: str) -> dict[str, tuple[str, str]]:
    """List each column that is stored, by its name: its label and what it says."""
    on = clock.local_day(facts.starts_at, zone)
    ends_there = clock.local_day(facts.ends_at, zone) == on
    words = {
        "kind": facts.kind.label,
        "room": str(facts.room.name) if facts.room else "",
        "day": day(on),
        "start": hour(facts.starts_at, zone),
        "end": hour(facts.ends_at, zone) if ends_there else moment(facts.ends_at, zone),
        "title_en": facts.title.en,
        "title_fr": facts.title.fr,
        "abstract_en": facts.abstract.en,
        "abstract_fr": facts.abstract.fr,
        **{name: ", ".join(map(language, getattr(facts, name))) for name in ("spoken", "into", "signed", "captions")},
        "key_messages_en": facts.key_messages.en,
        "key_messages_fr": facts.key_messages.fr,
    }
    return {column: (str(LABELS[column]), text) for column, text in words.items()}


def changes(before: SessionFacts, after: SessionFacts, zone: str) -> list[tuple[str, str, str]]:
    """List the columns that differ: label, before and after."""
    old, new = shown(before, zone), shown(after, zone)
    return [(new[column][0], old[column][1], new[column][1]) for column in new if old[column] != new[column]]


def line_of(session: Session, parts: Sequence[Appearance], rooms: Sequence[Room]) -> list[str]:
    """Write a session as a line of the export, its columns in the order of COLUMNS, in the language now spoken."""
    facts, zone = facts_of(session), session.edition.zone
    starts, ends = (clock.local(at, zone).replace(tzinfo=None) for at in (facts.starts_at, facts.ends_at))
    texts = [text for pair in (facts.title, facts.abstract) for text in (pair.en, pair.fr)]
    langs = [", ".join(map(language, getattr(facts, name))) for name in ("spoken", "into", "signed", "captions")]
    people = (f"{one.role.label}: {one.person.full_name}" for one in parts)
    said = (people, (one.state.label for one in parts), (one.presence.label for one in parts))
    return [
        session.code,
        facts.kind.label,
        _room(facts.room, rooms),
        f"{starts:%Y-%m-%d}",
        f"{starts:%H:%M}",
        _end(starts, ends),
        *texts,
        *langs,
        facts.key_messages.en,
        facts.key_messages.fr,
        *map(" | ".join, said),
    ]


def example_lines(edition: Edition, rooms: Sequence[Room]) -> Iterable[list[str]]:
    """Write two lines that show how a table is filled in: a session with everything, and a break."""
    on = f"{edition.day:%Y-%m-%d}"
    room = _room(rooms[0], rooms) if rooms else ""
    both = ", ".join(map(language, ("en", "fr")))
    yield [
        "", SessionKind.PLENARY.label, room, on, "09:00", "09:30",
        "Opening (example)", "Ouverture (exemple)",
        "The co-chairs welcome the participants.", "La coprésidence accueille les participantes et participants.",
        language("en"), both, "", language("en"), *[""] * 5,
    ]  # fmt: skip
    yield [
        "", SessionKind.BREAK.label, "", on, "09:30", "10:00", "Coffee (example)", "Pause café (exemple)",
        *[""] * 11,
    ]  # fmt: skip


def _room(room: Room | None, rooms: Sequence[Room]) -> str:
    """Its name, or its code where two rooms share the name."""
    if room is None:
        return ""
    name = str(room.name)
    return name if sum(name in (one.name.en, one.name.fr) for one in rooms) == 1 else room.code


def _end(starts: datetime, ends: datetime) -> str:
    """The time, `24:00` for the midnight that ends the day, with its day if it is another one."""
    if ends == datetime.combine(starts.date(), datetime.min.time()) + _A_DAY:
        return "24:00"
    return f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%Y-%m-%d %H:%M}"
