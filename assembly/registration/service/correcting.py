"""Correct the address a form was sent with, in the browser that sent it, until the personal link is opened.

For a form that named somebody registered already, their registration stays as it is, and the correction is answered
as another form with the new address would be: the page, the emails and the places outside are those of a form for
somebody unknown.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.service import already_registered
from assembly.access.service.links import correct_address
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import Edition, Mail, MailState, Registration
from assembly.quotas import service as quotas
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.registration.service.submission import RegistrationClosed, Submission


class LinkOpened(DomainError):
    """Somebody reads the emails: from now on the address is changed on the page they lead to."""

    sentence = _l("The link in our email has already been opened. To change the address, use the page it opens.")


def may_correct_sent(edition: Edition, key: str, sent_at: datetime) -> bool:
    """Say whether the address of the form with this key may still be corrected in the browser that sent it."""
    named = _named_by(edition, key)
    return named is not None and named.state.is_active and not access_queries.was_opened(named, sent_at)


def correct_sent(edition: Edition, sent: Submission, sent_at: datetime, address: str) -> None:
    """Write to `address` instead of the one this form was sent with. Sent twice, the second changes nothing.

    Raises LinkOpened, and RegistrationClosed once no such form could be sent any more.
    """
    places = quotas.lock(edition)
    if not may_correct_sent(edition, sent.key, sent_at):
        raise LinkOpened
    count = places.counts.get(sent.mode)
    if count is None or not (count.is_open and count.takes_everybody):
        raise RegistrationClosed
    made = _made_by(edition, sent.key)
    if _told(edition, _second_key(sent.key)):
        return  # whoever has the corrected address is registered, and was told so
    if made is None:
        register(edition, replace(sent, key=_second_key(sent.key), email=address))
    elif made.person.email_key == email_key(sent.email):
        _write_to(made, sent.key, address)


def _made_by(edition: Edition, key: str) -> Registration | None:
    """The registration this form made, or its correction did."""
    return access_queries.by_key(edition, key) or access_queries.by_key(edition, _second_key(key))


def _named_by(edition: Edition, key: str) -> Registration | None:
    """The same, or the registration of whoever the correction or the form named who had one already."""
    corrected = _told(edition, _second_key(key))
    return (
        access_queries.by_code(corrected)
        if corrected
        else _made_by(edition, key) or access_queries.by_code(_told(edition, key))
    )


def _told(edition: Edition, key: str) -> str:
    """The code of the registration whose person was told of this form; "" for a form that told nobody."""
    facts = access_queries.sent_before(edition, key, already_registered.dedupe_key(edition, key))[1]
    return str(facts.get("registration", ""))


def _second_key(key: str) -> str:
    return sha256(f"corrected {key}".encode()).hexdigest()


def _write_to(made: Registration, key: str, address: str) -> None:
    """If the same person is registered under the right address already, they are told so, and this one ends."""
    person = made.person
    _withhold(made)
    known = access_queries.active_under(made.edition, address, person.name_key)
    if known is not None and known.id != made.id:
        already_registered.tell(known, _second_key(key))
        cancel(made, tell=False)
    else:
        known_there = registration_history.somebody_else(person, address, person.name_key)
        correct_address(made, address, onto_known=known_there, code_lost=_was_only_sent(made))


def _was_only_sent(made: Registration) -> bool:
    """Tell whether the code is in that email alone: nobody has opened its link, and no badge with it is prepared."""
    badge = access_queries.valid_badge(made)
    return badge is not None and badge.print_batch_id is None


def _withhold(made: Registration) -> None:
    """Drop the email that has not left yet: it would follow the person to the new address, beside the one with the new
    link."""
    waiting = select(Mail).where(Mail.person_id == made.person_id, Mail.state == MailState.QUEUED)
    for letter in db.session.scalars(waiting.where(Mail.template == "registration_received")):
        if letter.facts["registration"] == made.code and letter.link_id is None:
            letter.state = MailState.DROPPED
