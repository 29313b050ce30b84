"""Mails that follow from what somebody does on their own page, and the one that brings their links again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assembly.addresses import address
from assembly.badges import qr
from assembly.calendar import ics
from assembly.i18n import _, _l
from assembly.mail import CalendarPart, InlinePicture, Message, NobodyThere, kind
from assembly.models import AccessLink, Mail, Purpose, Registration, State
from assembly.registration import queries
from assembly.registration.emails.states import check_address, code_address
from assembly.registration.stands_for import stands_for
from assembly.sealed import unseal


@kind("registration_changed", _l("Registration changed"))
def changed(mail: Mail) -> Message:
    """What stands now, to the person and to whoever acts for them; their calendar follows where a place is lost."""
    registration, link = _registration(mail), _link(mail)
    return _message(
        mail,
        registration,
        link,
        _("Your registration has changed"),
        "registration/changed",
        with_calendar=registration.was_confirmed,
    )


@kind("place_handed_over", _l("Place handed over"))
def handed_over(mail: Mail) -> Message:
    """To the person who does not come: who comes instead, and the entry taken back from the calendar."""
    registration = _registration(mail)
    successor = queries.successor_of(registration)
    if successor is None:
        raise NobodyThere
    return _message(
        mail,
        registration,
        None,
        _("Your place is handed over"),
        "registration/handed_over",
        with_calendar=True,
        successor=successor,
    )


@kind("place_taken_over", _l("Place taken over"))
def taken_over(mail: Mail) -> Message:
    """To the person who comes instead, and to the office: the state, the entry code, a link of their own. A colleague
    who was registered already reads that nothing of theirs changes."""
    registration = _registration(mail)
    return _message(
        mail,
        registration,
        _link(mail),
        _("You come instead of somebody else") if not mail.facts["assistant"] else _("The place is handed over"),
        "registration/taken_over",
        with_calendar=registration.state is State.CONFIRMED,
        before=queries.predecessor_of(registration),
    )


@dataclass(frozen=True, slots=True)
class _Listed:
    registration: Registration
    own_page: str
    for_office: bool


@kind("own_links", _l("Links sent again"))
def own_links(mail: Mail) -> Message:
    """Each registration of this address with its own link; nothing is sent where there is none."""
    links = queries.links_to(mail.facts["edition"], mail.to_address or "")
    if not links:
        raise NobodyThere
    edition = links[0].registration.edition
    listed = [_Listed(link.registration, _address_of(link), link.purpose is Purpose.ASSISTANT) for link in links]
    subject = _("Your link")
    return Message(
        f"{subject} – {edition.name}",
        "registration/own_links",
        {"edition": edition, "subject": subject, "listed": listed},
    )


def _registration(mail: Mail) -> Registration:
    registration = queries.by_code(mail.facts["registration"])
    if registration is None:
        raise LookupError("the registration of this mail is gone")
    check_address(mail, registration.person)
    return registration


def _link(mail: Mail) -> AccessLink | None:
    """The link of whoever acts for the person, None for the person. Who was told to stop is not written to."""
    if mail.link is not None and not mail.link.is_valid:
        raise NobodyThere
    return mail.link


def _address_of(link: AccessLink) -> str:
    return address("own.open_link", token=unseal(link.token_sealed))


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
    badge = queries.valid_badge(registration) if registration.opens_doors else None
    own = link or queries.link_of(registration, assistant=False)
    context = {
        "registration": registration,
        "edition": registration.edition,
        "for_office": bool(mail.facts["assistant"]),
        "represents": stands_for(queries.stands_for(registration)),
        "waiting_number": queries.waiting_number(registration),
        "own_page": _address_of(own) if own else None,
        "with_code": badge is not None,
        "subject": subject,
        **facts,
    }
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    calendar = CalendarPart(ics.invitation(registration), ics.method_of(registration)) if with_calendar else None
    return Message(f"{subject} – {registration.edition.name}", template, context, pictures, calendar)
