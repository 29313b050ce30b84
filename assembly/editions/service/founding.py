"""A new edition: from nothing, or as a copy of another with everything that is not its people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect, select

from assembly import clock, history
from assembly.accounts.service.team import give_role
from assembly.editions.queries import editions
from assembly.editions.service.editions import add_edition, offer_places
from assembly.extensions import db, read_all
from assembly.models import (
    Base,
    Bilingual,
    Door,
    Edition,
    EditionRole,
    MailText,
    Mode,
    PlaceCount,
    Pool,
    Practical,
    Question,
    Room,
    SeriesStep,
    Session,
    SessionLanguage,
    User,
    Venue,
)
from assembly.sealed import new_code
from assembly.security import granted, rights

_Row = TypeVar("_Row", bound=Base)
_KEPT = ("controller", "needs_kept_days", "contacts_kept_days", "delegation_size", "body", "vision")
"What a copy takes of the edition itself, beside what is written anew."
_OWN = {"id", "edition_id", "venue_id", "version", "words_changed"}
"What a copied row never takes; its code, where it has one, is given anew."


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody writes of a new edition; times are instants."""

    slug: str
    ordinal: int
    name: Bilingual
    body_name: Bilingual
    purpose: Bilingual
    host_event: Bilingual
    venue_name: Bilingual
    venue_city: Bilingual
    venue_address: str
    zone: str
    starts_at: datetime
    ends_at: datetime
    lead_up_from_on: date
    contact_email: str


def found(plan: Plan) -> Edition:
    """An edition nobody sees yet. One cannot register before somebody has said when and for how many.

    Raises SlugTaken.
    """
    edition = _add(plan)
    for mode, size in ((Mode.ON_SITE, 0), (Mode.ONLINE, None)):
        offer_places(edition, mode, opens_at=plan.starts_at, closes_at=plan.starts_at, size=size)
    return edition


def copy(source: Edition, plan: Plan, *, by: User) -> Edition:
    """The same with everything of `source` that is not its people; nothing of `source` changes.

    Dates move with the first day and keep their time on the clocks. The draft of the programme is copied as a draft;
    the rooms come along where the venue is the same. Organisers come along as far as `by` may give what they may do.
    Raises SlugTaken.
    """
    edition = _add(plan)
    for name in _KEPT:
        setattr(edition, name, getattr(source, name))
    edition.extras = list(source.extras)
    move = _Move(source, edition)
    edition.changes_until_at = move.instant(source.changes_until_at)
    edition.answer_by_on = move.day(source.answer_by_on)
    rooms: dict[int, Room] = {}
    if _same_place(source.venue, edition.venue):
        edition.venue.latitude, edition.venue.longitude = source.venue.latitude, source.venue.longitude
        rooms = {one.id: _twin(one, code=new_code(), venue_id=edition.venue.id) for one in editions.rooms(source)}
        db.session.add_all(rooms.values())
    _copy_programme(source, edition, move, rooms)
    for noun in (Door, Practical, MailText):
        db.session.add_all(_twin(row, edition_id=edition.id) for row in _rows(noun, source))
    _copy_series(source, edition)
    _copy_places(source, edition, move)
    _copy_questions(source, edition)
    db.session.flush()
    _copy_organisers(source, edition, by)
    history.record("edition", edition.slug, "copied", edition_id=edition.id, source=source.slug)
    return edition


def is_of(plan: Plan, edition: Edition) -> bool:
    """Whether this very plan has made this edition, and nothing has happened to it since: the form was sent twice."""
    venue = edition.venue
    place = (plan.venue_name, plan.venue_city, plan.venue_address) == (venue.name, venue.city, venue.address)
    return place and not edition.is_announced and all(getattr(edition, n) == v for n, v in _attributes(plan).items())


def _add(plan: Plan) -> Edition:
    venue = Venue(name=plan.venue_name, city=plan.venue_city, address=plan.venue_address)
    return add_edition(venue=venue, body=Bilingual(), vision=Bilingual(), is_announced=False, **_attributes(plan))


def _attributes(plan: Plan) -> dict[str, Any]:
    names = (
        *("slug", "ordinal", "name", "body_name", "purpose", "host_event"),
        *("zone", "starts_at", "ends_at", "lead_up_from_on", "contact_email"),
    )
    return {name: getattr(plan, name) for name in names}


def _same_place(one: Venue, other: Venue) -> bool:
    return (one.name, one.city, one.address) == (other.name, other.city, other.address)


