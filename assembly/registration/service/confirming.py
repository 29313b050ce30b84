"""Forms beyond an allowance: an email asks first, and only the press of a button in it registers anybody.

Nothing is asked about the person before: a form is kept alike, and its page is the same, whoever is registered.
"""

import json
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import delete, exists, func, literal, select, update

from assembly import clock, mail
from assembly.errors import SentBefore
from assembly.extensions import db
from assembly.fold import email_key
from assembly.models import BadAddress, Edition, Mail, Person, UnconfirmedForm
from assembly.quotas import service as quotas
from assembly.registration.queries import unconfirmed
from assembly.registration.service.looking_up import entry_of
from assembly.registration.service.registering import answered_before, check_on_offer, register
from assembly.registration.service.submission import Outcome, Submission
from assembly.sealed import Token, keyed_hash, new_code, new_token, seal, unseal

ONE_EMAIL_FOR = timedelta(hours=1)
"Forms that name one address within this time are confirmed by one email, so that nobody's box is filled."
_KIND = "confirm_registration"


def ask_to_confirm(edition: Edition, sent: Submission, address: str) -> Outcome | None:
    """Keep a form for a day and write to `address`; it holds no place, and is counted nowhere, before `confirm`.

    Gives what an earlier copy was answered, if one was registered. Raises what `register` raises of a form that could
    not be registered now.
    """
    places = quotas.lock(edition)
    earlier = answered_before(edition, sent)
    if earlier is not None:
        return earlier
    kept = unconfirmed.with_key(edition, sent.key)
    if kept is not None and submission_of(kept).body_hash != sent.body_hash:
        raise SentBefore
    if kept is None:
        check_on_offer(places, sent, entry_of(sent))
        _keep(edition, sent, address)
    return None


def submission_of(kept: UnconfirmedForm) -> Submission:
    """Read what was sent."""
    return Submission.read(json.loads(unseal(kept.sealed)))


def not_asked(kept: UnconfirmedForm) -> list[str]:
    """List the addresses a form would write to and of which its email proves nothing."""
    sent = submission_of(kept)
    return [one for one in (sent.email, sent.assistant_email) if one and _hash_of(one) != kept.address_hash]


def confirm(edition: Edition, kept: UnconfirmedForm) -> Outcome:
    """Register what was sent, with a place or on the waiting list as it is now. Pressed twice, it registers once.

    Raises what `register` raises.
    """
    outcome = register(edition, submission_of(kept))
    kept.confirmed_at = kept.confirmed_at or clock.now()
    return outcome


def forget_unconfirmed() -> None:
    """Delete the forms that have had their day, the addresses their emails went to, and that one of these is bad."""
    is_over = unconfirmed.is_over()
    keys = select(literal(f"{_KIND}:") + func.substr(UnconfirmedForm.token_hash, 1, 16)).where(is_over)
    letters = Mail.dedupe_key.in_(keys)
    typed = BadAddress.email_key.in_(select(func.lower(Mail.to_address)).where(letters))
    of_a_person = exists().where(Person.email_key == BadAddress.email_key)
    db.session.execute(delete(BadAddress).where(typed, ~of_a_person))
    db.session.execute(update(Mail).where(letters).values(to_address=None))
    db.session.execute(delete(UnconfirmedForm).where(is_over))


def _keep(edition: Edition, sent: Submission, address: str) -> None:
    now, address_hash = clock.now(), _hash_of(address)
    other = unconfirmed.asked_within(edition, address_hash, ONE_EMAIL_FOR)
    token = new_token() if other is None else Token("", other.token_hash, other.token_sealed)
    db.session.add(
        UnconfirmedForm(
            code=new_code(),
            edition_id=edition.id,
            form_key=sent.key,
            address_hash=address_hash,
            token_hash=token.hash,
            token_sealed=token.sealed,
            asked_at=now if other is None else other.asked_at,
            made_at=now,
            sealed=seal(json.dumps(asdict(sent), ensure_ascii=False)),
        )
    )
    if other is None:
        # of no edition: no office sees an email about somebody who has not registered, and no copy of it is kept
        about = {"edition": edition.slug, "token": token.sealed}
        mail.post(_KIND, to=address, lang=sent.lang, dedupe_key=f"{_KIND}:{token.hash[:16]}", facts=about)


def _hash_of(address: str) -> str:
    return keyed_hash("unconfirmed form", email_key(address))
