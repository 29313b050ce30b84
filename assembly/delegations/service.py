"""Who stands for a city or region: one at a time; the others are its delegation. Under the lock of the places.

Whoever is first confirmed in person stands for their place. After that it changes by hand: the place is handed over,
an organiser says who, an invited mayor names somebody. Where whoever stood comes no more and nobody was named, the next
of their delegation stands by itself. Each link of the chain keeps since when, by whom, for whom and why.
"""

from sqlalchemy import insert, or_, update

from assembly import clock, history
from assembly.delegations import queries as delegation_queries
from assembly.delegations.queries import stands_in_for
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Community, Edition, Mode, Office, Person, Registration, Representation, State
from assembly.plain_statements import execute
from assembly.quotas import service as quotas

_ADD_LINK = insert(Representation)


class DelegationFull(DomainError):
    """As many come from this place as the edition allows."""

    sentence = _l(
        "This city or region already has the maximum number of people attending in person. You can "
        "follow online, contact us, or agree with those people on who will attend."
    )


class CannotStand(DomainError):
    """Only who is confirmed in person can stand for their city or region."""

    sentence = _l("Only someone who is confirmed to attend in person can represent their city or region.")


def check_size(edition: Edition, office: Office, coming: int) -> None:
    """One more may come in person where `coming` do; the mayor or president always. Raises DelegationFull.

    The size leaves out the representative.
    """
    size = edition.delegation_size
    if size is not None and coming > size and office is not Office.HEAD:
        raise DelegationFull


def is_of_delegation(mode: Mode, category: Category) -> bool:
    """Whether somebody counts among those of their place: a personal assistant counts against no limit."""
    return mode is Mode.ON_SITE and category.counts_as_participant


def represent(
    registration: Registration,
    for_person: Person | None = None,
    reason: str = "",
    *,
    left_by: Registration | None = None,
) -> None:
    """From now on this person stands for their city or region, perhaps for its mayor; the others come with them.

    `left_by` is the registration of a colleague who has left it to them. Asked twice, it changes nothing the second
    time. Raises CannotStand.
    """
    quotas.lock(registration.edition)
    db.session.flush()
    if not may_stand(registration) or registration.community is None:
        raise CannotStand
    before = delegation_queries.standing(registration.edition, registration.community)
    if before is not None:
        if before.registration_id == registration.id and before.for_person_id == (for_person and for_person.id):
            return
        _end(before)
    by = left_by.actor if left_by is not None else None
    stand(registration, for_person, reason, by=by, left_by=left_by)
    _come_with(registration)


def stand(
    registration: Registration,
    for_person: Person | None = None,
    reason: str = "",
    *,
    by: str | None = None,
    left_by: Registration | None = None,
) -> None:
    """The first link of a chain, or the next one where nobody stands any more."""
    if registration.head_id is not None:
        registration.head_id = None
    link = {
        "edition_id": registration.edition_id,
        "community_id": registration.community_id,
        "registration_id": registration.id,
        "for_person_id": for_person.id if for_person else None,
        "since_at": clock.now(),
        "reason": reason,
        "by": by or history.actor(),
        "left_by_id": left_by.id if left_by is not None else None,
    }
    execute(_ADD_LINK, link)


def begin(registration: Registration, for_person: Person | None = None) -> None:
    """Somebody new comes to a place nobody stands for: they stand, unless another has come from it before."""
    if registration.community is None:
        return
    db.session.flush()
    if delegation_queries.next_to_stand(registration.edition, registration.community) is registration:
        stand(registration, for_person)
        _come_with(registration)
    else:
        fill(registration.edition, registration.community)


def takes_over(registration: Registration, reason: str) -> None:
    """An organiser says that this person stands for their place now. Raises CannotStand."""
    links = delegation_queries.chain(registration)
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
    own = delegation_queries.stands_for(registration)
    if own is not None and not (may_stand(registration) and own.community_id == registration.community_id):
        _end(own)
        fill(own.edition, own.community)
        own = None
    if own is None and may_stand(registration) and registration.community is not None:
        if delegation_queries.standing(registration.edition, registration.community) is None:
            begin(registration, stands_in_for(registration))
        else:
            fill(registration.edition, registration.community)
    elif own is None and registration.category.counts_as_participant:
        registration.head_id = None


def stand_down(registration: Registration) -> Representation | None:
    """Who leaves stands no more; who stands next is the caller's to say. The link that ended, if they stood."""
    own = delegation_queries.stands_for(registration)
    if own is not None:
        _end(own)
    return own


def fill(edition: Edition, community: Community) -> None:
    """Somebody stands for this place as long as anybody may, and the others come with them: the mayor before all, then
    who stood last, then in the order of registration. Nobody chose them, which is what the chain says, too."""
    db.session.flush()
    standing = delegation_queries.standing(edition, community)
    stands = standing.registration if standing else delegation_queries.next_to_stand(edition, community)
    if stands is None:
        return
    if standing is None:
        stand(stands, _whom_for(stands), by="system")
        history.record("registration", stands.code, "represents", edition_id=edition.id)
        db.session.flush()
    _come_with(stands)


def settle_place(edition: Edition, community: Community) -> None:
    """A place has become another, or known: what `settle` does for one person, for all who come from it."""
    quotas.lock(edition)
    fill(edition, community)


def _whom_for(registration: Registration) -> Person | None:
    """Whom somebody stands for once more, or because that person has named them."""
    links = [one for one in delegation_queries.chain(registration) if one.registration_id == registration.id]
    return stands_in_for(registration) or (links[-1].for_person if links else None)


def _come_with(representative: Registration) -> None:
    """Whoever else is confirmed in person is of the delegation of who stands."""
    db.session.execute(
        update(Registration)
        .where(
            *delegation_queries.of_delegation(representative.edition_id, representative.community_id),
            Registration.id != representative.id,
            or_(Registration.head_id.is_(None), Registration.head_id != representative.id),
        )
        .values(head_id=representative.id)
    )


def may_stand(registration: Registration) -> bool:
    """Whether this person is confirmed in person for a city or region, in no other capacity."""
    is_place = registration.community_id is not None and is_of_delegation(registration.mode, registration.category)
    return is_place and registration.state is State.CONFIRMED


def _end(link: Representation) -> None:
    """At once, so that the next may stand: the database allows one."""
    link.until_at = clock.now()
    db.session.flush()
