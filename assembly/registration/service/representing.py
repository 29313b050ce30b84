"""Who stands for a city or region: one at a time; the others are its delegation. Under the lock of the places.

Whoever is first confirmed in person stands for their place. After that it changes by hand alone: the place is handed
over, an organiser says who, an invited mayor names somebody. Each link of the chain keeps since when, for whom and why.
"""

from __future__ import annotations

from sqlalchemy import update

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Edition, Mode, Office, Person, Registration, Representation, State
from assembly.registration import queries
from assembly.registration.queries.invitations import stands_in_for
from assembly.registration.service import places as places_


class DelegationFull(DomainError):
    """As many come from this place as the edition allows."""

    sentence = _l(
        "As many people as may come in person are registered for this city or region already. "
        "You can follow online, or agree with them who comes."
    )


class CannotStand(DomainError):
    """Only who is confirmed in person can stand for their city or region."""

    sentence = _l("Only somebody who is confirmed in person can represent their city or region.")


def check_size(edition: Edition, coming: int) -> None:
    """One more may come in person where `coming` do. Raises DelegationFull. The size leaves out the representative."""
    if edition.delegation_size is not None and coming > edition.delegation_size:
        raise DelegationFull


def is_of_delegation(mode: Mode, category: Category) -> bool:
    """Whether somebody counts among those of their place: a personal assistant counts against no limit."""
    return mode is Mode.ON_SITE and category is Category.PARTICIPANT


def represent(registration: Registration, for_person: Person | None = None, reason: str = "") -> None:
    """From now on this person stands for their city or region, perhaps for its mayor; the others come with them.

    Asked twice, it changes nothing the second time. Raises CannotStand.
    """
    places_.lock(registration.edition)
    db.session.flush()
    if not may_stand(registration) or registration.community is None:
        raise CannotStand
    before = queries.standing(registration.edition, registration.community)
    if before is not None:
        if before.registration_id == registration.id and before.for_person_id == (for_person and for_person.id):
            return
        _end(before)
    stand(registration, for_person, reason)
    db.session.execute(
        update(Registration)
        .where(
            Registration.edition_id == registration.edition_id,
            Registration.community_id == registration.community_id,
            Registration.category == Category.PARTICIPANT,
            Registration.mode == Mode.ON_SITE,
            Registration.state == State.CONFIRMED,
            Registration.id != registration.id,
        )
        .values(head_id=registration.id)
    )


def stand(registration: Registration, for_person: Person | None = None, reason: str = "") -> None:
    """The first link of a chain, or the next one where nobody stands any more."""
    registration.head_id = None
    db.session.add(
        Representation(
            edition_id=registration.edition_id,
            community_id=registration.community_id,
            registration_id=registration.id,
            for_person_id=for_person.id if for_person else None,
            since_at=clock.now(),
            reason=reason,
            by=history.actor(),
        )
    )


def takes_over(registration: Registration, reason: str) -> None:
    """An organiser says that this person stands for their place now. Raises CannotStand."""
    links = queries.chain(registration)
    represent(registration, whose_place(registration.office, links[-1] if links else None), reason)
    history.record("registration", registration.code, "represents", edition_id=registration.edition_id)


def whose_place(office: Office, before: Representation | None) -> Person | None:
    """For which mayor or president somebody of this `office` stands after `before`; a head stands for themselves."""
    if office is Office.HEAD or before is None:
        return None
    if before.registration.office is Office.HEAD:
        return before.registration.person
    return before.for_person


def settle(registration: Registration) -> None:
    """After a change of state, way of taking part or place: who no longer comes no longer stands, who is the first to
    come stands (whom an invited mayor has named, for the mayor), whoever else comes is of the delegation."""
    own = queries.stands_for(registration)
    if own is not None and not (may_stand(registration) and own.community_id == registration.community_id):
        _end(own)
        own = None
    if own is None and may_stand(registration) and registration.community is not None:
        standing = queries.standing(registration.edition, registration.community)
        if standing is None:
            stand(registration, stands_in_for(registration))
        else:
            registration.head_id = standing.registration_id
    elif own is None and registration.category is Category.PARTICIPANT:
        registration.head_id = None


def may_stand(registration: Registration) -> bool:
    """Whether this person is confirmed in person for a city or region, in no other capacity."""
    is_place = registration.community_id is not None and is_of_delegation(registration.mode, registration.category)
    return is_place and registration.state is State.CONFIRMED


def _end(link: Representation) -> None:
    """At once, so that the next may stand: the database allows one."""
    link.until_at = clock.now()
    db.session.flush()
