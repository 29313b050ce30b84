"""What a statistic is: its definition, and what was counted. Pure."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent

from assembly.formats import number
from assembly.i18n import Labelled, _, _l, current_locale


class Section(Labelled):
    """What a statistic is about; pages and files go through them in this order."""

    REGISTRATION = "registration", _l("Registration")
    ATTENDANCE = "attendance", _l("Attendance")
    ORIGIN = "origin", _l("Cities, regions and countries")
    PROGRAMME = "programme", _l("Programme and recordings")
    PEOPLE = "people", _l("Languages and people")
    SIGNATURES = "signatures", _l("Signatures")


@dataclass(frozen=True, slots=True)
class Definition:
    """One statistic: its name, what it counts, of which records, and which query counts it.

    `head` is what its rows are, where it has several; `is_personal` where they say something about people themselves;
    `version` is raised when the query counts otherwise, so that a fixed figure says how it was counted.
    """

    key: str
    section: Section
    label: Any
    text: Any
    basis: Any
    query: str
    head: Any = None
    is_personal: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that is not empty."""

    part: int
    whole: int

    @property
    def words(self) -> str:
        """`12% (13 of 108)`."""
        percent = format_percent(self.part / self.whole, locale=current_locale())
        return _(
            "%(percent)s (%(part)s of %(whole)s)", percent=percent, part=number(self.part), whole=number(self.whole)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a statistic that has several: its key for programs, its name in the language spoken, its count."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Statistic:
    """A definition and what was counted: one value, or rows. None and no rows mean not measured, which is not zero.

    `together` are the names of small groups that are only said with others, and `note` says why something is missing.
    """

    definition: Definition
    value: int | Share | None = None
    rows: tuple[Row, ...] = ()
    note: str = ""
    together: tuple[str, ...] = ()
    together_count: int = 0

    @property
    def key(self) -> str:
        """The key of its definition."""
        return self.definition.key

    @property
    def is_measured(self) -> bool:
        """Whether there is anything to show."""
        return self.value is not None or bool(self.rows or self.together)

    @property
    def words(self) -> str:
        """The value as one reads it."""
        if self.value is None:
            return _("not measured")
        return self.value.words if isinstance(self.value, Share) else number(self.value)
