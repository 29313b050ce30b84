"""Reads of many scans at once, in columns, for batches of phones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from assembly import clock, plain_statements
from assembly.checkin.rules import GuestFacts
from assembly.extensions import db, read_all
from assembly.models import (
    HELD,
    Admission,
    Badge,
    Category,
    Door,
    DoorKind,
    Edition,
    Mode,
    Move,
    Registration,
    Scan,
    ScanKind,
    State,
)
from assembly.values import grouped

Key = tuple[int, str, date]
"A registration, a checkpoint, a local day."


def key_of(scan: Scan) -> Key | None:
    """Of which admission a scan speaks; None where nobody is known."""
    if scan.registration is None:
        return None
    zone = scan.door.edition.zone
    valid = scan.registration.merged_into_id or scan.registration.id
    return valid, scan.door.checkpoint, clock.local_day(scan.effective_at, zone)


@dataclass(frozen=True, slots=True)
class KnownGuest:
    """Whom a code or a name stands for: the registration that is valid for them, and what it was when."""

    registration_id: int
    edition_id: int
    takes_place: bool
    state: State
    mode: Mode
    category: Category
    replaced_at: datetime | None
    history: tuple[tuple[datetime, State], ...] = ()

    def facts_at(self, at: datetime, edition_id: int, invited: Collection[int] = ()) -> GuestFacts:
        """What was true of them at that moment, for a door of this edition; `invited` are registrations by id."""
        before = [state for since, state in self.history if since <= at]
        first = self.history[0][1] if self.history else self.state
        state = before[-1] if before else first
        ours = self.edition_id == edition_id
        return GuestFacts(
            ours, self.takes_place, state, self.mode, self.replaced_at, self.category, self.registration_id in invited
        )


_valid = aliased(Registration)
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)


def _known(found_by: InstrumentedAttribute[str], replaced_at: Any) -> Select[*tuple[Any, ...]]:
    """Select whom registrations stand for: themselves or the one they were merged into, with each of its moves."""
    stays = and_(Registration.merged_into_id.is_(None), _valid.id == Registration.id)
    return (
        select(
            found_by,
            _valid.id,
            Edition.id,
            Edition.status,
            _valid.state,
            _valid.mode,
            _valid.category,
            replaced_at,
            Move.at,
            Move.to_state,
        )
        .select_from(Registration)
        .join(_valid, or_(_valid.id == Registration.merged_into_id, stays))
        .join(Edition, Edition.id == _valid.edition_id)
        .outerjoin(Move, Move.registration_id == _valid.id)
        .order_by(Move.id)
    )


_BY_HASH = (
    _known(Badge.token_hash, Badge.revoked_at)
    .join(Badge, Badge.registration_id == Registration.id)
    .where(Badge.token_hash.in_(_WANTED))
)
_BY_CODE = _known(Registration.code, null()).where(
    Registration.code.in_(_WANTED), Registration.edition_id == bindparam("edition")
)
_STORED = (
    select(
        Scan.scan_id,
        Scan.body_hash,
        Scan.against,
        Scan.counts,
        Registration.code,
        Registration.spoken_ref,
        Registration.idempotency_key,
        Registration.community_id,
    )
    .outerjoin(Registration, Registration.id == Scan.registration_id)
    .where(Scan.scan_id.in_(_WANTED))
)
"Built once, as each batch asks for them."


def guests_by_hash(hashes: Collection[str]) -> dict[str, KnownGuest]:
    """The guests whose codes were shown, by the hash of the code, replaced codes included."""
    return _guests(_BY_HASH, {"wanted": list(hashes)}) if hashes else {}


def guests_by_code(codes: Collection[str], edition: Edition) -> dict[str, KnownGuest]:
    """The guests of an edition found by name, by the code of their registration."""
    return _guests(_BY_CODE, {"wanted": list(codes), "edition": edition.id}) if codes else {}


def _guests(statement: Select[*tuple[Any, ...]], named: dict[str, Any]) -> dict[str, KnownGuest]:
    rows: list[Any] = list(plain_statements.execute(statement, named))
    moves = grouped((row[0], row[8:]) for row in rows if row[8] is not None)
    return {
        name: KnownGuest(one, edition, status in HELD, state, mode, category, until, tuple(moves.get(name, ())))
        for name, one, edition, status, state, mode, category, until, *_move in rows
    }


def stored_scans(scan_ids: Collection[str]) -> dict[str, Any]:
    """What is stored of these scans: the hash of what was sent, what is held against it, whether it counts, whose."""
    rows = plain_statements.execute(_STORED, {"wanted": list(scan_ids)})
    return {row.scan_id: row for row in rows}


def not_annulled(scan: type[Scan] = Scan) -> ColumnElement[bool]:
    """The condition that nobody took a scan back who may: the phone that made it, or the office."""
    annul = aliased(Scan)
    its_own = or_(annul.device_id == scan.device_id, annul.device_id.is_(None))
    return ~exists().where(annul.annuls == scan.scan_id, annul.kind == ScanKind.ANNUL, its_own)


def was_taken_back(scan_id: str) -> bool:
    """Whether somebody who may has taken this scan back."""
    return db.session.scalar(select(Scan.scan_id).where(Scan.scan_id == scan_id, ~not_annulled())) is not None


@dataclass(frozen=True, slots=True)
class CountingScan:
    """A scan that lets its guest in, if it is the earliest: what an admission is made of."""

    scan_id: str
    at: datetime
    door_id: int
    kind: DoorKind
    letter: str
    zone: str
    registration_id: int
    "The one that is valid for the guest."

    @property
    def key(self) -> Key:
        """Of which admission it speaks."""
        checkpoint = self.kind.value if self.kind is DoorKind.ENTRANCE else self.letter
        return self.registration_id, checkpoint, clock.local_day(self.at, self.zone)


def _counting() -> Select[*tuple[Any, ...]]:
    valid = func.coalesce(Registration.merged_into_id, Registration.id)
    return (
        select(Scan.scan_id, Scan.effective_at, Scan.door_id, Door.kind, Door.code, Edition.zone, valid)
        .join(Registration, Registration.id == Scan.registration_id)
        .join(Door, Door.id == Scan.door_id)
        .join(Edition, Edition.id == Door.edition_id)
        .where(
            or_(Registration.id.in_(_WANTED), Registration.merged_into_id.in_(_WANTED)),
            Scan.kind == ScanKind.ENTRY,
            Scan.counts,
            Scan.is_rehearsal.is_(False),
            not_annulled(),
        )
        .order_by(Scan.effective_at, Scan.scan_id)
    )


_COUNTING = _counting()


def counting_scans(registration_ids: Collection[int]) -> list[CountingScan]:
    """All scans that count and let one of these in, the earliest first; those of registrations merged into them too."""
    return [CountingScan(*row) for row in plain_statements.execute(_COUNTING, {"wanted": list(registration_ids)})]


def scans_annulled_by(scan_ids: Collection[str]) -> list[Scan]:
    """The stored entries that these scans take back."""
    if not scan_ids:
        return []
    return read_all(
        select(Scan)
        .where(Scan.scan_id.in_(scan_ids))
        .options(joinedload(Scan.door).joinedload(Door.edition), joinedload(Scan.registration))
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """Since when a guest is inside, and by which door; `at` None says that they are not, or no longer."""

    guest: str
    at: datetime | None
    door: str


def _came(*, or_not: bool) -> Select[*tuple[Any, ...]]:
    """Select who has come in by a checkpoint of an edition on a day; with `or_not` everybody, with what they lack."""
    admitted = and_(
        Admission.registration_id == Registration.id,
        Admission.checkpoint == bindparam("checkpoint"),
        Admission.day == bindparam("day"),
    )
    return (
        select(Registration.code, Admission.first_at, Door.code)
        .select_from(Registration)
        .join(Admission, admitted, isouter=or_not)
        .join(Door, and_(Door.id == Admission.door_id, Door.edition_id == bindparam("edition")), isouter=or_not)
    )


_ADMITTED = _came(or_not=False)
_OF_CHANGED = _came(or_not=True).where(Registration.id.in_(_WANTED))
_CODES = select(Registration.id, Registration.code).where(Registration.id.in_(_WANTED))
_RECEIVED = select(Scan.registration_id, Scan.annuls).where(
    Scan.received_at > bindparam("since"),
    select(Door.edition_id).where(Door.id == Scan.door_id).scalar_subquery() == bindparam("edition"),
)
"No join: it would have SQLite read all scans of the doors instead of those received since."
_WHOSE = select(Scan.registration_id).where(Scan.scan_id.in_(_WANTED))


def arrivals(door: Door, now: datetime, since: datetime | None) -> list[Inside]:
    """Who has come in by the checkpoint of a door today: all of them, or those changed by scans received after `since`.

    On another day than those of the assembly they are those of the rehearsal.
    """
    day = clock.local_day(now, door.edition.zone)
    changed = None if since is None else _touched(door.edition_id, since)
    if changed is not None and not changed:
        return []
    if door.is_rehearsal(now):
        here = _first_rehearsed(door, day, changed)
        codes = plain_statements.execute(_CODES, {"wanted": list(here if changed is None else changed)})
        return [Inside(code, *here.get(registration_id, (None, ""))) for registration_id, code in codes]
    named = {"edition": door.edition_id, "checkpoint": door.checkpoint, "day": day, "wanted": list(changed or ())}
    rows = plain_statements.execute(_ADMITTED if changed is None else _OF_CHANGED, named)
    return [Inside(code, at if letter else None, letter or "") for code, at, letter in rows]


def _touched(edition_id: int, since: datetime) -> set[int]:
    rows = plain_statements.execute(_RECEIVED, {"edition": edition_id, "since": since}).all()
    ids = {row.registration_id for row in rows}
    if annulled := {row.annuls for row in rows if row.annuls}:
        ids |= set(plain_statements.execute(_WHOSE, {"wanted": list(annulled)}).scalars())
    return {one for one in ids if one is not None}


def _first_rehearsed(door: Door, day: date, only: set[int] | None) -> dict[int, tuple[datetime | None, str]]:
    zone = door.edition.zone
    begin, end = (clock.from_local(datetime.combine(one, time()), zone) for one in (day, day + timedelta(days=1)))
    statement = (
        select(Scan.registration_id, Scan.effective_at, Door.code)
        .join(Door, Door.id == Scan.door_id)
        .where(
            Door.edition_id == door.edition_id,
            Door.kind == DoorKind.ENTRANCE if door.kind is DoorKind.ENTRANCE else Door.id == door.id,
            Scan.is_rehearsal,
            Scan.counts,
            Scan.kind == ScanKind.ENTRY,
            Scan.effective_at >= begin,
            Scan.effective_at < end,
            not_annulled(),
        )
        .order_by(Scan.effective_at, Scan.scan_id)
    )
    if only is not None:
        statement = statement.where(Scan.registration_id.in_(only))
    first: dict[int, tuple[datetime | None, str]] = {}
    for registration_id, at, letter in db.session.execute(statement):
        if registration_id is not None:
            first.setdefault(registration_id, (at, letter))
    return first
