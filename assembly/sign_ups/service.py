"""Seats in sessions: given while some are left and nobody waits, else waited for; a seat given up goes on at once.

The order of locks, so that nobody waits for each other in a circle: the edition's places (only who changes the state of
a registration), then the registration, then its sessions by id.
"""

from collections.abc import Collection, Iterable
from itertools import combinations

from sqlalchemy import select

from assembly import clock, history, mail
from assembly.calendar.queries import version_of
from assembly.errors import ChangedMeanwhile, DomainError, Rejected
from assembly.extensions import db, read_all
from assembly.i18n import _, _l, _n
from assembly.models import Registration, ReleasedSession, Session, SignUp, State
from assembly.sign_ups import queries as seat_queries
from assembly.sign_ups.queries import Seats
from assembly.transactions import lock_row, locked


class NoSeatNeeded(DomainError):
    """Seats are for those who are confirmed and come in person."""

    sentence = _l("Seats are only for people who are confirmed to attend in person.")


class SessionNotOpen(DomainError):
    """A session that has begun, was cancelled or never was one to choose."""

    sentence = _l("One of these sessions has already started or is not taking place. Please choose again.")


class TwoAtOnce(Rejected):
    """Nobody can be in two rooms; `first` and `second` are the titles."""

    def __str__(self) -> str:
        return _(
            "“%(first)s” and “%(second)s” take place at the same time. Choose one of them.",
            first=self.facts["first"],
            second=self.facts["second"],
        )


def choose(registration: Registration, codes: Collection[str], *, seen: Collection[str] | None = None) -> None:
    """Sign up for exactly these sessions, leaving the others; what has begun stays as it is. A second click changes
    nothing. `seen` are the sessions that were chosen on the page this was sent from, None for no page.

    Raises NoSeatNeeded, SessionNotOpen, TwoAtOnce, and ChangedMeanwhile when another page has chosen since.
    """
    lock_row(registration)
    if not registration.opens_doors:
        raise NoSeatNeeded
    rows = seat_queries.sessions_to_choose(registration.edition)
    held = seat_queries.held_by(registration)
    now = {code for code, row in rows.items() if row.session_id in held}
    begun = {code for code, row in rows.items() if row.starts_at <= clock.now()}
    wish = set(codes) | (now & begun)
    if wish - now - (rows.keys() - begun):
        raise SessionNotOpen
    if seen is not None and set(seen) != now and wish != now:
        raise ChangedMeanwhile
    _refuse_two_at_once([row for code, row in rows.items() if code in wish])
    _change(registration, rows, joined=wish - now, left=now - wish)


