"""Invitations: made, answered, called about, withdrawn. Each under the lock of the edition's places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assembly import clock, history
from assembly.accounts.queries import name_key
from assembly.accounts.service import add_person, find_or_add_person
from assembly.communities import queries as directory
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key, fold
from assembly.i18n import _l
from assembly.models import (
    Community,
    Edition,
    Invitation,
    Mode,
    Network,
    Person,
    Registration,
    Reply,
    Representation,
    Represents,
    State,
)
from assembly.registration import queries
from assembly.registration.invitees import Invitee
from assembly.registration.queries import invitations as queries_
from assembly.registration.service import places as places_
from assembly.registration.service import representing, told_of_answers
from assembly.registration.service.handing_over import pass_on
from assembly.registration.service.leaving import cancel
from assembly.registration.service.places import Places
from assembly.registration.service.registering import (
    OnlineOnly,
    RegistrationClosed,
    Submission,
    ThereAlready,
    register_invited,
    room_of,
    send_links,
)
from assembly.sealed import new_code, new_token

ORIGIN = "invitation"


class InvitedAlready(DomainError):
    """The office invites somebody once more; `invitation` is theirs."""

    sentence = _l("This person is already on the invitation list.")


class InvitationOver(DomainError):
    """Withdrawn while the page was open, or the assembly is over."""

    sentence = _l("You can no longer reply to this invitation.")


class SomebodyElse(DomainError):
    """Who is represented by themselves comes."""

    status = 422
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


def invite(edition: Edition, who: Invitee) -> Invitation:
    """One more invitation; nothing is sent. Raises InvitedAlready, and ThereAlready for who is registered."""
    places_.lock(edition)
    community = directory.by_code(who.community) if who.community else community_of(who)
    person = person_for(who.given, who.family, who.email, who.lang)
    alike = queries_.invited_alike(edition, person.name_key, community, who.place)
    earlier = queries_.invitation_of(edition, person)
    for found in (earlier, alike):
        if found is not None and found.withdrawn_at is None:
            raise InvitedAlready(invitation=found.code)
    registered = queries.active_of(edition, person) or queries.namesake(edition, person.name_key, community, who.place)
    if registered is not None:
        raise ThereAlready(registration=registered.code, certain=True)
    network = directory.network(who.network) if who.network else None
    made = _written(edition, who, person, earlier, community, network)
    db.session.flush()
    history.record("invitation", made.code, "invited", edition_id=edition.id)
    return made


def invite_all(edition: Edition, people: Iterable[Invitee]) -> int:
    """The rows of a table that is known to hold nobody twice and nobody invited or registered; how many there were."""
    communities = {one.code: one for one in directory.all_communities()}
    networks = directory.networks_by_code()
    earlier = queries_.withdrawn(edition)
    found = [(who, person_for(who.given, who.family, who.email, who.lang)) for who in people]
    for who, person in found:  # after the people, so that all rows are written at once
        community, network = communities.get(who.community), networks.get(who.network)
        _written(edition, who, person, earlier.get(person.id), community, network)
    db.session.flush()
    history.record("edition", edition.slug, "people invited", edition_id=edition.id, count=len(found))
    return len(found)


def answer(invitation: Invitation, said: Answer, *, by_office: bool = False) -> None:
    """What the invited person answers, themselves or on the telephone to the office (`by_office`: after the deadline
    too). Who comes is registered, who stood otherwise before is cancelled; a second tap changes nothing. Each person
    concerned gets one mail, of what the answer means to them.

    Raises InvitationOver, RegistrationClosed, SomebodyElse.
    """
    places = places_.lock(invitation.edition)
    queries_.reread(invitation)
    if not invitation.is_open:
        raise InvitationOver
    if said.reply not in queries_.answers_on_offer(invitation, places.counts.values(), late=by_office):
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
        representing.fill(link.edition, link.community)
    fresh = sent is not None and registration is not None and registration.idempotency_key == sent.key
    _keep(invitation, said, registration, fresh=fresh)


def note_call(invitation: Invitation) -> None:
    """Somebody of the office rang, and nobody answered."""
    places_.lock(invitation.edition)
    queries_.reread(invitation)
    invitation.called_at = clock.now()
    history.record("invitation", invitation.code, "called", edition_id=invitation.edition_id)


def withdraw(invitation: Invitation) -> None:
    """Its link is worth nothing any more; who has registered stays registered. A second click changes nothing."""
    places_.lock(invitation.edition)
    queries_.reread(invitation)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        history.record("invitation", invitation.code, "withdrawn", edition_id=invitation.edition_id)


def renew_link(invitation: Invitation) -> None:
    """Another link: the one before went to an address that is no longer this person's, and opens nothing any more."""
    token = new_token()
    invitation.token_hash, invitation.token_sealed = token.hash, token.sealed
    history.record("invitation", invitation.code, "link renewed", edition_id=invitation.edition_id)


