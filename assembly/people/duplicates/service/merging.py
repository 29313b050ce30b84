"""Two people who are one: whatever refers to the one refers to the other afterwards, and one registration stands.

It cannot be undone.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access.service.invitation_links import renew_link
from assembly.access.service.moving import move as take_step
from assembly.accounts.queries import name_key
from assembly.communities.service.merging import WithItself
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db, read_all
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import AccessLink, Community, Edition, Invitation, Person, Purpose, Registration, State, TwoPeople
from assembly.people.duplicates.elsewhere import not_ours
from assembly.people.duplicates.service.references import follow
from assembly.protocol.service.updating import update_search_and_sort_keys
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.service.leaving import TooLate
from assembly.registration.service.waiting_list import fill
from assembly.sealed import new_token
from assembly.transactions import locked

OF_A_PERSON = ("name", "email")
OF_A_REGISTRATION = ("badge_name", "function", "place", "address_form", "phone", "lang")
"What only one of two can say: of the person for all editions, and of the registration that stands."


class ThirdPerson(DomainError):
    """With this name and address there is somebody else already."""

    sentence = _l("Another person also has this name and address. Merge that person’s entry first.")


class KnownAtAnother(DomainError):
    """Another edition writes to this address, or shows this name: its links would open for somebody else."""

    sentence = _l(
        "This person is also in another assembly, where you cannot edit people’s details. Ask that "
        "assembly’s team to change the person’s address or name there."
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen side by side: the facts that are taken from who goes, and whose registration stands.

    `versions` are those of the registrations that were seen, of who stays and of who goes; 0 where there was none.
    """

    versions: tuple[int, int]
    from_gone: frozenset[str] = field(default_factory=frozenset)
    registration_of_gone: bool = False


def say_two(one: Person, other: Person) -> None:
    """These are two people: nobody is asked again. Said twice it is the same."""
    ids = min(one.id, other.id), max(one.id, other.id)
    if ids[0] == ids[1]:
        raise WithItself
    if db.session.get(TwoPeople, ids) is None:
        db.session.add(TwoPeople(one_id=ids[0], other_id=ids[1], by=history.actor(), at=clock.now()))
        history.record("person", one.code, "is not", other=other.code)


def merge(
    edition: Edition, kept: Person, gone: Person, wanted: Wanted, ours: Collection[int | None] = ()
) -> Registration | None:
    """Make one person of two, and one registration of theirs here; gives the one that stands.

    `gone` leads to `kept` from now on: whoever comes with its address and name is `kept`. Of two registrations the
    other is cancelled without a mail, and its place goes to the next; its badge opens the door for the one that stands.
    At other editions where both are registered nothing changes. `ours` are the editions, by id or None for all, where
    whoever merges may change people besides this one: address and name of who is known at others stay as they are
    there. Raises ChangedMeanwhile, ThirdPerson, TooLate, KnownAtAnother.
    """
    if kept.id == gone.id:
        raise WithItself
    places = quotas.lock(edition)
    ids = sorted((kept.id, gone.id))
    read_all(locked(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))
    of_kept, of_gone = _fresh(edition, kept), _fresh(edition, gone)
    seen = tuple(one.version if one else 0 for one in (of_kept, of_gone))
    if kept.merged_into_id is not None or seen != wanted.versions:
        raise ChangedMeanwhile
    if clock.now() >= edition.ends_at:
        raise TooLate
    stays, ends = (of_gone, of_kept) if wanted.registration_of_gone or of_kept is None else (of_kept, of_gone)
    facts = _chosen(of_kept, of_gone, wanted)
    addresses = {one.id: one.person.email_key for one in (of_kept, of_gone) if one}
    _check_elsewhere(kept, gone, wanted, {edition.id, *ours})
    invited = _invited(kept, gone)
    _one_person(kept, gone, wanted)
    stood = _end(places, ends, stays) if stays is not None and ends is not None else None
    follow(Person, kept.id, gone.id)
    _renew_invitations(kept, invited)
    if stays is not None:
        _end_links(kept, stays, ends, addresses)
        if ends is not None:
            follow(Registration, stays.id, ends.id)
            stays.desk_note, ends.desk_note = stays.desk_note or ends.desk_note, ""
        _say(stays, facts)
    if stood is not None:
        delegations.fill(edition, stood)
    for who, verb, other in ((gone, "merged into", kept), (kept, "merged", gone)):
        history.record("person", who.code, verb, edition_id=edition.id, other=other.code)
    if ends is not None:
        fill(places, ends.mode)
    return stays


def _fresh(edition: Edition, person: Person) -> Registration | None:
    found = access_queries.active_of(edition, person)
    if found is not None:
        db.session.refresh(found)
    return found


# --- the person -------------------------------------------------------------------------------------------------------


def sides(kept: Person, gone: Person, ours: Collection[int | None]) -> dict[str, str]:
    """Which side of "name" and "email" has to be taken: "kept", "gone", either "", or none of them "neither".

    What belongs to other editions than `ours` must be the same afterwards for each of the two it belongs to.
    """
    of_kept, of_gone = not_ours(kept, ours), not_ours(gone, ours)
    differ = {"name": kept.full_name != gone.full_name, "email": kept.email_key != gone.email_key}
    words = {(True, False): "kept", (False, True): "gone", (True, True): "neither", (False, False): ""}
    return {fact: words[fact in of_kept, fact in of_gone] if differ[fact] else "" for fact in OF_A_PERSON}


