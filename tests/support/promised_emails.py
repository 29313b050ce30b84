"""What the moves of a registration must be, and which emails they promise."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

from assembly.models import MOVES, Registration, State

_PROMISED = {
    State.CONFIRMED: "registration_received",
    State.OFFERED: "place_offered",
    State.DECLINED: "registration_declined",
    State.CANCELLED: "registration_cancelled",
}
"The mail each new state promises; who goes back to the list, or joins it after an answer, is told by another."


def moves_are_legal(registrations: Any) -> None:
    for one in registrations:
        first, *others = one.moves
        assert first.from_state is None
        assert one.moves[-1].to_state is one.state
        for before, after in itertools.pairwise(one.moves):
            assert after.from_state is before.to_state
            assert after.to_state in MOVES[before.to_state]
        assert all(move.by and move.at for move in [first, *others])


def promised(one: Registration) -> dict[str, int]:
    """How many mails of each kind this registration's moves promise."""
    kinds = ["registration_received"]
    for move in one.moves[1:]:
        if move.to_state is State.WAITING:
            kinds.append("offer_over" if move.from_state is State.OFFERED else "registration_received")
        elif move.to_state in _PROMISED:
            kinds.append(_PROMISED[move.to_state])
    return Counter(kinds)
