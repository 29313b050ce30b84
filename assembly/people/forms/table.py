"""Which columns a table of people has, and for which program."""

from flask import request

from assembly.forms import Form, OneOf
from assembly.i18n import Labelled, _, _l
from assembly.people.columns import COLUMNS


class Shape(Labelled):
    """What the table is saved as."""

    CSV = "csv", _l("CSV (opens in any program)")
    XLSX = "xlsx", _l("Excel (XLSX)")


class TableForm(Form):
    """The columns ticked, and the shape."""

    shape = OneOf(_l("File format"), among=Shape, sentence=_l("Choose a file format."))
    sentence = ""
    "What is wrong with the ticks."

    def columns(self, known: frozenset[str]) -> list[str]:
        """Those ticked that exist."""
        return [name for name in request.form.getlist("column")[: len(known)] if name in known]

    def is_good(self, known: frozenset[str]) -> bool:
        """Whether there is a shape and at least one column; notes what is missing."""
        good = bool(self.validate_on_submit())
        self.sentence = "" if self.columns(known) else _("Select at least one column.")
        return good and not self.sentence


def column_labels() -> list[tuple[str, str]]:
    """The columns of every table, in words."""
    return [(name, str(label)) for name, label in COLUMNS.items()]
