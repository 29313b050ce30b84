"""What a mail says, and who knows how to say it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assembly.fold import fold
from assembly.models import Mail


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture inside the mail, so that it needs no network at the entrance. `cid` names it in the HTML."""

    cid: str
    png: bytes


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """Which version (SEQUENCE) of a calendar entry this is: of the day for a registration, or of a session."""

    registration_id: int
    sequence: int
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar file with the mail, of one entry. `method` is REQUEST, CANCEL to take it back, or PUBLISH (RFC 5546).

    `version` is kept once the mail has been sent, so that the office knows who was last sent an older one.
    """

    content: bytes
    method: str
    version: EntryVersion


Values = Mapping[str, Callable[[], str]]
"What stands for each name in braces, worked out only where a text has it."


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with the mail."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Message:
    """What a mail says: a subject, a template `emails/<template>.jinja` and what it speaks of.

    `text` names words an organiser may replace (`texts.py`): they then give the subject and, in the template,
    `opening`; `values` are worked out where those words say `{name}`.
    """

    subject: str
    template: str
    context: dict[str, Any]
    pictures: tuple[InlinePicture, ...] = field(default=())
    calendars: tuple[CalendarPart, ...] = ()
    text: str = ""
    values: Values = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    attachment: Attachment | None = None


class NobodyThere(Exception):
    """Raised by a builder when there is nobody to write to after all; the mail is dropped."""


Builder = Callable[[Mail], Message]
_builders: dict[str, Builder] = {}
_labels: dict[str, Any] = {}


def kind(name: str, label: Any) -> Callable[[Builder], Builder]:
    """Declare how mails of this kind are written from their facts, and what the office calls them.

    Features do so in their `emails.py`; `label` is lazy.
    """

    def declare(builder: Builder) -> Builder:
        if name in _builders:
            raise ValueError(f"two builders for mails of kind {name}")
        _builders[name], _labels[name] = builder, label
        return builder

    return declare


def message_of(mail: Mail) -> Message:
    """What this mail says, in the language now spoken. Raises LookupError or NobodyThere when it cannot be said."""
    return _builders[mail.template](mail)


def kinds_called(words: str) -> list[str]:
    """Find the kinds whose name, in the language now spoken, contains these folded words."""
    return [name for name, label in _labels.items() if words in fold(str(label))]


def label_of(mail: Mail) -> str:
    """What this mail is about, without writing it."""
    return str(_labels[mail.template])
