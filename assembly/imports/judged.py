"""What storing a table would do with each of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from assembly.i18n import Labelled, _l
from assembly.tables import Row


class Verdict(Labelled):
    """What becomes of a line, in the order of the preview."""

    FAULT = "fault", _l("To fix")
    DOUBTFUL = "doubtful", _l("Possible duplicate")
    CHANGED = "changed", _l("Changed")
    INVITED = "invited", _l("To invite")
    NEW = "new", _l("New")
    THERE = "there", _l("Already registered")
    SKIPPED = "skipped", _l("Skipped")
    SAME = "same", _l("Unchanged")

    @property
    def stores(self) -> bool:
        """Whether something is stored, or may be if somebody decides so."""
        return self in (Verdict.DOUBTFUL, Verdict.CHANGED, Verdict.INVITED, Verdict.NEW)


@dataclass(slots=True)
class Judged:
    """A line with its verdict; a fault is a cell and a sentence. What more there is to say of one its feature adds."""

    row: Row
    verdict: Verdict
    name: str
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of something new, each with its label."""
        return []

    def differences(self) -> list[tuple[str, str, str]]:
        """List what would change in something that is stored: label, before and after."""
        return []

    def notes(self) -> list[tuple[str, str]]:
        """List what one should know and what stops nothing: a cell, "" for the whole line, and a sentence."""
        return []

    def choices(self) -> list[tuple[str, str]]:
        """List the decisions one has to make, each with its value and label; the first is the usual one."""
        return []

    def twin(self) -> tuple[str, str, str] | None:
        """Who is there already: code, name, and what else tells them from others."""
        return None

    def outcome(self) -> object:
        """What would happen, in a form that is the same in all languages."""
        raise NotImplementedError

    @property
    def mark(self) -> str:
        """The same as long as the same would happen."""
        cells = [cell for cell, _sentence in self.faults]
        return sha256(repr((self.verdict.value, self.outcome(), cells)).encode()).hexdigest()[:16]


def digest(judged: Sequence[Judged]) -> str:
    """The same as long as storing would do the same."""
    return sha256("".join(one.mark for one in judged).encode()).hexdigest()
