"""A table of people: kept sealed while somebody looks at what it would do, then stored whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from assembly import history
from assembly.communities.service.imports import Content
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l, current_language
from assembly.models import Edition, ImportDraft, Pool, State, reserves_of
from assembly.registration import queries
from assembly.registration.offices import office_of
from assembly.registration.people_preview import Judged, Verdict, digest, judge
from assembly.registration.people_table import Guest, in_language
from assembly.registration.service import places as places_
from assembly.registration.service.at_the_door import external_hash, set_external_code
from assembly.registration.service.places import Places, Room
from assembly.registration.service.registering import Submission, enter
from assembly.tables import Row, Table, content_kept, drafts, rows_of, to_keep
from assembly.tables.drafts import FaultsLeft, StoredBefore

KIND = "people"
SKIP, NEW = "-skip", "-new"
"Decisions on a row that looks like somebody who is registered: leave it out, or it is another person."


class OtherPeopleMeanwhile(DomainError):
    """The list is not what it was when the preview was shown."""

    sentence = _l(
        "The list of people has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """How many people a table added: those with a place or none needed, and those on the waiting list."""

    confirmed: int
    waiting: int


class Seats:
    """The places that are free, given in order without touching a row: what the room would say to one after the other.

    It says what `Places.room_for` says, and remembers what it has given.
    """

    def __init__(self, places: Places) -> None:
        self._pools = {mode: places.of(mode) for mode in places.counts}
        self._left = {pool.id: pool.left for pool in places.pools}
        self._waited = {mode: places.waited_for(mode) for mode in places.counts}

    def room_for(self, guest: Guest) -> Room:
        """A place this guest may have; without one they wait, and those behind them wait for the same places."""
        pools = self._pools[guest.mode]
        if not guest.category.takes_place or not pools:
            return Room(True)
        theirs, waited = reserves_of(guest.represents, office_of(guest.function)), self._waited[guest.mode]
        pool = next((one for one in pools if one.open_to in theirs - waited and self._left[one.id]), None)
        if pool is None:
            self._waited[guest.mode] = waited | theirs
            return Room(False)
        self._left[pool.id] -= 1
        return Room(True, pool)


def draft(edition: Edition, table: Table) -> ImportDraft:
    """Keep the rows of a table until they are stored, a day at most."""
    rows = in_language(rows_of(table), current_language())
    marks = [one.mark for one in judged(_as_they_are(edition), rows, table.columns)]
    content = to_keep(table) | {"rows": [asdict(row) for row in rows], "marks": marks}
    return drafts.keep(edition, KIND, content)


def content(kept: ImportDraft) -> Content:
    """Open what a draft holds."""
    told = drafts.content_of(kept)
    return Content(**content_kept(told), marks=told["marks"])


def preview(edition: Edition, told: Content) -> list[Judged]:
    """What storing this table would do now."""
    return judged(_as_they_are(edition), told.rows, told.places)


def judged(places: Places, rows: Sequence[Row], columns: Mapping[str, int]) -> list[Judged]:
    """The verdict on each row, and for those who are new whether they have a place or wait."""
    codes = {code: external_hash(places.edition, code) for row in rows if (code := row.cells.get("external"))}
    known = queries.known_people(places.edition, rows, codes)
    verdicts = judge(rows, columns, known, places.counts)
    _seat(Seats(places), (one for one in verdicts if one.verdict is Verdict.NEW))
    return verdicts


def apply(draft_id: int, edition: Edition, *, seen: str, decisions: Mapping[int, str], tell: bool) -> Stored:
    """Do what the preview of this digest said, and forget the draft; `tell` is whether mails leave.

    Who is doubtful and decided to be another person comes after the others, so that what was shown of those holds.
    Raises FaultsLeft, OtherPeopleMeanwhile, StoredBefore.
    """
    places = places_.lock(edition)
    kept = db.session.scalars(select(ImportDraft).where(ImportDraft.id == draft_id)).one_or_none()
    if kept is None:
        raise StoredBefore
    told = content(kept)
    verdicts = judged(places, told.rows, told.places)
    if digest(verdicts) != seen:
        raise OtherPeopleMeanwhile
    if any(one.verdict is Verdict.FAULT for one in verdicts):
        raise FaultsLeft
    fresh = [one for one in verdicts if one.verdict is Verdict.NEW]
    decided = [one for one in verdicts if one.verdict is Verdict.DOUBTFUL and decisions.get(one.row.number) == NEW]
    seats = Seats(places)
    _seat(seats, [*fresh, *decided])
    pools = {pool.id: pool for pool in places.pools}
    for one in (*fresh, *decided):
        _store(places, kept, one, pools, tell)
    waiting = sum(one.state is State.WAITING for one in (*fresh, *decided))
    done = Stored(len(fresh) + len(decided) - waiting, waiting)
    history.record(
        "people", kept.code, "imported", edition_id=edition.id, confirmed=done.confirmed, waiting=done.waiting
    )
    db.session.delete(kept)
    return done


def _store(places: Places, kept: ImportDraft, one: Judged, pools: Mapping[int, Pool], tell: bool) -> None:
    guest = one.guest
    if guest is None or one.state is None:
        raise LookupError("a row without a person cannot be stored")
    room = Room(one.state is State.CONFIRMED, pools[one.pool_id] if one.pool_id else None)
    registration = enter(places, _submission(guest, f"import-{kept.code}-{one.row.number}"), room, tell=tell)
    registration.phone = guest.phone
    if guest.external:
        set_external_code(registration, guest.external)


def _submission(guest: Guest, key: str) -> Submission:
    return Submission(
        key=key,
        represents=guest.represents,
        place=guest.place,
        given=guest.given,
        family=guest.family,
        function=guest.function,
        email=guest.email,
        mode=guest.mode,
        lang=guest.lang,
        category=guest.category,
        origin="import",
        note=guest.note,
    )


def _seat(seats: Seats, which: Iterable[Judged]) -> None:
    for one in which:
        if one.guest is not None:
            room = seats.room_for(one.guest)
            one.state, one.pool_id = room.state, room.pool.id if room.pool else None


def _as_they_are(edition: Edition) -> Places:
    """The places as a page reads them, without taking its turn."""
    return Places(edition, {row.mode: row for row in edition.places}, queries.pools_of(edition))
