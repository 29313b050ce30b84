"""Who is coming in today: for the supervisor at the doors."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import contains_eager

from assembly import clock
from assembly.checkin.queries.scans import doors
from assembly.extensions import db, read_all
from assembly.models import Admission, Door, DoorKind, Edition, Mode, Office, Registration, State

JUST_NOW = timedelta(minutes=15)
"So long somebody has just arrived."
LAST = 10
"Arrivals that are named."
SLOTS = 12
"Stretches of five minutes that are counted: an hour."


@dataclass(frozen=True, slots=True)
class Arriving:
    """Admissions of today: by door, by five minutes, the last ones, and the mayors and presidents among them."""

    now: datetime
    expected: int
    present: int
    doors: list[tuple[Door, int, int]]
    "Each door, how many it let in today, and how many of them just now."
    slots: list[tuple[str, int]]
    last: list[Admission]
    ranked: list[Admission]

    @property
    def mark(self) -> str:
        """Tell one state from another: the page is drawn anew where it differs."""
        counts = [(door.code, *numbers) for door, *numbers in self.doors]
        who = [(one.scan_id, one.registration.badge_name) for one in (*self.last, *self.ranked)]
        facts = (f"{self.now:%H:%M}", self.expected, self.present, counts, self.slots, who)
        return sha256(repr(facts).encode()).hexdigest()[:16]


def arriving(edition: Edition) -> Arriving:
    """How today stands at the doors of an edition."""
    now = clock.now()
    here = _today(edition, now)
    counted = db.session.execute(
        select(Admission.door_id, func.count(), func.sum(case((Admission.first_at > now - JUST_NOW, 1), else_=0)))
        .join(Door)
        .where(*here)
        .group_by(Admission.door_id)
    )
    by_door = {door_id: (total, recent or 0) for door_id, total, recent in counted}
    named = (
        select(Admission)
        .join(Admission.door)
        .join(Admission.registration)
        .where(*here)
        .options(
            contains_eager(Admission.door), contains_eager(Admission.registration).joinedload(Registration.community)
        )
    )
    ranked = named.where(Registration.office == Office.HEAD, Admission.first_at > now - JUST_NOW)
    return Arriving(
        now=now,
        expected=expected_in_room(edition),
        present=present(edition, now),
        doors=[(one, *by_door.get(one.id, (0, 0))) for one in doors(edition)],
        slots=_slots(edition, now),
        last=read_all(named.order_by(Admission.first_at.desc(), Admission.scan_id).limit(LAST)),
        ranked=read_all(ranked.order_by(Registration.protocol_key).limit(LAST)),
    )


def expected_in_room(edition: Edition) -> int:
    """Count those who are confirmed and come in person."""
    coming = Registration.state == State.CONFIRMED, Registration.mode == Mode.ON_SITE
    return db.session.scalar(select(func.count()).where(Registration.edition_id == edition.id, *coming)) or 0


def present(edition: Edition, now: datetime) -> int:
    """Count those let in at the entrances on the local day of `now`, found by the doors: they are few, and who is
    registered are many."""
    entrance = Admission.checkpoint == DoorKind.ENTRANCE.value
    let_in = select(func.count()).select_from(Admission).join(Door).where(*_today(edition, now), entrance)
    return db.session.scalar(let_in) or 0


def _today(edition: Edition, now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Door.edition_id == edition.id, Admission.day == clock.local_day(now, edition.zone)


def _slots(edition: Edition, now: datetime) -> list[tuple[str, int]]:
    """The last hour by five minutes, the latest first; those of before midnight belong to the day before."""
    day = clock.local_day(now, edition.zone)
    moments = [now - timedelta(minutes=5 * number) for number in range(SLOTS)]
    wanted = [clock.slot5(one, edition.zone) for one in moments if clock.local_day(one, edition.zone) == day]
    rows = (
        select(Admission.slot5, func.count())
        .join(Door)
        .where(Door.edition_id == edition.id, Admission.day == day, Admission.slot5.in_(wanted))
        .group_by(Admission.slot5)
    )
    found = {row[0]: row[1] for row in db.session.execute(rows)}
    return [(slot, found.get(slot, 0)) for slot in wanted]
