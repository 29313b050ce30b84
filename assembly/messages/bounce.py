"""Reading a delivery report (RFC 3464). Pure: bytes in, facts out; whatever is not one gives None."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import cast

from assembly.fold import clean

LONGEST = 1024 * 1024
"Bytes looked at: what a report says stands before the mail it returns."
_MESSAGE_ID = re.compile(r"<[0-9a-f]{32}@[^<>\s]{1,120}>")


@dataclass(frozen=True, slots=True)
class Report:
    """A mail that was given up: to whom, which one if that is said, and in the server's words why.

    `is_refused` says whether the address is to blame (5.x.x), not a mailbox or a server that could not take it in time.
    """

    recipient: str
    message_id: str
    reason: str
    is_refused: bool


def read(content: bytes) -> Report | None:
    """The first recipient it says is given up: the action tells, for a server gives up on 4.x.x too, days later."""
    try:
        mail = message_from_bytes(content[:LONGEST], policy=default)
        if mail.get_content_type() != "multipart/report":
            return None
        return _refusal(mail)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):  # made up to be unreadable
        return None


def _refusal(mail: EmailMessage) -> Report | None:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in cast(list[Message], part.get_payload()):
            status, recipient = _field(block, "Status"), _address(block)
            if _field(block, "Action").lower() == "failed" and status.startswith(("4.", "5.")) and recipient:
                reason = f"{status} {_reason(block)}".strip()[:200]
                return Report(recipient, _original(mail), reason, status.startswith("5."))
    return None


def _field(block: Message, name: str) -> str:
    return clean(str(block.get(name, "")))


def _address(block: Message) -> str:
    """`rfc822; somebody@city.eu`: the address we wrote to rather than the one it was passed on to."""
    said = _field(block, "Original-Recipient") or _field(block, "Final-Recipient")
    return said.rpartition(";")[2].strip().strip("<>")[:320]


def _reason(block: Message) -> str:
    """Without addresses: who it is about is kept apart, where it can be erased."""
    return re.sub(r"\S+@\S+", "…", _field(block, "Diagnostic-Code").partition(";")[2].strip())


def _original(mail: EmailMessage) -> str:
    """The Message-ID of the returned mail, ours by its form."""
    for part in mail.walk():
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            found = _MESSAGE_ID.search(part.as_string())
            if found:
                return found[0]
    found = _MESSAGE_ID.search(" ".join(str(mail.get(name, "")) for name in ("In-Reply-To", "References")))
    return found[0] if found else ""
