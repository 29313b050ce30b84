"""What mails about a registration say. The row holds facts; words and pictures are made when it is sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.emails import check_address, code_address, own_page_of, registration_of
from assembly.addresses import address
from assembly.badges import qr
from assembly.calendar import days
from assembly.formats import day, time, zone_name
from assembly.i18n import _, _l
from assembly.mail import InlinePicture, Message, NobodyThere, Values, kind
from assembly.mail.texts import Text, declare
from assembly.models import AccessLink, Category, Edition, Mail, Registration, State
from assembly.privacy.notices import ONE_TAP
from assembly.privacy.queries import consents as consent_queries
from assembly.quotas import queries as quota_queries
from assembly.registration.queries import own as own_queries

for _text in (
    Text(
        "registration_confirmed",
        _l("Registration confirmed"),
        _l("Registration confirmed – {assembly}"),
        _l("Dear {name},\n\nThank you for registering."),
        kind="registration_received",
    ),
    Text(
        "speaker_registered",
        _l("Speaker registered"),
        _l("You are registered – {assembly}"),
        _l(
            "Dear {name},\n\nThank you for agreeing to speak. We have registered you, so you do not need to register "
            "yourself."
        ),
        kind="registration_received",
        state="",
    ),
    Text(
        "registration_waiting",
        _l("On the waiting list"),
        _l("You are on the waiting list – {assembly}"),
        _l("Dear {name},\n\nThank you for registering."),
        kind="registration_received",
        state="waiting",
    ),
    Text(
        "registration_arrived",
        _l("Registration received"),
        _l("Registration received – {assembly}"),
        _l("Dear {name},\n\nThank you for registering."),
        kind="registration_received",
        state="submitted",
    ),
    Text(
        "place_offered",
        _l("Place offered"),
        _l("A place is now available for you – {assembly}"),
        _l("Dear {name},"),
        kind="place_offered",
        state="offered",
    ),
    Text(
        "offer_over",
        _l("Offer expired"),
        _l("You are still on the waiting list – {assembly}"),
        _l("Dear {name},"),
        kind="offer_over",
        state="waiting",
    ),
    Text(
        "registration_declined",
        _l("Registration not accepted"),
        _l("Your registration was not accepted – {assembly}"),
        _l(
            "Dear {name},\n\nThank you for your interest in our assembly. Unfortunately, we cannot accept your "
            "registration this time."
        ),
        kind="registration_declined",
        state="declined",
    ),
    Text(
        "registration_cancelled",
        _l("Registration cancelled"),
        _l("Registration cancelled – {assembly}"),
        _l("Dear {name},"),
        kind="registration_cancelled",
        state="cancelled",
    ),
):
    declare(_text)


@kind("registration_received", _l("Registration received"))
def received(mail: Mail) -> Message:
    """The state in a sentence, the entry code, the link, the invitation: to the person or to who registered them."""
    registration = _registration(mail)
    confirmed = registration.state is State.CONFIRMED
    text, subject = _TEXTS.get(registration.state, ("registration_arrived", _l("Registration received")))
    if confirmed and registration.category is Category.SPEAKER:
        text = "speaker_registered"
    parts: dict[str, Any] = {"with_code": registration.opens_doors, "with_calendar": confirmed}
    if registration.origin == "invitation":
        parts["before"] = own_queries.ended(registration.edition, registration.person)
    return _to_either(mail, registration, str(subject), "registration/received", text, **parts)


_TEXTS = {
    State.CONFIRMED: ("registration_confirmed", _l("Registration confirmed")),
    State.WAITING: ("registration_waiting", _l("On the waiting list")),
}
"The words to the person, and the subject of the mail to whoever registered them."


@kind("place_offered", _l("Place offered"))
def place_offered(mail: Mail) -> Message:
    """Until when the place is held, and the one link to answer with. Nothing once the offer is answered or over."""
    registration = _registration(mail)
    if not registration.offer_is_open:
        raise NobodyThere
    return _to_either(mail, registration, _("A place is free"), "registration/offered", "place_offered")


@kind("offer_over", _l("Offer expired"))
def offer_over(mail: Mail) -> Message:
    """The place went on to the next; where one stands now. Nothing if things have moved on since."""
    registration = _registration(mail)
    if registration.state is not State.WAITING:
        raise NobodyThere
    return _to_either(mail, registration, _("On the waiting list"), "registration/offer_over", "offer_over")


@kind("registration_declined", _l("Registration not accepted"))
def declined(mail: Mail) -> Message:
    """That there is no place, and why; who had one has it withdrawn from their calendar."""
    registration = _registration(mail)
    if registration.state is not State.DECLINED:
        raise NobodyThere
    return _to_either(
        mail,
        registration,
        _("Registration not accepted"),
        "registration/declined",
        "registration_declined",
        with_calendar=registration.was_confirmed,
    )


@kind("already_registered", _l("Already registered"))
def already_registered(mail: Mail) -> Message:
    """Somebody filled in the form for a person who is registered: only that person is told."""
    return _message(mail, _registration(mail), _("You are already registered"), "registration/already_registered")


@kind("registration_cancelled", _l("Registration cancelled"))
def cancelled(mail: Mail) -> Message:
    """A receipt, so that nobody is cancelled without knowing."""
    return _to_either(
        mail,
        _registration(mail),
        _("Registration cancelled"),
        "registration/cancelled",
        "registration_cancelled",
        with_calendar=True,
    )


def _registration(mail: Mail) -> Registration:
    registration = registration_of(mail)
    if registration.merged_into_id is not None:
        raise NobodyThere  # of the one that stands its own mails speak
    check_address(mail, registration.person)
    return registration


def _to_either(
    mail: Mail,
    registration: Registration,
    subject: str,
    template: str,
    text: str,
    *,
    with_code: bool = False,
    with_calendar: bool = False,
    before: Sequence[Registration] = (),
) -> Message:
    """To the person in words an organiser may have replaced; to whoever acts for them, under this subject, in ours."""
    for_office = bool(mail.facts["assistant"])
    return _message(
        mail,
        registration,
        subject if for_office else "",
        "registration/on_behalf" if for_office else template,
        with_code=with_code,
        with_calendar=with_calendar,
        text="" if for_office else text,
        before=before,
    )


def _link(mail: Mail, registration: Registration) -> AccessLink | None:
    """The link this mail was made for, else the person's own. Who was told to stop is not written to."""
    if mail.link is None:
        return access_queries.link_of(registration, assistant=bool(mail.facts.get("assistant")))
    if not mail.link.is_valid:
        raise NobodyThere
    return mail.link


