"""Plain values: what a form writes, with the mark of what it showed, and values taken out of rows or put together by
keys. Pure, but for the rows it writes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, Self, TypeVar

from assembly.errors import check_unchanged

_Key = TypeVar("_Key")
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Values:
    """Values of one row that are read, compared and written together."""

    @property
    def mark(self) -> str:
        """A digest of all values: the same values have the same one."""
        return sha256(repr(self).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, row: Any) -> Self:
        """What a row says now."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    def write(self, row: Any) -> None:
        """Make the row say this; what does not differ is not touched, so that no text counts as changed."""
        for one in fields(self):
            if getattr(row, one.name) != getattr(self, one.name):
                setattr(row, one.name, getattr(self, one.name))

    def differs(self, now: Self, seen: str) -> bool:
        """Whether there is something to write over what is there `now`: a second click writes nothing.

        Raises ChangedMeanwhile when what is there is not what the form showed.
        """
        if self == now:
            return False
        check_unchanged(now.mark, seen)
        return True


def present(row: _Thing | None, missing: Exception | type[Exception]) -> _Thing:
    """The row; raises this error where there is none."""
    if row is None:
        raise missing
    return row


def values_of(row: Any, *names: str) -> dict[str, Any]:
    """What a row, or whatever has these attributes, says under these names."""
    return {name: getattr(row, name) for name in names}


def grouped(pairs: Iterable[tuple[_Key, _Thing]]) -> dict[_Key, list[_Thing]]:
    """Put what comes with the same key together: keys and what comes with each in the order of the pairs."""
    found: dict[_Key, list[_Thing]] = defaultdict(list)
    for key, thing in pairs:
        found[key].append(thing)
    return dict(found)


def move_in_line(line: Sequence[Any], row: Any, *, up: bool) -> bool:
    """Swap a row with its neighbour in the line and number all by `position`. At its end, and for a row that is not in
    it, nothing happens: False."""
    rows = list(line)
    at = rows.index(row) if row in rows else -1
    to = at - 1 if up else at + 1
    if at < 0 or not 0 <= to < len(rows):
        return False
    rows[at], rows[to] = rows[to], rows[at]
    for position, one in enumerate(rows):
        one.position = position
    return True
