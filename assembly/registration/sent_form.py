"""What a browser has just sent with the registration form, kept in its own sealed cookie for the page that follows."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from assembly import clock
from assembly.models import State
from assembly.registration.service.submission import Outcome, Submission


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form with what it was answered, and when; without a state it waits until `asked` has confirmed it by email."""

    edition: str
    submission: Submission
    state: State | None
    waiting_number: int | None
    sent_at: datetime
    asked: str = ""

    @classmethod
    def of(cls, edition: str, submission: Submission, outcome: Outcome, at: datetime | None = None) -> "SentForm":
        """Note a form that was answered now, or first answered at `at`."""
        return cls(edition, submission, outcome.state, outcome.waiting_number, at or clock.now())

    @classmethod
    def to_confirm(cls, edition: str, submission: Submission, asked: str) -> "SentForm":
        """Note a form that nobody has confirmed yet."""
        return cls(edition, submission, None, None, clock.now(), asked)

    @classmethod
    def read(cls, kept: object) -> "SentForm | None":
        """Read what `kept` made; None where this browser has sent nothing."""
        if not isinstance(kept, dict):
            return None
        facts: dict[str, Any] = kept
        submission, at = Submission.read(facts["submission"]), datetime.fromisoformat(facts["sent_at"])
        state = State(facts["state"]) if facts["state"] else None
        return cls(facts["edition"], submission, state, facts["waiting_number"], at, facts.get("asked", ""))

    @property
    def kept(self) -> dict[str, Any]:
        """What the session keeps of it."""
        return asdict(self) | {"sent_at": self.sent_at.isoformat()}

    def to(self, address: str) -> "SentForm":
        """The same form, sent with another address."""
        return replace(self, submission=replace(self.submission, email=address))
