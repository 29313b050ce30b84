"""What every email about one registration checks and shows."""

from __future__ import annotations

from assembly.addresses import address
from assembly.mail import NobodyThere
from assembly.models import Mail, Person
from assembly.sealed import unseal


def check_address(mail: Mail, person: Person) -> None:
    """A mail that waited while the address was corrected must not bring the new link to the old one."""
    if mail.person is not None and mail.person.email_key != person.email_key:
        raise NobodyThere


def code_address(token_sealed: str) -> str:
    """What the entry code holds."""
    return address("checkin.code", token=unseal(token_sealed))
