"""Reads of registrations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import (
    AccessLink,
    Admission,
    Badge,
    Category,
    Community,
    Edition,
    Mode,
    Person,
    Pool,
    Registration,
    Reserve,
    State,
    User,
)

PAGE = 50


class Among(StrEnum):
    """A part of the list of people, by its word in the address."""

    CONFIRMED = "confirmed"
    TO_ANSWER = "to_answer"
    WAITING = "waiting"
    NOT_COMING = "not_coming"
    ADMITTED = "admitted"

    @property
    def label(self) -> str:
        """The part in the office's words."""
        return str(
            {
                Among.CONFIRMED: _l("Confirmed"),
                Among.TO_ANSWER: _l("To answer"),
                Among.WAITING: _l("Waiting list"),
                Among.NOT_COMING: _l("Will not come"),
                Among.ADMITTED: _l("Admitted"),
            }[self]
        )

    @property
    def states(self) -> tuple[State, ...]:
        """The states of those in it."""
        return {
            Among.CONFIRMED: (State.CONFIRMED,),
            Among.TO_ANSWER: (State.SUBMITTED, State.IN_REVIEW),
            Among.WAITING: (State.WAITING, State.OFFERED),
            Among.NOT_COMING: (State.CANCELLED, State.DECLINED),
            Among.ADMITTED: tuple(State),
        }[self]

    @property
    def condition(self) -> ColumnElement[bool]:
        """Who is in it."""
        came = Registration.id.in_(select(Admission.registration_id))
        return came if self is Among.ADMITTED else Registration.state.in_(self.states)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the office's list, how many there are in all, and who of them has been admitted."""

    registrations: list[Registration]
    total: int
    number: int
    admitted: frozenset[int]

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self.number * PAGE < self.total


def by_code(code: str) -> Registration | None:
    """The registration a mail speaks of."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.code == code)
        .options(joinedload(Registration.edition), joinedload(Registration.person), joinedload(Registration.community))
    ).one_or_none()


def of_edition(edition: Edition, code: str) -> Registration | None:
    """The registration of an address, if it belongs to this edition."""
    found = by_code(code)
    return found if found is not None and found.edition_id == edition.id else None


def names_of_actors(registration: Registration) -> dict[str, str]:
    """Who made the moves, as the office knows them: `user:3` by name; others say themselves what they are."""
    ids = [int(move.by.removeprefix("user:")) for move in registration.moves if move.by.startswith("user:")]
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    return {f"user:{user_id}": name for user_id, name in rows}


def by_key(edition: Edition, key: str) -> Registration | None:
    """What an earlier copy of the same form made."""
    return db.session.scalars(
        select(Registration).where(Registration.edition_id == edition.id, Registration.idempotency_key == key)
    ).one_or_none()


def active_of(edition: Edition, person: Person) -> Registration | None:
    """The registration by which this person still means to come."""
    states = [state for state in State if state.is_active]
    return db.session.scalars(
        select(Registration).where(
            Registration.edition_id == edition.id,
            Registration.person_id == person.id,
            Registration.state.in_(states),
        )
    ).one_or_none()


def waiting_before(edition: Edition, mode: Mode, seq: int | None = None) -> int:
    """How many wait in one mode, or how many of them before number `seq`."""
    statement = select(func.count()).where(
        Registration.edition_id == edition.id, Registration.mode == mode, Registration.state == State.WAITING
    )
    return db.session.scalar(statement if seq is None else statement.where(Registration.seq < seq)) or 0


def waiting_number(registration: Registration) -> int | None:
    """Which number on the waiting list somebody is; None for who does not wait."""
    if registration.state is not State.WAITING:
        return None
    return waiting_before(registration.edition, registration.mode, registration.seq) + 1


def waited_for(edition: Edition, mode: Mode) -> frozenset[Reserve]:
    """The reserves of which somebody waits for a place in one mode."""
    waits = (
        select(Registration.id)
        .where(Registration.edition_id == edition.id, Registration.mode == mode, Registration.state == State.WAITING)
        .limit(1)
    )
    row = db.session.execute(select(*(waits.where(Registration.in_reserve(one)).exists() for one in Reserve))).one()
    return frozenset(one for one, found in zip(Reserve, row, strict=True) if found)


def first_waiting(edition: Edition, mode: Mode, reserve: Reserve, most: int | None) -> list[Registration]:
    """Those who have waited longest for a place of this reserve, by their numbers; all of them for None."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.edition_id == edition.id,
                Registration.mode == mode,
                Registration.state == State.WAITING,
                Registration.in_reserve(reserve),
            )
            .order_by(Registration.seq)
            .limit(most)
        )
    )


