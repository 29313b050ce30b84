"""What a feature says of a table it takes, and what a draft keeps of one that was sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assembly.errors import DomainError
from assembly.i18n import LANGUAGES, speaking
from assembly.imports.judged import Judged
from assembly.models import Edition, ImportDraft
from assembly.tables import Row
from assembly.tables.encodings import Encoding


@dataclass(frozen=True, slots=True)
class Choices:
    """How somebody said that a file is read; what is empty or None is found.

    `columns` are ours by their positions in the file; `head` is the line that names them, 0 if none does.
    """

    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    head: int | None = None
    columns: Mapping[int, str] | None = None
    with_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a draft holds: the file, how it is read, what that gave, and what would have happened then (`marks`).

    `options` are what the form asked beside the file. `unknown` are the heads that were not read, `above` and `hidden`
    the lines, `others` the sheets; `hidden_sheets` are those of all sheets that the workbook does not show,
    `hidden_columns` the letters of such columns, which are read, `merged` the cells made one. `is_sure` is whether
    another encoding would be much worse.
    """

    file: str
    name: str
    choices: Choices
    options: Mapping[str, str]
    rows: Sequence[Row] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    above: Sequence[int] = ()
    hidden: Sequence[int] = ()
    sheet: str = ""
    others: Sequence[str] = ()
    hidden_sheets: Sequence[str] = ()
    hidden_columns: Sequence[str] = ()
    merged: Sequence[str] = ()
    encoding: str = ""
    is_sure: bool = True
    separator: str = ""
    marks: Sequence[str] = ()

    @property
    def encoding_label(self) -> str:
        """How the text was read, in the words of the page; "" for a workbook."""
        return Encoding(self.encoding).label if self.encoding else ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody answered below a preview: decisions by line, and what they ticked."""

    decisions: Mapping[int, str] = field(default_factory=dict)
    tell: bool = False
    leave_out: bool = False


@dataclass(frozen=True)
class Importer:
    """A kind of table.

    `columns` are what people call each column beside its label; `needed` the sets of columns of which a file must have
    one. `look` reads what `judge` and `store` need as a page does, `lock` with its turn taken, both
    inside the language of whoever asks. `store` does what was judged and leaves out faults; what it gives back is for
    the page. `changed` says that the preview is no longer true.
    """

    kind: str
    labels: Mapping[str, Any]
    columns: Mapping[str, Sequence[str]]
    needed: Sequence[Sequence[str]]
    look: Callable[[Edition], Any]
    lock: Callable[[Edition], Any]
    judge: Callable[[Any, Told], Sequence[Judged]]
    store: Callable[[Any, ImportDraft, Sequence[Any], Answers], Any]
    changed: type[DomainError]
    exported: bool = False
    "Whether our own tables have the first name of each column above it, and not its label."

    def names(self) -> dict[str, list[str]]:
        """List what each column may be called: its label first, as the page says it, and in both languages."""
        found = {column: [str(label)] for column, label in self.labels.items()}
        for lang in LANGUAGES:
            with speaking(lang):
                for column, label in self.labels.items():
                    found[column].append(str(label))
        if self.exported:
            return {column: [*self.columns[column], *names] for column, names in found.items()}
        return {column: [*names, *self.columns[column]] for column, names in found.items()}
