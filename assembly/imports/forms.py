"""How a file to import is read, and what somebody decides below its preview."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import request
from wtforms import SelectField

from assembly.forms import Form, Tick
from assembly.i18n import _, _l
from assembly.imports.importer import Choices, Told
from assembly.tables import Encoding, Line, Sheet
from assembly.tables.heads import FIRST_LINES

_COLUMN = "column-"


class ReadingForm(Form):
    """How a file is read: its sheet or its encoding and separator, and the line that names the columns."""

    sheet = SelectField(_l("Sheet"))
    encoding = SelectField(_l("File encoding"))
    separator = SelectField(_l("Character between cells"))
    head = SelectField(_l("Line with the column names"), coerce=int)
    with_hidden = Tick(_l("Import hidden rows too"))

    def offer(self, sheet: Sheet) -> None:
        """Offer what this file has; what it has not is not asked."""
        self.head.choices = [
            (line.number, _line_in_words(line.number, line.cells)) for line in sheet.lines[:FIRST_LINES]
        ]
        self.head.choices.append((0, _("No line has column names")))
        if sheet.saved_as:
            self.encoding.choices = [(one.value, one.label) for one in Encoding]
            self.separator.choices = [
                (";", _("Semicolon")), (",", _("Comma")), ("\t", _("Tab")), ("|", _("Vertical line")),
            ]  # fmt: skip
            del self.sheet
        else:
            self.sheet.choices = [(name, name) for name in (sheet.name, *sheet.others)]
            del self.encoding, self.separator
        if not any(line.is_hidden for line in sheet.lines):
            del self.with_hidden

    def chosen(self, columns: Iterable[str]) -> Choices:
        """What was chosen, with each column of ours that was matched to one of the file."""
        matched = {
            int(at): column
            for name, column in request.form.items()
            if (at := name.removeprefix(_COLUMN)) != name and at.isdecimal() and len(at) < 4 and column in columns
        }
        said = {name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "with_hidden")}
        return Choices(**said, columns=matched, with_hidden=bool("with_hidden" in self and self.with_hidden.data))

    def show(self, told: Told, head: Line) -> None:
        """Fill in how the file is read now."""
        known = {"sheet": told.sheet, "encoding": told.encoding, "separator": told.separator, "head": head.number}
        for name, value in (known | {"with_hidden": told.choices.with_hidden}).items():
            if name in self:
                self[name].data = value

    def differs_from(self, sheet: Sheet, head: Line) -> bool:
        """Whether something was chosen that changes which columns there are, or their words."""
        saved_as = sheet.saved_as.encoding if sheet.saved_as else ""
        known = {"sheet": sheet.name, "encoding": saved_as, "separator": sheet.separator, "head": head.number}
        return any(name in self and self[name].data != value for name, value in known.items())

    def chosen_anew(self, columns: Iterable[str], sheet: Sheet, head: Line) -> Choices:
        """What was chosen, without what it leaves without meaning: the columns, in another sheet the line of heads."""
        choices = self.chosen(columns)
        if "sheet" in self and self.sheet.data != sheet.name:
            return replace(choices, head=None, columns=None)
        is_same = (choices.head, choices.separator) == (head.number, sheet.separator)
        return choices if is_same else replace(choices, columns=None)


def _line_in_words(number: int, cells: Sequence[str]) -> str:
    words = ", ".join(cell for cell in cells if cell)
    return f"{number} · {words if len(words) < 70 else f'{words[:70]}…'}"


def decisions() -> dict[int, str]:
    """What was chosen for each doubtful line."""
    chosen = ((name.removeprefix("line-"), value) for name, value in request.form.items() if name.startswith("line-"))
    return {int(line): value for line, value in chosen if line.isdecimal() and len(line) < 8}