@dataclass(frozen=True, slots=True)
class _Move:
    """From the first day of one edition to that of another, each on its own clocks."""

    source: Edition
    edition: Edition

    def instant(self, instant: datetime | None) -> datetime | None:
        """The same wall-clock time as many days from the new first day as it was from the old one."""
        return None if instant is None else self.of(instant)

    def of(self, instant: datetime) -> datetime:
        """The same for what there always is."""
        wall = clock.local(instant, self.source.zone).replace(tzinfo=None)
        return clock.from_local(wall + self._days, self.edition.zone)

    def day(self, day: date | None) -> date | None:
        """As many days from the new first day as it was from the old one."""
        return None if day is None else day + self._days

    @property
    def _days(self) -> timedelta:
        return self.edition.day - self.source.day


def _copy_series(source: Edition, edition: Edition) -> None:
    """When its emails leave; those that lead to recordings are off until somebody turns them on, here too."""
    for row in _rows(SeriesStep, source):
        db.session.add(_twin(row, edition_id=edition.id, paused=row.paused or row.step.is_catch_up))


def _copy_places(source: Edition, edition: Edition, move: _Move) -> None:
    """How many in which way and for whom they are kept; none of them given."""
    for count in _rows(PlaceCount, source):
        window = {"opens_at": move.of(count.opens_at), "closes_at": move.of(count.closes_at)}
        db.session.add(_twin(count, edition_id=edition.id, next_seq=1, **window))
    for pool in _rows(Pool, source):
        db.session.add(_twin(pool, edition_id=edition.id, taken=0, released_at=move.instant(pool.released_at)))


def _copy_programme(source: Edition, edition: Edition, move: _Move, rooms: Mapping[int, Room]) -> None:
    """The sessions of the draft with their times, rooms, languages and seats; nobody is in them, nothing is published.

    A hidden one stays hidden. What a session gave to the report or to its guests (key messages, documents) stays there.
    """
    mine = select(Session).where(Session.edition_id == source.id, Session.removed_at.is_(None)).order_by(Session.id)
    for one in read_all(mine):
        starts_at, ends_at = move.of(one.starts_at), move.of(one.ends_at)
        if ends_at <= starts_at:  # an hour the clocks leave out on the new day
            ends_at = starts_at + (one.ends_at - one.starts_at)
        row = _twin(
            one,
            **{"code": new_code(), "edition_id": edition.id, "room_id": None, "ics_sequence": 0},
            **{"starts_at": starts_at, "ends_at": ends_at, "key_messages_en": "", "key_messages_fr": ""},
            notice_en="",
            notice_fr="",
        )
        row.room = rooms.get(one.room_id) if one.room_id is not None else None
        row.languages = [SessionLanguage(lang=each.lang, direction=each.direction) for each in one.languages]
        db.session.add(row)


def _copy_questions(source: Edition, edition: Edition) -> None:
    """With their options, each condition pointing at the new question."""
    asked = _rows(Question, source)
    codes = {one.code: new_code() for one in asked}
    for one in asked:
        condition = one.shown_if and {**one.shown_if, "question": codes[one.shown_if["question"]]}
        options = [dict(option) for option in one.options]
        row = _twin(one, code=codes[one.code], edition_id=edition.id, shown_if=condition, options=options)
        db.session.add(row)


def _copy_organisers(source: Edition, edition: Edition, by: User) -> None:
    """Whoever organised that one alone; nobody gives what they do not have."""
    theirs = rights(by, edition)
    roles = select(EditionRole).where(EditionRole.edition_id == source.id, EditionRole.role == "organiser")
    for held in read_all(roles.order_by(EditionRole.id)):
        if granted(held) <= theirs:
            give_role(edition, held.user, held.role, permissions=held.permissions)


def _rows(noun: type[_Row], edition: Edition) -> Iterable[_Row]:
    """All rows of this noun that belong to the edition, in the order of their keys."""
    mapper = inspect(noun)
    return read_all(select(noun).where(mapper.columns["edition_id"] == edition.id).order_by(*mapper.primary_key))


def _twin(row: _Row, **changes: Any) -> _Row:
    """A new row with the same values, but for what each row has of its own and these changes."""
    mapper = inspect(type(row))
    values = {one.key: getattr(row, one.key) for one in mapper.column_attrs if one.key not in _OWN}
    return type(row)(**(values | changes))
