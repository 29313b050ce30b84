"""Invitations: made, answered, called about, withdrawn. Each under the lock of the edition's places."""

from dataclasses import dataclass

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access.service import invitation_links
from assembly.accounts.queries import name_key
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.errors import DomainError, Rejected
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.service import answer_notifications
from assembly.invitations.service.making import person_for
from assembly.models import Invitation, Mode, Person, Registration, Reply, Representation, Represents, State
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.queries import own as own_queries
from assembly.registration.service.creating import note_asked, send_links
from assembly.registration.service.handing_over import pass_on
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register_invited, room_of
from assembly.registration.service.submission import OnlineOnly, RegistrationClosed, Submission

ORIGIN = "invitation"


class InvitationOver(DomainError):
    """Withdrawn while the page was open, or the assembly is over."""

    sentence = _l("You can no longer reply to this invitation.")


class SomebodyElse(Rejected):
    """Who is represented by themselves comes."""

    sentence = _l("Enter the name of the person coming in place of the one we invited.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. Name, function and address are of whoever comes for the person invited; of those who come
    themselves only the function is asked, where the invitation did not say it."""

    reply: Reply
    given: str = ""
    family: str = ""
    function: str = ""
    email: str = ""
    reason: str = ""


def answer(invitation: Invitation, said: Answer, *, by_office: bool = False) -> None:
    """What the invited person answers, themselves or on the telephone to the office (`by_office`: after the deadline
    too). Who comes is registered, who stood otherwise before is cancelled; a second tap changes nothing. Each person
    concerned gets one mail, of what the answer means to them.

    Raises InvitationOver, RegistrationClosed, SomebodyElse.
    """
    places = quotas.lock(invitation.edition)
    invitation_links.reread(invitation)
    if not invitation.is_open:
        raise InvitationOver
    if said.reply not in invitation_queries.answers_on_offer(invitation, places.counts.values(), late=by_office):
        raise RegistrationClosed
    person = _who_comes(invitation, said)
    mode, registration = said.reply.mode, None
    sent = _submission(invitation, said, person, mode) if person is not None and mode is not None else None
    turn, stood = _leave(places, invitation, person, sent)
    if person is not None and sent is not None:
        mayor = invitation.person if said.reply is Reply.REPRESENTED else None
        if turn is not None:
            registration = _take_over(places, turn, sent, person, invitation, mayor)
        else:
            community = invitation.community
            registration = register_invited(places, sent, person, community, late=by_office, for_person=mayor)
        if mayor is not None:
            _represents(registration, invitation)
    for link in stood:  # only now: they may have stood for whoever comes instead
        delegations.fill(link.edition, link.community)
    fresh = sent is not None and registration is not None and registration.idempotency_key == sent.key
    _keep(invitation, said, registration, fresh=fresh)


def note_call(invitation: Invitation) -> None:
    """Somebody of the office rang, and nobody answered."""
    quotas.lock(invitation.edition)
    invitation_links.reread(invitation)
    invitation.called_at = clock.now()
    history.record("invitation", invitation.code, "called", edition_id=invitation.edition_id)


def _who_comes(invitation: Invitation, said: Answer) -> Person | None:
    """The person who takes part; who comes for the invited one is the same when they are named again."""
    if said.reply is not Reply.REPRESENTED:
        return invitation.person if said.reply.mode is not None else None
    before = invitation.registration.person if invitation.registration else None
    if before is not None and before.id != invitation.person_id and _is_named(before, said):
        return before
    person = person_for(said.given, said.family, said.email, invitation.lang)
    if person.id == invitation.person_id:
        raise SomebodyElse
    return person


def _is_named(person: Person, said: Answer) -> bool:
    address = email_key(said.email) if said.email else None
    return (person.name_key, person.email_key) == (name_key(said.given, said.family), address)


def _leave(
    places: Places, invitation: Invitation, person: Person | None, sent: Submission | None
) -> tuple[Registration | None, list[Representation]]:
    """Cancel what does not fit the answer: the invited person's registration, and one this invitation made. The links
    of those who stood for their place end with them.

    One of them is given back instead, where whoever comes now takes over its place or turn: nobody else may be offered
    it in between. Who was registered before somebody named them here stays: an invitation must not cancel other people.
    """
    edition, named = invitation.edition, invitation.registration
    standing = [access_queries.active_of(edition, invitation.person)]
    if named is not None and named not in standing and _made_by(invitation, named):
        standing.append(named)
    wanted = (person.id, sent.mode) if person is not None and sent is not None else None
    unfit = [one for one in standing if one is not None and one.state.is_active]
    unfit = [one for one in unfit if (one.person_id, one.mode) != wanted]
    turn = None
    if (
        unfit
        and sent is not None
        and person is not None
        and access_queries.active_of(edition, person) in (None, *unfit)
    ):
        turn = _turn(places, sent, unfit)
    gone = [one for one in unfit if one is not turn]
    stood = [link for link in map(delegations.stand_down, gone) if link is not None]
    for one in gone:
        receipt = sent is None and one.person_id == invitation.person_id
        cancel(one, tell=receipt)
        if not receipt:
            answer_notifications.dropped(invitation, one)
    return turn, stood


def _turn(places: Places, sent: Submission, unfit: list[Registration]) -> Registration | None:
    """The one with a place or, where none is free for who comes now, with a number on the waiting list."""
    ours = [one for one in unfit if (one.mode, one.category) == (sent.mode, sent.category)]
    held = next((one for one in ours if one.state is State.CONFIRMED or one.offer_is_open), None)
    if held is not None or room_of(places, sent).is_free:
        return held
    return next((one for one in ours if one.state is State.WAITING), None)


def _take_over(
    places: Places,
    before: Registration,
    sent: Submission,
    person: Person,
    invitation: Invitation,
    mayor: Person | None,
) -> Registration:
    """Whoever comes now has this place or turn; to answer that one comes is to take a place that was offered."""
    entry = invitation.community
    if sent.mode not in sent.represents.modes_for(entry.kind if entry else None):
        raise OnlineOnly
    community = entry if sent.represents is Represents.COMMUNITY else None
    stood = delegation_queries.stands_for(before)
    state = State.CONFIRMED if before.state.holds_place else State.WAITING
    before.offered_until = None
    after = pass_on(places, before, sent, person, community, state)
    if stood is not None and stood.community_id == after.community_id:
        delegations.represent(after, mayor)
    elif mayor is None:
        delegations.settle(after)
    if stood is not None:
        delegations.fill(stood.edition, stood.community)
    answer_notifications.dropped(invitation, before)
    if person.email:
        if mayor is None:
            note_asked(after, sent)
        send_links(after, sent, tell=mayor is None)
    return after


def _made_by(invitation: Invitation, registration: Registration) -> bool:
    """Whether this invitation led to it, or to one whose place was handed over to it."""
    if registration.invitation_id == invitation.id:
        return True
    before = own_queries.predecessor_of(registration)
    return before is not None and (before.person_id == invitation.person_id or _made_by(invitation, before))


def _submission(invitation: Invitation, said: Answer, person: Person, mode: Mode) -> Submission:
    """As if they had filled in the form. The key is the invitation's own, another after each answer."""
    themselves, community = person.id == invitation.person_id, invitation.community
    return Submission(
        key=f"{ORIGIN}:{invitation.code}:{invitation.version}",
        represents=invitation.represents,
        place=community.native_name if community else invitation.org_text,
        given=person.given,
        family=person.family,
        function=(invitation.function or said.function) if themselves else said.function,
        email=person.email or "",
        mode=mode,
        lang=invitation.lang,
        assistant_email="" if themselves or not person.email else invitation.person.email or "",
        origin=ORIGIN,
        community=community.code if community else "",
        invitation_id=invitation.id,
    )


def _keep(invitation: Invitation, said: Answer, registration: Registration | None, *, fresh: bool) -> None:
    """The answer and what it led to; `fresh` is whether it led to a new registration."""
    before, named = invitation.reply, invitation.registration
    answered = said.reply, registration.id if registration else None
    if said.reply is Reply.DECLINES:
        invitation.reason = said.reason or invitation.reason
    else:
        invitation.reason = ""
    if said.reply.mode is not None and said.reply is not Reply.REPRESENTED:
        invitation.function = invitation.function or said.function
    if (invitation.reply, invitation.registration_id) == answered:
        return
    if before is Reply.REPRESENTED and named is not None and named.state.is_active:
        _let_go(invitation, named, registration)
    invitation.reply, invitation.registration_id = answered
    invitation.replied_at = clock.now()
    db.session.flush()  # its mails are told apart by the version
    if registration is not None and said.reply is Reply.REPRESENTED:
        answer_notifications.named(invitation, registration, fresh=fresh)
    if said.reply is Reply.REPRESENTED or (said.reply is Reply.DECLINES and before is Reply.REPRESENTED):
        answer_notifications.noted(invitation)
    history.record("invitation", invitation.code, said.reply.value, edition_id=invitation.edition_id)


def _let_go(invitation: Invitation, named: Registration, registration: Registration | None) -> None:
    """Who was registered before they were named keeps that, and stands for the invited person no more."""
    own = delegation_queries.stands_for(named)
    if own is not None and own.for_person_id == invitation.person_id:
        comes = registration if registration is not None and delegations.may_stand(registration) else named
        delegations.represent(comes)
    answer_notifications.dropped(invitation, named)


def _represents(registration: Registration, invitation: Invitation) -> None:
    """From now on they stand for the invited person's city or region, instead of whoever did; the chain is kept.

    Who waits for a place stands for nobody yet.
    """
    if registration.community_id == invitation.community_id and delegations.may_stand(registration):
        delegations.represent(registration, invitation.person)
