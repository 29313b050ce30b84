"""Why a table is refused, in sentences."""

from assembly.errors import Rejected
from assembly.i18n import _, _l
from assembly.tables.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS


class Unreadable(Rejected):
    """The file is no table we can read."""

    sentence = _l("We cannot read this file. Upload a CSV file or an Excel workbook (.xlsx).")


class OldWorkbook(Unreadable):
    """An .xls file, or a workbook behind a passphrase: both begin alike."""

    sentence = _l(
        "This workbook is in the old format (.xls) or has a password. Save it as .xlsx without a password, or as CSV."
    )


class OtherEncoding(Unreadable):
    """The bytes are no text in the encoding that was chosen."""

    sentence = _l("This file does not use this encoding. Choose another one.")


class EmptyTable(Unreadable):
    """Nothing but empty cells, or heads alone."""

    sentence = _l("There are no rows in this file.")


class TooMuch(Unreadable):
    """More than anybody checks in one go, or a file made to fill our memory."""

    def __str__(self) -> str:
        return _(
            "This file is too large. The limit is %(rows)s rows, %(columns)s columns and %(signs)s characters per "
            "cell.",
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
            signs=LONGEST_CELL,
        )


class NoHeads(Unreadable):
    """No line names the columns."""

    def __str__(self) -> str:
        quoted = [_("“%(name)s”", name=name) for name in self.facts["needed"]]  # a name may hold a comma
        return _(
            "We cannot find the line with the column names. It must include at least: %(names)s.",
            names=", ".join(quoted),
        )


class BrokenHeads(Unreadable):
    """The names of the columns cannot be told apart."""

    sentence = _l(
        "A quotation mark is out of place in the line with the column names. Delete it, or add the missing one, "
        "then upload the file again."
    )


class HeadTwice(Unreadable):
    """Two columns of one name."""

    def __str__(self) -> str:
        return _("Two columns have the name “%(name)s”. Keep only one of them.", name=self.facts["name"])


class ColumnsMissing(NoHeads):
    """Somebody has said which column is which, and one that is needed is not among them."""

    def __str__(self) -> str:
        quoted = [_("“%(name)s”", name=name) for name in self.facts["needed"]]
        return _("Choose the columns that contain: %(names)s.", names=", ".join(quoted))