def holders_without_pool(edition: Edition, mode: Mode) -> list[Registration]:
    """Who has a place in a mode that had no limit when it was given."""
    return list(
        db.session.scalars(
            select(Registration).where(
                Registration.edition_id == edition.id,
                Registration.mode == mode,
                Registration.state.in_([state for state in State if state.holds_place]),
                Registration.category.in_([category for category in Category if category.takes_place]),
                Registration.pool_id.is_(None),
            )
        )
    )


def waiting_in(edition: Edition) -> dict[Mode, int]:
    """How many wait in each mode."""
    rows: list[tuple[Mode, int]] = db.session.execute(
        select(Registration.mode, func.count())
        .where(Registration.edition_id == edition.id, Registration.state == State.WAITING)
        .group_by(Registration.mode)
    ).all()  # type: ignore[assignment]
    return dict(rows)


def pools_of(edition: Edition) -> list[Pool]:
    """All places of an edition, those for everybody first."""
    pools = db.session.scalars(select(Pool).where(Pool.edition_id == edition.id))
    return sorted(pools, key=lambda pool: list(Reserve).index(pool.reserve))


def offers_over() -> list[int]:
    """Registrations whose offer has ended unanswered, the longest ago first."""
    return list(
        db.session.scalars(
            select(Registration.id)
            .where(Registration.state == State.OFFERED, Registration.offered_until < clock.now())
            .order_by(Registration.offered_until, Registration.seq)
        )
    )


def editions_where_places_wait() -> list[int]:
    """Coming editions with a free place and somebody waiting in the same mode: what a release of kept places, a larger
    size or a lost wake-up left behind."""
    waiting = (Registration.edition_id == Pool.edition_id) & (Registration.mode == Pool.mode)
    return list(
        db.session.scalars(
            select(Pool.edition_id)
            .join(Edition, Edition.id == Pool.edition_id)
            .where(
                Edition.starts_at > clock.now(),
                Pool.taken < Pool.size,
                select(Registration.id).where(waiting, Registration.state == State.WAITING).exists(),
            )
            .distinct()
        )
    )


def link_by_hash(token_hash: str) -> AccessLink | None:
    """The link somebody holds."""
    return db.session.scalars(
        select(AccessLink).where(AccessLink.token_hash == token_hash).options(joinedload(AccessLink.registration))
    ).one_or_none()


def link_of(registration: Registration, assistant: bool) -> AccessLink | None:
    """The person's own link, or the assistant's."""
    links = db.session.scalars(select(AccessLink).where(AccessLink.registration_id == registration.id))
    return next((link for link in links if bool(link.sent_to) is assistant and link.is_valid), None)


def valid_badge(registration: Registration) -> Badge | None:
    """The badge whose code opens the door."""
    return db.session.scalars(
        select(Badge).where(Badge.registration_id == registration.id, Badge.revoked_at.is_(None))
    ).one_or_none()


def namesake(edition: Edition, name_key: str, community: Community | None, org_text: str) -> Registration | None:
    """Somebody who means to come, of the same folded name and from the same place: probably the same person."""
    place = Registration.community_id == community.id if community else Registration.org_text == org_text
    return db.session.scalars(
        select(Registration)
        .join(Person)
        .where(
            Registration.edition_id == edition.id,
            Registration.state.in_([state for state in State if state.is_active]),
            Person.name_key == name_key,
            place,
        )
        .limit(1)
    ).one_or_none()


def counts(edition: Edition) -> dict[Among, int]:
    """How many are in each part of the list: everybody in it, whether or not they count as participants."""
    rows: list[tuple[State, int]] = db.session.execute(
        select(Registration.state, func.count())
        .where(Registration.edition_id == edition.id)
        .group_by(Registration.state)
    ).all()  # type: ignore[assignment]
    by_state = dict(rows)
    admitted = db.session.scalar(
        select(func.count(Admission.registration_id.distinct()))
        .join(Registration)
        .where(Registration.edition_id == edition.id)
    )
    found = {among: sum(by_state.get(state, 0) for state in among.states) for among in Among}
    return found | {Among.ADMITTED: admitted or 0}


def people(edition: Edition, search: str, number: int, among: Among | None = None) -> PeoplePage:
    """The office's list, by name, searched blind to accents and case in names, places and references."""
    found = select(Registration).where(Registration.edition_id == edition.id)
    if among is not None:
        found = found.where(among.condition)
    for word in fold(search).split():
        found = found.where(Registration.folded.contains(word, autoescape=True))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = db.session.scalars(
        found.options(joinedload(Registration.community))
        .order_by(Registration.folded, Registration.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    admitted = db.session.scalars(
        select(Admission.registration_id).where(Admission.registration_id.in_([one.id for one in page]))
    )
    return PeoplePage(list(page), total, number, frozenset(admitted))


def newest(edition: Edition, state: State) -> Registration | None:
    """The last to register of those in this state: mails are previewed on a real person."""
    return db.session.scalars(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.state == state)
        .order_by(Registration.id.desc())
        .limit(1)
    ).one_or_none()
