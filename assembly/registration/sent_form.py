"""What a browser has just sent with the registration form, kept sealed in its own cookie for the page that follows."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from assembly import clock
from assembly.models import State
from assembly.registration.service import Outcome, Submission
from assembly.sealed import seal, unseal


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
    def of(cls, edition: str, submission: Submission, outcome: Outcome) -> SentForm:
        """Note a form that has just been answered."""
        return cls(edition, submission, outcome.state, outcome.waiting_number, clock.now())

    @classmethod
    def to_confirm(cls, edition: str, submission: Submission, asked: str) -> SentForm:
        """Note a form that nobody has confirmed yet."""
        return cls(edition, submission, None, None, clock.now(), asked)

    @classmethod
    def read(cls, kept: object) -> SentForm | None:
        """Read what `sealed` made; None where this browser has sent nothing."""
        if not isinstance(kept, str):
            return None
        facts = json.loads(zlib.decompress(urlsafe_b64decode(unseal(kept))))
        submission, at = Submission.read(facts["submission"]), datetime.fromisoformat(facts["sent_at"])
        state = State(facts["state"]) if facts["state"] else None
        return cls(facts["edition"], submission, state, facts["waiting_number"], at, facts.get("asked", ""))

    @property
    def sealed(self) -> str:
        """Seal it small: a cookie may be read on the way out of a device, and holds four kilobytes."""
        facts = json.dumps(asdict(self) | {"sent_at": self.sent_at.isoformat()}, ensure_ascii=False)
        return seal(urlsafe_b64encode(zlib.compress(facts.encode())).decode())

    def to(self, address: str) -> SentForm:
        """The same form, sent with another address."""
        return replace(self, submission=replace(self.submission, email=address))
