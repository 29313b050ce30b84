"""What is sent to register somebody, what is answered, and why it may be refused."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from assembly.errors import DomainError, Rejected
from assembly.i18n import _l
from assembly.models import Category, Mode, Represents, State


class RegistrationClosed(DomainError):
    """The deadline passed, perhaps while the form was open; our clock decides."""

    sentence = _l("Registration for this option has closed.")


class NotHeld(RegistrationClosed):
    """The assembly is cancelled, or has no date."""

    sentence = _l("This assembly is cancelled or postponed, so registration is closed.")


class OnlineOnly(Rejected):
    """The kind of whom somebody represents gives no place in the room."""

    sentence = _l("In-person places are for cities, regions and public bodies. Choose “Online”.")


class InvitationNeeded(RegistrationClosed):
    """The public form was sent for a mode in which only the invited may register."""

    sentence = _l("Registration for this option is by invitation only. Use the link in your invitation.")


class ThereAlready(DomainError):
    """The office adds somebody who means to come already; `registration` is theirs."""

    sentence = _l("This person is already registered.")


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sent, clean and checked. `key` was made with the empty form; `lang` is the page's.

    Only the office leaves `email` empty, or writes a `note` for itself: why it added this person. `community` is the
    code of the entry chosen from the suggestions, or known beforehand: it tells two of one name apart. `invitation_id`
    is the invitation it answers.
    """

    key: str
    represents: Represents
    place: str
    given: str
    family: str
    function: str
    email: str
    mode: Mode
    lang: str
    assistant_email: str = ""
    category: Category = Category.PARTICIPANT
    origin: str = "form"
    note: str = ""
    community: str = ""
    invitation_id: int | None = None

    @classmethod
    def read(cls, words: Mapping[str, Any]) -> "Submission":
        """Read what was kept of one as plain words."""
        kinds = {"represents": Represents(words["represents"]), "mode": Mode(words["mode"])}
        return cls(**(dict(words) | kinds | {"category": Category(words["category"])}))

    @property
    def is_by_another(self) -> bool:
        """Whether somebody registers another person: the address of whoever does is not the person's."""
        return bool(self.assistant_email) and self.assistant_email.casefold() != self.email.casefold()

    @property
    def body_hash(self) -> str:
        """The same words give the same value; neither key nor invitation is among them."""
        words = {name: value for name, value in asdict(self).items() if name not in {"key", "invitation_id"}}
        return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the visitor is told: a reference, the state, and the number on the waiting list if there is one.

    For a person who is registered already it looks like any other: the mail tells them.
    """

    reference: str
    state: State
    waiting_number: int | None = None
