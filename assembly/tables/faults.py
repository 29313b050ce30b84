"""Why a table is refused, in sentences."""

from __future__ import annotations

from assembly.errors import DomainError
from assembly.i18n import _, _l
from assembly.tables.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS


class Unreadable(DomainError):
    """The file is no table we can read."""

    status = 422
    sentence = _l("This is not a table we can read. Please send a CSV file or an Excel workbook (.xlsx).")


class OldWorkbook(Unreadable):
    """An .xls file, or a workbook behind a passphrase: both begin alike."""

    sentence = _l(
        "This workbook is of the old kind (.xls) or has a passphrase. "
        "Please save it as .xlsx without a passphrase, or as CSV."
    )


class EmptyTable(Unreadable):
    """Nothing but empty cells, or heads alone."""

    sentence = _l("There is no row in this table.")


class TooMuch(Unreadable):
    """More than anybody checks in one go, or a file made to fill our memory."""

    def __str__(self) -> str:
        return _(
            "This table is too large: at most %(rows)s rows of %(columns)s columns, %(signs)s characters in a cell.",
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
            signs=LONGEST_CELL,
        )


class NoHeads(Unreadable):
    """No line names the columns."""

    def __str__(self) -> str:
        quoted = [_("“%(name)s”", name=name) for name in self.facts["needed"]]  # a name may hold a comma
        return _(
            "We do not find the line with the names of the columns. It needs at least: %(names)s.",
            names=", ".join(quoted),
        )


class BrokenHeads(Unreadable):
    """The names of the columns cannot be told apart."""

    sentence = _l(
        "The line with the names of the columns has a quotation mark out of place. "
        "Delete it, or add the missing one, and send the table again."
    )


class HeadTwice(Unreadable):
    """Two columns of one name."""

    def __str__(self) -> str:
        return _("Two columns have the name “%(name)s”. Please keep one of them.", name=self.facts["name"])