def community_of(who: Invitee) -> Community | None:
    """The city or region that was written, where the directory knows it."""
    return directory.meant(who.place) if who.represents is Represents.COMMUNITY else None


def person_for(given: str, family: str, email: str, lang: str) -> Person:
    """The one of this address and name, or another row for somebody without an address."""
    if email:
        return find_or_add_person(given=given, family=family, email=email, mail_lang=lang)
    return add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang=lang)


def _written(
    edition: Edition,
    who: Invitee,
    person: Person,
    earlier: Invitation | None,
    community: Community | None,
    network: Network | None,
) -> Invitation:
    """A new row, or one that was withdrawn as if it were new, with another link."""
    token = new_token()
    made = earlier or Invitation(code=new_code(), edition_id=edition.id, person_id=person.id)
    write_down(made, who, community, network)
    made.made_at = clock.now()
    made.sent_at = made.reminded_at = made.called_at = made.withdrawn_at = None
    made.reply = made.replied_at = made.registration_id = None
    made.reason = ""
    made.token_hash, made.token_sealed = token.hash, token.sealed
    db.session.add(made)
    return made


def write_down(invitation: Invitation, who: Invitee, community: Community | None, network: Network | None) -> None:
    """What is said of the person invited, besides who they are."""
    names = (community.native_name, community.names.en, community.names.fr) if community else ()
    invitation.community_id, invitation.org_text = (community.id, "") if community else (None, who.place)
    invitation.invited_by_id = network.id if network else None
    invitation.represents, invitation.function, invitation.phone = who.represents, who.function, who.phone
    invitation.lang, invitation.note = who.lang, who.note
    invitation.folded = fold(" ".join((who.family, who.given, *names, who.place)))[:600]


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
    standing = [queries.active_of(edition, invitation.person)]
    if named is not None and named not in standing and _made_by(invitation, named):
        standing.append(named)
    wanted = (person.id, sent.mode) if person is not None and sent is not None else None
    unfit = [one for one in standing if one is not None and one.state.is_active]
    unfit = [one for one in unfit if (one.person_id, one.mode) != wanted]
    turn = None
    if unfit and sent is not None and person is not None and queries.active_of(edition, person) in (None, *unfit):
        turn = _turn(places, sent, unfit)
    gone = [one for one in unfit if one is not turn]
    stood = [link for link in map(representing.stand_down, gone) if link is not None]
    for one in gone:
        receipt = sent is None and one.person_id == invitation.person_id
        cancel(one, tell=receipt)
        if not receipt:
            told_of_answers.dropped(invitation, one)
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
    stood = queries.stands_for(before)
    state = State.CONFIRMED if before.state.holds_place else State.WAITING
    before.offered_until = None
    after = pass_on(places, before, sent, person, community, state)
    if stood is not None and stood.community_id == after.community_id:
        representing.represent(after, mayor)
    elif mayor is None:
        representing.settle(after)
    if stood is not None:
        representing.fill(stood.edition, stood.community)
    told_of_answers.dropped(invitation, before)
    if person.email:
        send_links(after, sent, tell=mayor is None)
    return after


def _made_by(invitation: Invitation, registration: Registration) -> bool:
    """Whether this invitation led to it, or to one whose place was handed over to it."""
    if registration.invitation_id == invitation.id:
        return True
    before = queries.predecessor_of(registration)
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
        told_of_answers.named(invitation, registration, fresh=fresh)
    if said.reply is Reply.REPRESENTED or (said.reply is Reply.DECLINES and before is Reply.REPRESENTED):
        told_of_answers.noted(invitation)
    history.record("invitation", invitation.code, said.reply.value, edition_id=invitation.edition_id)


def _let_go(invitation: Invitation, named: Registration, registration: Registration | None) -> None:
    """Who was registered before they were named keeps that, and stands for the invited person no more."""
    own = queries.stands_for(named)
    if own is not None and own.for_person_id == invitation.person_id:
        comes = registration if registration is not None and representing.may_stand(registration) else named
        representing.represent(comes)
    told_of_answers.dropped(invitation, named)


def _represents(registration: Registration, invitation: Invitation) -> None:
    """From now on they stand for the invited person's city or region, instead of whoever did; the chain is kept.

    Who waits for a place stands for nobody yet.
    """
    if registration.community_id == invitation.community_id and representing.may_stand(registration):
        representing.represent(registration, invitation.person)
