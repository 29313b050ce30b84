"""The version of a calendar entry: raised once by each transaction that changes what the entry shows.

Calendars take an entry over the one they have when its SEQUENCE is higher (RFC 5545 3.8.7.4). What an entry shows is
spread over several rows, so each row counts its own changes and an entry adds them up: its number never falls.
"""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from assembly import clock
from assembly.models.edition import Edition
from assembly.models.registration import Registration
from assembly.models.taking_part import State
from assembly.models.venue import Venue

_DAY = ("name_en", "name_fr", "starts_at", "ends_at")
"What the entry of an edition's day shows of the edition itself."
_EVERYWHERE = ("zone", "contact_email", "status", "is_online")
"What every entry shows of the edition: its zone, who organises it, and whether and where it takes place."
_PLACE = ("name_en", "name_fr", "address", "latitude", "longitude")
"What every entry shows of the venue."


@event.listens_for(Session, "before_flush")
def _raise_sequences(session: Session, *_: object) -> None:
    for noun in list(session.dirty):
        if isinstance(noun, Registration) and _shows_another_state(noun):
            _raise(session, noun, "ics")
        elif isinstance(noun, Edition):
            if _changed(noun, *_DAY, *_EVERYWHERE):
                _raise(session, noun, "ics")
            if _changed(noun, *_EVERYWHERE):
                _raise(session, noun, "ics_place")
        elif isinstance(noun, Venue) and _changed(noun, *_PLACE):
            with session.no_autoflush:
                editions = session.scalars(select(Edition).where(Edition.venue_id == noun.id)).all()
            for edition in editions:
                _raise(session, edition, "ics")
                _raise(session, edition, "ics_place")


def _raise(session: Session, noun: Any, which: str) -> None:
    """Raise one number of this row, once in a transaction however often the transaction is flushed."""
    raised: set[tuple[str, int, str]] = session.info.setdefault("raised_sequences", set())
    key = type(noun).__name__, noun.id, which
    if key not in raised:
        raised.add(key)
        setattr(noun, f"{which}_sequence", getattr(noun, f"{which}_sequence") + 1)
        setattr(noun, f"{which}_changed_at", clock.now())


def _shows_another_state(registration: Registration) -> bool:
    if _changed(registration, "mode"):
        return True
    before = list(inspect(registration).attrs["state"].history.deleted)
    return any(_as_shown(state) != _as_shown(registration.state) for state in before)


def _as_shown(state: State) -> State:
    """Reduce to one the states whose entries are alike: all that await an answer."""
    return State.SUBMITTED if state.awaits_answer else state


def _changed(noun: Any, *names: str) -> bool:
    attributes = inspect(noun).attrs
    return any(attributes[name].history.has_changes() for name in names)
