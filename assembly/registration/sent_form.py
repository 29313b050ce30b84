"""What a browser has just sent with the registration form, kept sealed in its own cookie for the page that follows."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from assembly import clock
from assembly.models import Category, Mode, Represents, State
from assembly.registration.service import Outcome, Submission
from assembly.sealed import seal, unseal


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form with what it was answered, and when."""

    edition: str
    submission: Submission
    state: State
    waiting_number: int | None
    sent_at: datetime

    @classmethod
    def of(cls, edition: str, submission: Submission, outcome: Outcome) -> SentForm:
        """Note a form that has just been answered."""
        return cls(edition, submission, outcome.state, outcome.waiting_number, clock.now())

    @classmethod
    def read(cls, kept: object) -> SentForm | None:
        """Read what `sealed` made; None where this browser has sent nothing."""
        if not isinstance(kept, str):
            return None
        facts = json.loads(zlib.decompress(urlsafe_b64decode(unseal(kept))))
        words = facts["submission"]
        kinds = {"represents": Represents(words["represents"]), "mode": Mode(words["mode"])}
        submission = Submission(**(words | kinds | {"category": Category(words["category"])}))
        at = datetime.fromisoformat(facts["sent_at"])
        return cls(facts["edition"], submission, State(facts["state"]), facts["waiting_number"], at)

    @property
    def sealed(self) -> str:
        """Seal it small: a cookie may be read on the way out of a device, and holds four kilobytes."""
        facts = json.dumps(asdict(self) | {"sent_at": self.sent_at.isoformat()}, ensure_ascii=False)
        return seal(urlsafe_b64encode(zlib.compress(facts.encode())).decode())

    def to(self, address: str) -> SentForm:
        """The same form, sent with another address."""
        return replace(self, submission=replace(self.submission, email=address))
