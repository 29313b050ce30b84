"""A table of people: kept sealed while somebody looks at what it would do, then stored whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assembly import history
from assembly.delegations.offices import office_of
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.imports import Answers, Importer, Told, Verdict
from assembly.models import Edition, ImportDraft, Pool, State, reserves_of
from assembly.people.imports import queries as import_queries
from assembly.people.imports.preview import NEW, JudgedGuest, judge
from assembly.quotas import queries as quota_queries
from assembly.quotas import service as quotas
from assembly.quotas.service import Places, Room
from assembly.registration.people_table import COLUMNS, LABELS, NEEDED, Guest, in_language
from assembly.registration.service.at_the_door import external_hash, set_external_code
from assembly.registration.service.registering import enter
from assembly.registration.service.submission import Submission
from assembly.values import values_of


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
        self._waited = {mode: places.waited_for(mode) for mode, pools in self._pools.items() if pools}

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


def _judged(places: Places, told: Told) -> list[JudgedGuest]:
    """The verdict on each line, and for those who are new whether they have a place or wait."""
    rows = in_language(told.rows, told.options["lang"])
    codes = {code: external_hash(places.edition, code) for row in rows if (code := row.cells.get("external"))}
    known = import_queries.known_people(places.edition, rows, codes)
    verdicts = judge(rows, told.places, known, places.counts)
    _seat(Seats(places), (one for one in verdicts if one.verdict is Verdict.NEW))
    return verdicts


def _store_all(places: Places, kept: ImportDraft, verdicts: Sequence[JudgedGuest], answers: Answers) -> Stored:
    """Add those who are new, and after them, so that what was shown of those holds, whoever was decided to be another
    person than the one they look like.
    """
    fresh = [one for one in verdicts if one.verdict is Verdict.NEW]
    doubtful = [one for one in verdicts if one.verdict is Verdict.DOUBTFUL]
    decided = [one for one in doubtful if answers.decisions.get(one.row.number) == NEW]
    _seat(Seats(places), [*fresh, *decided])
    pools = {pool.id: pool for pool in places.pools}
    for one in (*fresh, *decided):
        _store(places, kept, one, pools, answers.tell)
    waiting = sum(one.state is State.WAITING for one in (*fresh, *decided))
    done = Stored(len(fresh) + len(decided) - waiting, waiting)
    facts = {"confirmed": done.confirmed, "waiting": done.waiting}
    history.record("people", kept.code, "imported", edition_id=places.edition.id, **facts)
    return done


def _store(places: Places, kept: ImportDraft, one: JudgedGuest, pools: Mapping[int, Pool], tell: bool) -> None:
    guest = one.guest
    if guest is None or one.state is None:
        raise LookupError("a row without a person cannot be stored")
    room = Room(one.state is State.CONFIRMED, pools[one.pool_id] if one.pool_id else None)
    registration = enter(places, _submission(guest, f"import-{kept.code}-{one.row.number}"), room, tell=tell)
    if guest.phone:  # a column that nobody sets is neither read nor written
        registration.phone = guest.phone
    if guest.external:
        set_external_code(registration, guest.external)


def _submission(guest: Guest, key: str) -> Submission:
    return Submission(
        key=key,
        **values_of(
            guest, "represents", "place", "given", "family", "function", "email", "mode", "lang", "category", "note"
        ),
        origin="import",
    )


def _seat(seats: Seats, which: Iterable[JudgedGuest]) -> None:
    for one in which:
        if one.guest is not None:
            room = seats.room_for(one.guest)
            one.state, one.pool_id = room.state, room.pool.id if room.pool else None


def _as_they_are(edition: Edition) -> Places:
    """The places as a page reads them, without taking its turn."""
    return Places(edition, {row.mode: row for row in edition.places}, quota_queries.pools_of(edition))


PEOPLE = Importer(
    kind="people",
    labels=LABELS,
    columns=COLUMNS,
    needed=(NEEDED,),
    look=_as_they_are,
    lock=quotas.lock,
    judge=_judged,
    store=_store_all,
    changed=OtherPeopleMeanwhile,
)
