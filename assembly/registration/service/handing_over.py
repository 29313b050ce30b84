"""Somebody else comes instead: the place passes on, whoever waits."""

from dataclasses import dataclass

from sqlalchemy import update

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access.service.moving import lock_places, move, write
from assembly.accounts.queries import person_by_address_and_name
from assembly.accounts.service.people import find_or_add_person
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.errors import DomainError, NoMoreChanges, Rejected, SentBefore
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Community, Office, Person, Purpose, Registration, Reply, State
from assembly.protocol.service.updating import place_of
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.queries import own as own_queries
from assembly.registration.service.creating import HANDED_OVER, create_successor, send_link
from assembly.registration.service.submission import Submission
from assembly.registration.service.waiting_list import fill
from assembly.sign_ups import service as sign_ups
from assembly.values import values_of


class SamePerson(Rejected):
    """A place is handed over to somebody else."""

    sentence = _l("This is the same person. To correct a name or position, select “Change” instead.")


class SpeakerStays(DomainError):
    """Nobody speaks in somebody's place because they were given the registration."""

    sentence = _l("A speaker’s registration cannot be transferred. Tell the organisers who will speak instead.")


class ComesAlready(DomainError):
    """Whoever is to come instead has a registration of their own."""

    sentence = _l(
        "This person is already registered and keeps their registration. If they are coming in your place, cancel "
        "your registration and contact us."
    )


class AddressMissing(Rejected):
    """Neither of the two people can be written to."""

    sentence = _l("Enter the email address where we should send the entry code.")


_COMPANY = [category for category in Category if category.comes_along]


@dataclass(frozen=True, slots=True)
class Successor:
    """Who comes instead, clean and checked. Without an address the office's own is used; `lang` is the page's."""

    given: str
    family: str
    function: str
    email: str
    lang: str
    reason: str = ""

    @property
    def name(self) -> str:
        """As on the badge."""
        return f"{self.given} {self.family}"


def hand_over(registration: Registration, to: Successor) -> Registration:
    """End this registration and begin another in its place: no place is lost to the waiting list, no turn to others.

    Those who come along stay, with the new person; so do the links of the office. Both people get a mail. The reason
    is the one person's own affair: it stays with what was theirs, and the other finds it nowhere. Sent twice it
    answers twice the same. A colleague of the same place who is registered already represents them from now on.

    Raises NoMoreChanges, SpeakerStays, AddressMissing, SamePerson, ComesAlready, and SentBefore where the place has
    been handed to somebody else.
    """
    places = lock_places(registration)
    sent = Submission(
        key=f"{HANDED_OVER}:{registration.code}",
        **values_of(registration, "represents", "mode", "category"),
        place=place_of(registration),
        **values_of(to, "given", "family", "function", "lang"),
        email=to.email or registration.person.email or "",
        origin=HANDED_OVER,
    )
    heir = own_queries.successor_of(registration)
    if heir is not None:
        if not _is_meant(heir, registration, sent):
            raise SentBefore
        return heir
    if not registration.can_be_changed:
        raise NoMoreChanges
    if not registration.can_be_handed_over:
        raise SpeakerStays
    person = _other_person(registration, sent)
    colleague = access_queries.active_of(registration.edition, person)
    if colleague is not None:
        return _leave_to(places, registration, colleague, to.reason)
    before = delegation_queries.stands_for(registration)
    state = registration.state
    successor = pass_on(places, registration, sent, person, registration.community, state, to.reason)
    _revoke_badge(registration)
    _pass_on_invitations(registration, successor)
    if before is not None:
        delegations.represent(successor, delegations.whose_place(successor.office, before))
    elif state is State.CONFIRMED:
        delegations.settle(successor)
    history.record("registration", registration.code, "handed over", edition_id=registration.edition_id)
    db.session.flush()
    write("place_handed_over", registration)
    _write_links(registration, successor)
    return successor


