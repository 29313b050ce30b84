"""The look at the links of an article, which ends in time however many there are and however slowly sites answer."""

from collections.abc import Collection, Mapping
from time import monotonic

from assembly.links.reaching import PATIENCE, look

LONGEST = 20.0
"Seconds for all links of one press: a look begins only while a whole one still fits in."


def looked_at(addresses: Collection[str], earlier: Mapping[str, str], allowed: Collection[str]) -> dict[str, str]:
    """Say what was found at these addresses now; those without an earlier finding come first."""
    last_start = monotonic() + LONGEST - PATIENCE
    found = {}
    for one in sorted(addresses, key=lambda address: address in earlier):
        if monotonic() > last_start:
            break
        found[one] = look(one, allowed=allowed).value
    return found
