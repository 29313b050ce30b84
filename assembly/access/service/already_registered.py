"""Telling somebody that they are registered already: by mail alone, and one mail for each form that was sent.

No registration is stored for such a form, so the mail keeps what is needed to answer its copies.
"""

from typing import Any

from assembly import limiter, mail
from assembly.mail import Recipient
from assembly.models import Edition, Registration

TO_ONE_ADDRESS = "5 per hour"
"Anybody can type an address into the public form: this is how often it may fill somebody's box."


def dedupe_key(edition: Edition, key: str) -> str:
    """What the mail for a form with this key is found by, whomever the form named."""
    return f"already_registered:{edition.id}:{key}"


def tell(registration: Registration, key: str, kind: str = "already_registered", **kept: Any) -> None:
    """Send the link again to who is registered. `key` is the form's: its copies are told nothing more.

    Over the allowance of an address the mail is dropped; its facts, with what is `kept`, are there all the same.
    """
    person = registration.person
    if person.email is None:
        return
    within = limiter.may_spend(TO_ONE_ADDRESS, "already registered to", person.email_key or person.email)
    facts = {"registration": registration.code, "assistant": False, **kept}
    edition = registration.edition
    recipient = Recipient(person.id, registration.lang, dedupe_key(edition, key), facts)
    mail.post_all(kind, [recipient], edition=edition, dropped=not within)