def _refuse_two_at_once(rows: list[ReleasedSession]) -> None:
    for one, other in combinations(rows, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            raise TwoAtOnce(first=one.title, second=other.title)


def _change(registration: Registration, rows: dict[str, ReleasedSession], joined: set[str], left: set[str]) -> None:
    if not joined and not left:
        return
    sessions = {session.code: session for session in _lock(rows[code].session_id for code in joined | left)}
    _leave(registration, [session for code, session in sessions.items() if code in left])
    joining = [session for code, session in sessions.items() if code in joined]
    seats = seat_queries.seats_of([session.id for session in joining])
    for session in joining:
        version = version_of(registration.edition, rows[session.code])
        _join(registration, session, seats.get(session.id, Seats()), version)
    db.session.flush()
    history.record(
        "registration",
        registration.code,
        "sessions chosen",
        edition_id=registration.edition_id,
        joined=sorted(joined),
        left=sorted(left),
    )


def _join(registration: Registration, session: Session, seats: Seats, version: int) -> None:
    """A seat if one is left, else the end of the waiting list; who comes back has a new number.

    `version` is that of the calendar entry the page offers, so that a later change finds those who saw an older one.
    """
    state = State.WAITING if seats.left(session.capacity) == 0 else State.CONFIRMED
    sign_up = db.session.get(SignUp, (session.id, registration.id))
    if sign_up is None:
        sign_up = SignUp(session=session, registration=registration)
        db.session.add(sign_up)
    sign_up.state, sign_up.seq, sign_up.ics_sequence = state, seats.last_seq + 1, version


def _leave(registration: Registration, sessions: Iterable[Session]) -> None:
    held = seat_queries.held_by(registration)
    for session in sessions:
        held[session.id].state = State.CANCELLED
        _fill(session)


def free(registration: Registration) -> None:
    """This person does not come, or not in person: their seats go to those who wait. Whoever takes a place away calls
    it while they hold the lock of the edition's places; what is changed about the registration is written first."""
    lock_row(registration)
    held = seat_queries.held_by(registration)
    if held:
        _leave(registration, _lock(held))
        db.session.flush()


def set_capacity(session: Session, capacity: int | None) -> int:
    """So many seats, None without limit; those that are new go to who waits, and nobody loses one.

    Gives how many more seats are given than there are now.
    """
    (session,) = _lock([session.id])
    if session.capacity != capacity:
        session.capacity = capacity
        history.record("session", session.code, "seats set", edition_id=session.edition_id, capacity=capacity)
    _fill(session)
    taken = seat_queries.seats_of([session.id]).get(session.id, Seats()).taken
    return 0 if capacity is None else max(0, taken - capacity)


def written_capacity(capacity: int | None) -> str:
    """A number of seats as a form shows it: empty without limit."""
    return "" if capacity is None else str(capacity)


def change_capacity(session: Session, capacity: int | None, *, shown: str) -> int:
    """Set the seats that somebody typed over the number a page had shown, and give what `set_capacity` gives.

    Saving the number shown changes nothing. Raises ChangedMeanwhile when it is neither that nor the typed one by now.
    """
    (session,) = _lock([session.id])
    typed = written_capacity(capacity)
    if typed == shown:
        return 0
    if written_capacity(session.capacity) not in {shown, typed}:
        raise ChangedMeanwhile
    return set_capacity(session, capacity)


def capacity_saved(surplus: int) -> tuple[str, str]:
    """What the office reads after seats were saved, and the kind of that message."""
    if not surplus:
        return _("Saved."), "ok"
    sentence = _n(
        "Saved. %(num)s person over the limit keeps their seat.",
        "Saved. %(num)s people over the limit keep their seats.",
        surplus,
    )
    return sentence, "wait"


def give_what_is_free(session: Session) -> None:
    """Give the seats that have become free in another way."""
    for locked_session in _lock([session.id]):
        _fill(locked_session)


def _fill(session: Session) -> None:
    """Give every free seat to the first in line, until the session begins; one that is hidden or removed gives none,
    nor does an assembly nobody meets at. Its row is locked."""
    if not session.edition.takes_place or session.edition.is_online:
        return
    if session.starts_at <= clock.now() or session.hidden or session.removed_at is not None:
        return
    db.session.flush()  # who has just left counts
    taken = seat_queries.seats_of([session.id]).get(session.id, Seats()).taken
    free = None if session.capacity is None else max(0, session.capacity - taken)
    for sign_up in seat_queries.first_in_line(session, free):
        sign_up.state = State.CONFIRMED
        guest = sign_up.registration
        history.record("registration", guest.code, "seat given", edition_id=guest.edition_id, session=session.code)
        _tell(sign_up)
    db.session.flush()


def _tell(sign_up: SignUp) -> None:
    """One mail for each turn of waiting; whom the office added without an address nobody writes to."""
    guest, session = sign_up.registration, sign_up.session
    if guest.person.email is not None:
        mail.post(
            "seat_free",
            to=guest.person,
            lang=guest.lang,
            dedupe_key=f"seat_free:{guest.code}:{session.code}:{sign_up.seq}",
            facts={"registration": guest.code, "session": session.code},
            edition=guest.edition,
        )


def _lock(session_ids: Iterable[int]) -> list[Session]:
    """These sessions, locked by id whatever order they were asked for in."""
    return read_all(locked(select(Session).where(Session.id.in_(session_ids)).order_by(Session.id)))
