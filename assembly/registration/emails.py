"""What mails about a registration say. The row holds facts; words and pictures are made when it is sent."""

from __future__ import annotations

from typing import Any

from assembly.addresses import address
from assembly.badges import qr
from assembly.calendar import ics
from assembly.i18n import _, _l
from assembly.mail import CalendarPart, InlinePicture, Message, NobodyThere, kind
from assembly.models import Mail, Registration, State
from assembly.registration import queries
from assembly.sealed import unseal


@kind("registration_received", _l("Registration received"))
def received(mail: Mail) -> Message:
    """The state in a sentence, the entry code, the link, the invitation: to the person or to who registered them."""
    registration = _registration(mail)
    confirmed = registration.state is State.CONFIRMED
    template = "registration/on_behalf" if mail.facts["assistant"] else "registration/received"
    subject = _SUBJECTS.get(registration.state, _l("Registration received"))
    return _message(
        mail, registration, str(subject), template, with_code=registration.opens_doors, with_calendar=confirmed
    )


_SUBJECTS = {State.CONFIRMED: _l("Registration confirmed"), State.WAITING: _l("You are on the waiting list")}


@kind("place_offered", _l("Place offered"))
def place_offered(mail: Mail) -> Message:
    """Until when the place is held, and the one link to answer with. Nothing once the offer is answered or over."""
    registration = _registration(mail)
    if not registration.offer_is_open:
        raise NobodyThere
    return _message(mail, registration, _("A place is free for you"), "registration/offered")


@kind("offer_over", _l("Offer over"))
def offer_over(mail: Mail) -> Message:
    """The place went on to the next; where one stands now. Nothing if things have moved on since."""
    registration = _registration(mail)
    if registration.state is not State.WAITING:
        raise NobodyThere
    return _message(mail, registration, _("You are still on the waiting list"), "registration/offer_over")


@kind("registration_declined", _l("Registration not accepted"))
def declined(mail: Mail) -> Message:
    """That there is no place, and why."""
    registration = _registration(mail)
    if registration.state is not State.DECLINED:
        raise NobodyThere
    return _message(mail, registration, _("Your registration was not accepted"), "registration/declined")


@kind("already_registered", _l("Already registered"))
def already_registered(mail: Mail) -> Message:
    """Somebody filled in the form for a person who is registered: only that person is told."""
    return _message(mail, _registration(mail), _("You are already registered"), "registration/again")


@kind("registration_cancelled", _l("Registration cancelled"))
def cancelled(mail: Mail) -> Message:
    """A receipt, so that nobody is cancelled without knowing."""
    return _message(
        mail, _registration(mail), _("Registration cancelled"), "registration/cancelled", with_calendar=True
    )


def _registration(mail: Mail) -> Registration:
    registration = queries.by_code(mail.facts["registration"])
    if registration is None:
        raise LookupError("the registration of this mail is gone")
    return registration


def _message(
    mail: Mail,
    registration: Registration,
    subject: str,
    template: str,
    *,
    with_code: bool = False,
    with_calendar: bool = False,
) -> Message:
    edition = registration.edition
    link = queries.link_of(registration, assistant=bool(mail.facts.get("assistant")))
    badge = queries.valid_badge(registration) if with_code else None
    context: dict[str, Any] = {
        "registration": registration,
        "edition": edition,
        "waiting_number": queries.waiting_number(registration),
        "own_page": address("own.open_link", token=unseal(link.token_sealed)) if link else None,
        "edition_page": address("editions.home", edition=edition),
        "register_page": address("registration.register", edition=edition),
        "with_code": badge is not None,
        "subject": subject,
    }
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    calendar = CalendarPart(ics.invitation(registration), ics.method_of(registration)) if with_calendar else None
    return Message(f"{subject} – {edition.name}", template, context, pictures, calendar)


def code_address(token_sealed: str) -> str:
    """What the entry code holds."""
    return address("checkin.code", token=unseal(token_sealed))
