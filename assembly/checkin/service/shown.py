"""What is shown at a door, with all that storing it asks of the door, read before anybody waits for the lock."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from assembly import clock
from assembly.checkin.rules import DoorFacts
from assembly.checkin.service.admitting import door_facts
from assembly.models import AdmitReason, Door, DoorPhase, Registration
from assembly.sealed import token_hash


@dataclass(frozen=True, slots=True)
class AtDoor:
    """What a scan has to know of its door at its moment, read before anybody waits for the lock."""

    id: int
    edition_id: int
    checkpoint: str
    day: date
    slot5: str
    takes_place: bool
    "Whether the assembly is held at all."
    is_rehearsal: bool
    "Whether it is only tried, on another day than those of the assembly: then no admission is made."
    facts: DoorFacts

    @classmethod
    def of(cls, door: Door, at: datetime) -> "AtDoor":
        """Read them."""
        edition, phase = door.edition, door.phase(at)
        return cls(
            id=door.id,
            edition_id=edition.id,
            checkpoint=door.checkpoint,
            day=clock.local_day(at, edition.zone),
            slot5=clock.slot5(at, edition.zone),
            takes_place=edition.takes_place,
            is_rehearsal=phase is DoorPhase.REHEARSAL,
            facts=door_facts(door, phase),
        )


@dataclass(frozen=True, slots=True)
class ShownCode:
    """One code shown at a door. `scan_id` is made by whoever scans; `at` is when, by our clock if online.

    Somebody without a code is `named` by a volunteer who found them in the list; then `token` is empty. With a `reason`
    the volunteer lets them in against the verdict.
    """

    scan_id: str
    token: str
    door: Door
    at: datetime
    by_id: int | None = None
    named: Registration | None = None
    reason: AdmitReason | None = None
    external_hash: str | None = None
    "Of the badge of another event, as we keep it; nobody has it unless somebody is `named`."
    here: AtDoor = field(init=False)
    hash: str | None = field(init=False)
    "What the code is looked up by; None for somebody named."
    named_id: int | None = field(init=False)
    body_hash: str = field(init=False)
    "The same code or name at the same door gives the same value, so that a re-sent scan is recognised."

    def __post_init__(self) -> None:
        hashed = (self.external_hash or token_hash(self.token)) if self.named is None else None
        shown = self.named.code if self.named is not None else hashed
        for name, value in (
            ("here", AtDoor.of(self.door, self.at)),
            ("hash", hashed),
            ("named_id", self.named.id if self.named is not None else None),
            ("body_hash", sha256(f"{shown} {self.door.id}".encode()).hexdigest()),
        ):
            object.__setattr__(self, name, value)
