"""Reads of registrations."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import AccessLink, Admission, Badge, Edition, Mode, Person, Registration, State

PAGE = 50


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


def people(edition: Edition, search: str, number: int) -> PeoplePage:
    """The office's list, by name, searched blind to accents and case in names, places and references."""
    found = select(Registration).where(Registration.edition_id == edition.id)
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
