"""Long lists of the office, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select

PAGE = 50
"So many lines a page shows."

Row = TypeVar("Row")
_Rows = TypeVar("_Rows", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Row]):
    """One page of a list, and how many lines there are in all."""

    rows: Sequence[Row]
    total: int
    number: int

    @property
    def has_next(self) -> bool:
        """Whether more follow."""
        return self.number * PAGE < self.total


def page_of(rows: Sequence[Row], number: int) -> ListPage[Row]:
    """One page of a list that had to be read whole, the first being 1."""
    return ListPage(rows[(number - 1) * PAGE : number * PAGE], len(rows), number)


def only_page(statement: _Rows, number: int) -> _Rows:
    """Let a statement find one page alone, the first being 1."""
    return statement.limit(PAGE).offset((number - 1) * PAGE)
