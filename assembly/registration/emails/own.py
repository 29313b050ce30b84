"""Mails that follow from what somebody does on their own page or that of their invitation, and the one that brings
their links again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly.access import queries as access_queries
from assembly.access.emails import check_address, code_address, own_page_of, registration_of
from assembly.access.queries import invitation_by_code
from assembly.addresses import address
from assembly.badges import qr
from assembly.calendar import days
from assembly.delegations import queries as delegation_queries
from assembly.delegations.words import stands_for
from assembly.editions.queries.editions import edition_by_slug
from assembly.fold import email_key
from assembly.i18n import _, _l
from assembly.mail import InlinePicture, Message, NobodyThere, kind
from assembly.models import AccessLink, Invitation, Mail, Mode, Purpose, Registration, Reply, State
from assembly.quotas import queries as quota_queries
from assembly.registration.queries import own as own_queries
from assembly.registration.queries import unconfirmed
from assembly.sealed import token_hash, unseal
from assembly.values import present


@kind("registration_changed", _l("Registration changed"))
def changed(mail: Mail) -> Message:
    """What stands now, to the person and to whoever acts for them; their calendar follows where a place is lost."""
    registration, link = _registration(mail), _link(mail)
    return _message(
        mail,
        registration,
        link,
        _("The registration has changed") if mail.facts["assistant"] else _("Your registration has changed"),
        "registration/changed",
        with_calendar=registration.was_confirmed,
    )


@kind("place_handed_over", _l("Place transferred"))
def handed_over(mail: Mail) -> Message:
    """To the person who does not come: who comes instead, and the entry taken back from the calendar."""
    registration = _registration(mail)
    successor = present(own_queries.successor_of(registration), NobodyThere)
    return _message(
        mail,
        registration,
        None,
        _("Your place has been transferred"),
        "registration/handed_over",
        with_calendar=True,
        successor=successor,
    )


@kind("place_taken_over", _l("Place received"))
def taken_over(mail: Mail) -> Message:
    """To the person who comes instead, and to the office: the state, the entry code, a link of their own. A colleague
    who was registered already reads that nothing of theirs changes."""
    registration = _registration(mail)
    return _message(
        mail,
        registration,
        _link(mail),
        _("A place has been transferred to you")
        if not mail.facts["assistant"]
        else _("The place has been transferred"),
        "registration/taken_over",
        with_calendar=registration.state is State.CONFIRMED,
        before=own_queries.predecessor_of(registration),
    )


@kind("representative_named", _l("Named as a representative"))
def representative_named(mail: Mail) -> Message:
    """To who comes for somebody invited: who named them, the state, the entry code, a link of their own. Nothing once
    the answer is another."""
    registration, invitation = _registration(mail), _invitation(mail)
    if invitation.registration_id != registration.id or invitation.outcome is not Reply.REPRESENTED:
        raise NobodyThere
    return _message(
        mail,
        registration,
        None,
        _("%(name)s has named you as their representative", name=invitation.person.full_name),
        "registration/representative_named",
        with_calendar=registration.state is State.CONFIRMED,
        invitation=invitation,
        was_there="registered" in mail.facts,
    )


@kind("representative_dropped", _l("No longer a representative"))
def representative_dropped(mail: Mail) -> Message:
    """To who was to come for somebody invited, and to whoever acted for them: what was answered instead."""
    registration, invitation = _registration(mail), _invitation(mail)
    now = invitation.registration
    if now is not None and now.state.is_active and now.person_id == registration.person_id != invitation.person_id:
        raise NobodyThere  # named once more
    subject = _("You no longer represent %(name)s", name=invitation.person.full_name)
    return _message(
        mail,
        registration,
        _link(mail),
        _("Registration cancelled") if mail.facts["assistant"] else subject,
        "registration/representative_dropped",
        with_calendar=registration.was_confirmed,
        invitation=invitation,
    )


@kind("answer_noted", _l("Answer to the invitation recorded"))
def answer_noted(mail: Mail) -> Message:
    """To the person invited: what they answered, where whoever represents them stands, and the link and the entry code
    if the office registered them anew. What their own calendar held is taken back."""
    invitation = _invitation(mail)
    check_address(mail, invitation.person)
    if invitation.reply is None or invitation.reply.value != mail.facts["reply"]:
        raise NobodyThere  # a later mail says what holds now
    registration = invitation.registration if invitation.reply is Reply.REPRESENTED else None
    link = _link_for(invitation, registration) if registration is not None else None
    badge = access_queries.valid_badge(registration) if registration and link and registration.opens_doors else None
    before = [one for one in own_queries.ended(invitation.edition, invitation.person) if one.was_confirmed]
    subject = _("We have recorded your answer")
    context = {
        "edition": invitation.edition,
        "invitation": invitation,
        "registration": registration,
        "reference": registration.spoken_ref if registration and link else "",
        "named": registration.badge_name if registration and link else "",
        "own_page": own_page_of(link),
        "with_code": badge is not None,
        "had_code": registration is not None and any(one.mode is Mode.ON_SITE for one in before),
    }
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    calendars = days.attached(mail, *before) if before else ()
    return Message(f"{subject} – {invitation.edition.name}", "registration/answer_noted", context, pictures, calendars)


@kind("new_address", _l("New address to confirm"))
def new_address(mail: Mail) -> Message:
    """To the address somebody wants to be written to at: the link that confirms it."""
    registration = _registration(mail)
    if not registration.state.is_active:
        raise NobodyThere
    subject = _("Confirm your email address")
    context = {
        "registration": registration,
        "edition": registration.edition,
        "confirm_page": address("own.open_new_address", token=mail.facts["token"]),
        "until": datetime.fromisoformat(mail.facts["until"]),
    }
    return Message(f"{subject} – {registration.edition.name}", "registration/new_address", context)


@kind("confirm_registration", _l("Registration to confirm"))
def confirm_registration(mail: Mail) -> Message:
    """To the address a form names: the link to the page whose button registers. No word of the form is in it, for
    anybody could have it sent to anybody."""
    token = unseal(mail.facts["token"])
    edition = edition_by_slug(mail.facts["edition"])
    if edition is None or not unconfirmed.under_link(token_hash(token)):
        raise NobodyThere
    subject = _("Please confirm the registration")
    context = {"edition": edition, "confirm_page": address("confirming.forms", token=token)}
    return Message(f"{subject} – {edition.name}", "registration/confirm", context)


@dataclass(frozen=True, slots=True)
class _Listed:
    registration: Registration
    own_page: str | None
    for_office: bool


@kind("own_links", _l("Links sent again"))
def own_links(mail: Mail) -> Message:
    """Each registration of this address with its own link; nothing is sent where there is none."""
    links = access_queries.links_to(mail.facts["edition"], mail.to_address or "")
    if not links:
        raise NobodyThere
    edition = links[0].registration.edition
    listed = [_Listed(link.registration, own_page_of(link), link.purpose is Purpose.ASSISTANT) for link in links]
    subject = _("Your link")
    return Message(
        f"{subject} – {edition.name}",
        "registration/own_links",
        {"edition": edition, "listed": listed},
    )


def _registration(mail: Mail) -> Registration:
    registration = registration_of(mail)
    check_address(mail, registration.person)
    return registration


def _invitation(mail: Mail) -> Invitation:
    return present(invitation_by_code(mail.facts["invitation"]), LookupError("the invitation of this mail is gone"))


def _link_for(invitation: Invitation, registration: Registration) -> AccessLink | None:
    """By which the person invited looks after whoever represents them: only where their invitation registered them."""
    theirs = (one for one in access_queries.assistants_of(registration) if one.sent_to)
    return next((one for one in theirs if email_key(one.sent_to or "") == invitation.person.email_key), None)


def _link(mail: Mail) -> AccessLink | None:
    """The link of whoever acts for the person, None for the person. Who was told to stop is not written to."""
    if mail.link is not None and not mail.link.is_valid:
        raise NobodyThere
    return mail.link


def _message(
    mail: Mail,
    registration: Registration,
    link: AccessLink | None,
    subject: str,
    template: str,
    *,
    with_calendar: bool,
    **facts: Any,
) -> Message:
    badge = access_queries.valid_badge(registration) if registration.opens_doors else None
    own = link or access_queries.link_of(registration, assistant=False)
    context = {
        "registration": registration,
        "edition": registration.edition,
        "for_office": bool(mail.facts["assistant"]),
        "represents": stands_for(delegation_queries.stands_for(registration)),
        "waiting_number": quota_queries.waiting_number(registration),
        "own_page": own_page_of(own),
        "with_code": badge is not None,
        **facts,
    }
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    calendars = days.attached(mail, registration) if with_calendar else ()
    return Message(f"{subject} – {registration.edition.name}", template, context, pictures, calendars)
