"""Email addresses as people type or paste them, and as our own emails can be written to them.

We send without SMTPUTF8, which many servers lack: what stands before the “@” is ASCII, a domain is written as `xn--…`.
"""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from typing import Any

from email_validator import EmailNotValidError, validate_email

from assembly.fold import clean
from assembly.i18n import _l

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʹ′＇´", "'"))
"What phones and word processors make of the one apostrophe an address may have."
_NAMED = re.compile(r"[^<>]*<([^<>]*)>\W*")
_MAILTO = re.compile(r"mailto:([^?]*)(?:\?.*)?", re.IGNORECASE)


class NotAnAddress(ValueError):
    """What was typed cannot be written to; `sentence` says why."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence
        super().__init__("not an email address we can write to")


def read_address(text: str) -> str:
    """Read an address as it is typed or pasted: alone, as `mailto:`, as `Name <address>`, with a dot at its end.

    Whatever this returns can stand in the headers of our emails. Raises NotAnAddress.
    """
    typed = clean(text)
    if named := _NAMED.fullmatch(typed):
        typed = named[1].strip()
    if link := _MAILTO.fullmatch(typed):
        typed = link[1]
    typed = typed.translate(_APOSTROPHES).rstrip(" .,;")
    local, at, _domain = typed.rpartition("@")
    if not at:
        raise NotAnAddress(_l("Enter an email address with an “@”, like office@city.eu."))
    if not local.isascii():
        raise NotAnAddress(
            _l(
                "We cannot send emails to an address with accents or special characters before the “@”. Enter "
                "another address."
            )
        )
    found = _validated(typed)
    if found is None or not _can_be_written(found):
        raise NotAnAddress(_l("We cannot send emails to this address. Check it."))
    return found


def _validated(typed: str) -> str | None:
    try:
        return validate_email(
            typed, allow_smtputf8=False, check_deliverability=False, test_environment=True
        ).ascii_email
    except EmailNotValidError:
        return None


def _can_be_written(address: str) -> bool:
    try:
        return Address(addr_spec=address).addr_spec == address
    except (HeaderParseError, ValueError, IndexError):
        return False