def _message(
    mail: Mail,
    registration: Registration,
    subject: str,
    template: str,
    *,
    with_code: bool = False,
    with_calendar: bool = False,
    text: str = "",
    before: Sequence[Registration] = (),
) -> Message:
    """`before` are the registrations this one takes the place of by another answer: they leave the calendar."""
    edition = registration.edition
    link = _link(mail, registration)
    badge = access_queries.valid_badge(registration) if with_code else None
    own_page = own_page_of(link)
    register_page = address("registration.register", edition=edition)
    context: dict[str, Any] = {
        "registration": registration,
        "edition": edition,
        "for_office": bool(mail.facts.get("assistant")),
        "waiting_number": quota_queries.waiting_number(registration),
        "own_page": own_page,
        "registered_by": access_queries.registered_by(registration),
        "consents_page": f"{own_page}?to=consents"
        if own_page and consent_queries.unanswered(registration, ONE_TAP)
        else "",
        "another_page": f"{own_page}?to=another" if own_page else register_page,
        "edition_page": address("editions.home", edition=edition),
        "register_page": register_page,
        "with_code": badge is not None,
        "answered_otherwise": bool(before) and len(registration.moves) == 1,
    }
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    entries = [registration] if with_calendar else []
    entries += [one for one in before if one.was_confirmed]
    calendars = days.attached(mail, *entries) if entries else ()
    values = values_of(registration) if text else {}
    return Message(f"{subject} – {edition.name}", template, context, pictures, calendars, text, values)


def values_of(registration: Registration) -> Values:
    """What stands for `{name}` and its like in a text to this person (`mail/texts.py`)."""
    return {"name": lambda: registration.badge_name, **values_of_edition(registration.edition)}


def values_of_edition(edition: Edition) -> Values:
    """The same for what is true for everybody."""

    def closes_at() -> datetime:
        return max((one.closes_at for one in edition.places), default=edition.starts_at)

    return {
        "assembly": lambda: str(edition.name),
        "date": lambda: day(edition.day, weekday=True),
        "time": lambda: f"{time(edition.starts_at, edition.zone)}, {zone_name(edition.zone)}",
        "place": lambda: f"{edition.venue.name}, {edition.venue.address}",
        "deadline": lambda: day(clock.local_day(closes_at(), edition.zone)),
    }
