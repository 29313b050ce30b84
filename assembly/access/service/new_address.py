"""Another address for one's own registration: asked for on the own page, confirmed by a link sent to that address."""

import json
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken

from assembly import clock, mail
from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.service.links import correct_address
from assembly.errors import DomainError
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import Registration
from assembly.sealed import new_code, seal, unseal

LASTS = timedelta(days=1)


class RegisteredThere(DomainError):
    """Said to whoever opened the link at that address, and to nobody else."""

    sentence = _l("You have another registration with this address. Contact us and we will merge the two.")


def ask_new_address(registration: Registration, address: str) -> None:
    """Send a link to `address` that makes it the registration's. Nothing is asked about the address before."""
    until = clock.now() + LASTS
    facts = [registration.code, registration.person.email_key, address, until.isoformat()]
    mail.post(
        "new_address",
        to=address,
        lang=registration.lang,
        dedupe_key=f"new_address:{registration.code}:{new_code(16)}",
        facts={"registration": registration.code, "token": seal(json.dumps(facts)), "until": until.isoformat()},
        edition=registration.edition,
    )


def read_new_address(token: str) -> tuple[Registration, str] | None:
    """Read whose address is to become which; None for a link that is wrong, over or used."""
    try:
        code, before, address, until = json.loads(unseal(token))
    except (InvalidToken, UnicodeEncodeError, ValueError):
        return None
    registration = access_queries.by_code(code)
    if registration is None or not registration.state.is_active or registration.person.email_key != before:
        return None
    return (registration, address) if clock.now() < datetime.fromisoformat(until) else None


def confirm_new_address(registration: Registration, address: str) -> None:
    """Write to this address from now on, with a new link. Raises RegisteredThere."""
    name_key = registration.person.name_key
    known = access_queries.active_under(registration.edition, address, name_key)
    if known is not None and known.id != registration.id:
        raise RegisteredThere
    if email_key(address) != registration.person.email_key:
        there = registration_history.somebody_else(registration.person, address, name_key)
        correct_address(registration, address, onto_known=there)
