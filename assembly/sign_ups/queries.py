"""Seats in sessions: what can be chosen, how many are left, who waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from assembly import clock
from assembly.agenda.queries import programme
from assembly.extensions import db, read_all, read_one
from assembly.models import HELD, Edition, Mode, Registration, ReleasedSession, Session, SignUp, State

_HELD = (State.CONFIRMED, State.WAITING)


@dataclass(frozen=True, slots=True)
class Seats:
    """How a session stands: seats taken, people waiting for one, and the last number given."""

    taken: int = 0
    waiting: int = 0
    last_seq: int = 0

    def left(self, capacity: int | None) -> int | None:
        """Seats somebody new may have, None for as many as one likes: a seat for which others wait is theirs."""
        if capacity is None:
            return None
        return max(0, capacity - self.taken) if not self.waiting else 0


@dataclass(frozen=True, slots=True)
class OfferedSession:
    """A session one may sign up for, as published, with how it stands and what one has of it. `day` is local."""

    row: ReleasedSession
    day: date
    capacity: int | None
    seats: Seats
    mine: State | None = None
    number: int | None = None

    @property
    def left(self) -> int | None:
        """Seats somebody new may have; None without limit."""
        return self.seats.left(self.capacity)

    @property
    def is_open(self) -> bool:
        """Whether one may still sign up or leave, by our own clock."""
        return clock.now() < self.row.starts_at


def sessions_to_choose(edition: Edition) -> dict[str, ReleasedSession]:
    """The sessions of the published programme that take place, by code and in time; of kinds that take sign-ups."""
    gone = or_(Session.hidden, Session.removed_at.is_not(None))
    hidden = set(db.session.scalars(select(Session.id).where(Session.edition_id == edition.id, gone)))
    return {row.code: row for row in programme(edition) if row.session_id not in hidden and row.kind.takes_sign_ups}


def choices(edition: Edition, registration: Registration | None = None) -> list[OfferedSession]:
    """What can be chosen, in time; with what this person has of it."""
    rows = sessions_to_choose(edition).values()
    ids = [row.session_id for row in rows]
    capacities = dict(_capacities(ids))
    seats, mine = seats_of(ids), held_by(registration) if registration else {}
    numbers = _numbers(registration) if registration else {}
    return [
        OfferedSession(
            row,
            clock.local_day(row.starts_at, edition.zone),
            capacities[row.session_id],
            seats.get(row.session_id, Seats()),
            mine[row.session_id].state if row.session_id in mine else None,
            numbers.get(row.session_id),
        )
        for row in rows
    ]


def _capacities(session_ids: Collection[int]) -> list[tuple[int, int | None]]:
    statement = select(Session.id, Session.capacity).where(Session.id.in_(session_ids))
    return db.session.execute(statement).all()  # type: ignore[return-value]


def seats_of(session_ids: Collection[int]) -> dict[int, Seats]:
    """How these sessions stand; one nobody ever signed up for is absent."""
    rows = db.session.execute(
        select(
            SignUp.session_id,
            func.count().filter(SignUp.state == State.CONFIRMED),
            func.count().filter(SignUp.state == State.WAITING),
            func.max(SignUp.seq),
        )
        .where(SignUp.session_id.in_(session_ids))
        .group_by(SignUp.session_id)
    )
    return {session_id: Seats(taken, waiting, last) for session_id, taken, waiting, last in rows}


def held_by(registration: Registration) -> dict[int, SignUp]:
    """The seats this person has or waits for, by session; read afresh."""
    found = db.session.scalars(
        select(SignUp)
        .where(SignUp.registration_id == registration.id, SignUp.state.in_(_HELD))
        .execution_options(populate_existing=True)
    )
    return {one.session_id: one for one in found}


def _numbers(registration: Registration) -> dict[int, int]:
    """Which number this person is on each waiting list."""
    ours = select(SignUp).where(SignUp.registration_id == registration.id, SignUp.state == State.WAITING).subquery()
    rows: list[tuple[int, int]] = db.session.execute(
        select(SignUp.session_id, func.count())
        .join(ours, (SignUp.session_id == ours.c.session_id) & (SignUp.seq <= ours.c.seq))
        .where(SignUp.state == State.WAITING)
        .group_by(SignUp.session_id)
    ).all()  # type: ignore[assignment]
    return dict(rows)


def first_in_line(session: Session, most: int | None) -> list[SignUp]:
    """Those who have waited longest for a seat; all of them for None."""
    return read_all(
        select(SignUp)
        .where(SignUp.session_id == session.id, SignUp.state == State.WAITING)
        .order_by(SignUp.seq)
        .limit(most)
        .execution_options(populate_existing=True)
    )


def signed_up(session: Session) -> list[SignUp]:
    """Who has a seat and who waits, those with a seat first, each in the order in which they came."""
    found = db.session.scalars(
        select(SignUp)
        .join(SignUp.registration)
        .where(SignUp.session_id == session.id, SignUp.state.in_(_HELD))
        .options(contains_eager(SignUp.registration).joinedload(Registration.community))
        .order_by(SignUp.seq)
    )
    return sorted(found, key=lambda one: one.state is State.WAITING)


def seats_of_nobody() -> list[int]:
    """Registrations that keep seats in coming sessions though they do not come in person: something changed without
    `service.free`."""
    keeps = or_(Registration.mode == Mode.ON_SITE, Edition.is_online)  # who was moved online may yet meet in person
    comes = (Registration.state == State.CONFIRMED) & keeps
    return read_all(
        select(SignUp.registration_id)
        .join(SignUp.registration)
        .join(SignUp.session)
        .join(Edition, Edition.id == Session.edition_id)
        .where(SignUp.state.in_(_HELD), Session.starts_at > clock.now(), ~comes)
        .distinct()
    )


def sessions_where_seats_wait() -> list[int]:
    """Coming sessions with a free seat and somebody waiting: what two registrations made one have left behind."""
    ours = SignUp.session_id == Session.id
    taken = select(func.count()).where(ours, SignUp.state == State.CONFIRMED).scalar_subquery()
    return read_all(
        select(Session.id)
        .join(Edition, Edition.id == Session.edition_id)
        .where(
            Edition.status.in_(HELD),
            Edition.is_online.is_(False),
            Session.starts_at > clock.now(),
            ~Session.hidden,
            Session.removed_at.is_(None),
            select(SignUp.session_id).where(ours, SignUp.state == State.WAITING).exists(),
            or_(Session.capacity.is_(None), taken < Session.capacity),
        )
    )


def sign_up_of(registration: Registration, session_code: str) -> SignUp | None:
    """What a mail about a seat speaks of."""
    return read_one(
        select(SignUp)
        .join(SignUp.session)
        .where(SignUp.registration_id == registration.id, Session.code == session_code)
    )