def pass_on(
    places: Places,
    before: Registration,
    sent: Submission,
    person: Person,
    community: Community | None,
    state: State,
    reason: str = "",
) -> Registration:
    """One registration ends and another of this `state` has its place and turn, with those who come along.

    Who stands for the city or region now, and the mails, are the caller's.
    """
    delegations.stand_down(before)
    move(before, State.CANCELLED, reason)
    after = create_successor(places, before, sent, person, community, state)
    sign_ups.free(before)
    _pass_on_company(before, after)
    return after


def _other_person(registration: Registration, sent: Submission) -> Person:
    if not sent.email:
        raise AddressMissing
    person = find_or_add_person(given=sent.given, family=sent.family, email=sent.email, mail_lang=sent.lang)
    if person.id == registration.person_id:
        raise SamePerson
    return person


def _is_meant(heir: Registration, registration: Registration, sent: Submission) -> bool:
    """Whether the form was sent for the same person before."""
    if heir.succeeds_id == registration.id:
        return heir.body_hash == sent.body_hash
    return person_by_address_and_name(sent.email, sent.given, sent.family) is heir.person


def _leave_to(places: Places, registration: Registration, colleague: Registration, reason: str) -> Registration:
    """A colleague of the same place who comes in person anyhow represents whoever leaves: the place that is free now
    goes to who waits. Of people from elsewhere nothing is told. Raises ComesAlready."""
    same_place = colleague.community_id is not None and colleague.community_id == registration.community_id
    stood = delegation_queries.stands_for(registration)
    if not (same_place and delegations.may_stand(colleague) and (stood or registration.office is Office.HEAD)):
        raise ComesAlready
    whom = delegations.whose_place(colleague.office, stood) if stood else _themselves(registration, colleague)
    delegations.stand_down(registration)
    quotas.free(places, registration)
    registration.offered_until = None
    move(registration, State.CANCELLED, reason)
    sign_ups.free(registration)
    _revoke_badge(registration)
    _pass_on_company(registration, colleague)
    _pass_on_invitations(registration, colleague)
    delegations.represent(colleague, whom, left_by=registration)
    history.record("registration", registration.code, "handed over", edition_id=registration.edition_id)
    db.session.flush()
    write("place_handed_over", registration)
    write("place_taken_over", colleague, f"from {registration.code}")
    fill(places, registration.mode)
    return colleague


def _themselves(registration: Registration, colleague: Registration) -> Person | None:
    """The mayor who leaves, though somebody else stood for the place; who is one, too, stands for themselves."""
    return None if colleague.office is Office.HEAD else registration.person


def _revoke_badge(registration: Registration) -> None:
    """The code on paper and on telephones opens no door any more."""
    badge = access_queries.valid_badge(registration)
    if badge is not None:
        badge.revoked_at = clock.now()


def _pass_on_company(before: Registration, after: Registration) -> None:
    """Those who come along come with the new person."""
    db.session.execute(
        update(Registration)
        .where(Registration.head_id == before.id, Registration.category.in_(_COMPANY))
        .values(head_id=after.id)
    )


def _pass_on_invitations(before: Registration, after: Registration) -> None:
    """Who was invited comes through somebody else now; or themselves, where the place is handed back to them."""
    for one in access_queries.led_to(before):
        one.registration = after
        one.reply = Reply.COMES if after.person_id == one.person_id else Reply.REPRESENTED
    db.session.flush()


def _write_links(before: Registration, after: Registration) -> None:
    """A link of their own to the new person, and one to each who acted for the other: an office keeps its people."""
    recipients = dict.fromkeys(link.sent_to for link in access_queries.assistants_of(before))
    send_link(after, Purpose.OWN, None, "place_taken_over")
    for address in recipients:
        if address and address.casefold() != (after.person.email or "").casefold():
            send_link(after, Purpose.ASSISTANT, address, "place_taken_over")