def _check_elsewhere(kept: Person, gone: Person, wanted: Wanted, ours: Collection[int | None]) -> None:
    for fact, side in sides(kept, gone, ours).items():
        if side and side != ("gone" if fact in wanted.from_gone else "kept"):
            raise KnownAtAnother


def _one_person(kept: Person, gone: Person, wanted: Wanted) -> None:
    """One name and one address for both; what only one of them says of themselves is kept."""
    named = gone if "name" in wanted.from_gone else kept
    written = gone if "email" in wanted.from_gone else kept
    given, family, email = named.given, named.family, written.email
    _nobody_else(kept, gone, email, name_key(given, family))
    gone.merged_into_id = kept.id
    db.session.flush()  # from here the address is free
    kept.given, kept.family, kept.name_key, kept.email = given, family, name_key(given, family), email
    kept.email_key = email_key(email) if email else None
    kept.name_lang = kept.name_lang or gone.name_lang
    kept.grammatical_form = kept.grammatical_form or gone.grammatical_form
    kept.mail_lang = written.mail_lang
    kept.in_public_office = kept.in_public_office or gone.in_public_office
    db.session.flush()


def _nobody_else(kept: Person, gone: Person, email: str | None, name: str) -> None:
    if email is None:
        return
    others = select(Person.id).where(
        Person.email_key == email_key(email),
        Person.name_key == name,
        Person.merged_into_id.is_(None),
        Person.id.not_in([kept.id, gone.id]),
    )
    if db.session.scalars(others.limit(1)).first() is not None:
        raise ThirdPerson


def _invited(*people: Person) -> dict[int, str | None]:
    """Their invitations, by id, and the address each link went to."""
    found = select(Invitation.id, Person.email_key).join(Person, Person.id == Invitation.person_id)
    return dict(db.session.execute(found.where(Person.id.in_([one.id for one in people]))).all())


def _renew_invitations(kept: Person, went_to: dict[int, str | None]) -> None:
    """As with personal links: what went to an address that does not stay opens nothing any more."""
    for invitation in db.session.scalars(select(Invitation).where(Invitation.person_id == kept.id)):
        if went_to[invitation.id] != kept.email_key:
            renew_link(invitation)


# --- the registration -------------------------------------------------------------------------------------------------


def _chosen(of_kept: Registration | None, of_gone: Registration | None, wanted: Wanted) -> dict[str, Any]:
    """The facts of the registration that stands, each from where it was chosen."""
    if of_kept is None or of_gone is None:
        return {}
    facts: dict[str, Any] = {}
    for fact in OF_A_REGISTRATION:
        source = of_gone if fact in wanted.from_gone else of_kept
        facts |= {name: getattr(source, name) for name in _TOGETHER.get(fact, (fact,))}
    return facts


_TOGETHER = {
    "function": ("function", "office", "office_set_at"),
    "place": ("represents", "community_id", "org_text"),
}
"Facts that say one thing together."


def _end(places: Places, ends: Registration, stays: Registration) -> Community | None:
    """The other registration is over: nobody is written to, for the person comes all the same, and stands for their
    place as before. The place they stood for, where somebody else may have to stand now."""
    link = delegation_queries.stands_for(ends)
    if link is not None and delegations.may_stand(stays) and stays.community_id == link.community_id:
        link.registration = stays
        db.session.flush()
    stood = delegations.stand_down(ends)
    quotas.free(places, ends)
    ends.offered_until = None
    take_step(ends, State.CANCELLED, f"→ {stays.spoken_ref}")
    ends.merged_into_id = stays.id
    history.record("registration", stays.code, "merged", edition_id=stays.edition_id, gone=ends.code)
    db.session.flush()
    return stood.community if stood else None


def _say(stays: Registration, facts: dict[str, Any]) -> None:
    """What was chosen; it is found by the names and references of both, and nobody comes with themselves."""
    for name, value in facts.items():
        setattr(stays, name, value)
    db.session.flush()
    db.session.refresh(stays)
    if stays.head_id == stays.id:
        stays.head_id = None
    db.session.flush()
    delegations.settle(stays)
    update_search_and_sort_keys(stays)


def _end_links(kept: Person, stays: Registration, ends: Registration | None, addresses: dict[int, str | None]) -> None:
    """Links go on opening the registration where they went to the address that stays, or to who registered it.

    Two who looked like one may have been written to at two addresses: the other one is not asked for any more.
    """
    ids = [one.id for one in (stays, ends) if one]
    links = read_all(select(AccessLink).where(AccessLink.registration_id.in_(ids), AccessLink.revoked_at.is_(None)))
    known = {email_key(one.sent_to) for one in links if one.sent_to and one.registration_id == stays.id}
    for link in links:
        went_to = email_key(link.sent_to) if link.sent_to else addresses[link.registration_id]
        if went_to != kept.email_key and not (link.sent_to and went_to in known):
            link.revoked_at = clock.now()
    if kept.email and not any(one.is_valid and not one.sent_to for one in links):
        token = new_token()
        sealed = {"token_hash": token.hash, "token_sealed": token.sealed}
        db.session.add(AccessLink(purpose=Purpose.OWN, registration=stays, **sealed))
    db.session.flush()
