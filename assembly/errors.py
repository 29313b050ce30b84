"""What cannot be done, said so that a person understands it. Services raise these; pages show their sentence."""

from typing import Any, ClassVar

from assembly.i18n import _l


class DomainError(Exception):
    """A refusal with its facts. `sentence` is lazy, so it is read in the visitor's language."""

    status: ClassVar[int] = 409
    sentence: ClassVar[Any] = _l("This action is not possible.")

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(type(self).__name__)

    def __str__(self) -> str:
        return str(self.sentence)


class Rejected(DomainError):
    """A refusal of what was sent, not of what is there: the form comes back with all that was typed."""

    status = 422


class Untranslated(Rejected):
    """Publishing needs both languages; `missing` names the absent ones."""

    sentence = _l("This text is missing in one of the two languages.")


class ChangedMeanwhile(DomainError):
    """Somebody else saved since the page was opened: theirs stays until it has been seen."""

    sentence = _l("Someone else has changed this since you opened the page. Your changes are not saved yet.")


def check_unchanged(now: object, seen: object) -> None:
    """Raises ChangedMeanwhile where what is there now is not what the page showed."""
    if now != seen:
        raise ChangedMeanwhile


class SentBefore(DomainError):
    """The same form was sent before with other words; the first stays."""

    sentence = _l("This form has already been sent with different answers. We kept the first ones.")


class NoMoreChanges(DomainError):
    """The deadline for changes has passed, or the registration has ended."""

    sentence = _l("You can no longer change this registration here. Please contact us if something is wrong.")
