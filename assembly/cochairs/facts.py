"""What a proposal says, as plain values that a form shows and compares."""

from dataclasses import dataclass

from assembly.values import Values


@dataclass(frozen=True, slots=True)
class ProposalFacts(Values):
    """Who is proposed for which session (by id; None once it was deleted), and why."""

    session_id: int | None
    name: str
    why: str
