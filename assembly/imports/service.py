"""A table that was sent: kept sealed while somebody looks at what it would do, then stored, or its good lines."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select

from assembly.extensions import db, read_one
from assembly.imports.importer import Answers, Choices, Importer, Told
from assembly.imports.judged import Judged, Verdict, digest
from assembly.models import Edition, ImportDraft
from assembly.sealed import seal
from assembly.tables import (
    EmptyTable,
    NoHeads,
    ReadingOptions,
    Row,
    Sheet,
    Table,
    TooMuch,
    Unreadable,
    arranged,
    drafts,
    read,
    rows_of,
)
from assembly.tables.cells import cell_name
from assembly.tables.drafts import FaultsLeft, StoredBefore
from assembly.tables.heads import head_of
from assembly.tables.readers import is_workbook, sheets
from assembly.values import present


def keep(
    edition: Edition, importer: Importer, content: bytes, *, name: str = "", **options: str
) -> tuple[ImportDraft, Unreadable | None]:
    """Keep a file for a day at most; beside it why its lines are not known yet, if they are not. Raises Unreadable.

    Somebody who can say which line or column is meant has nothing to send again.
    """
    file = b64encode(zlib.compress(content)).decode()
    told, refusal = _told(edition, importer, content, Told(file, name, Choices(), options))
    return drafts.keep(edition, importer.kind, asdict(told)), refusal


def read_again(edition: Edition, importer: Importer, draft: ImportDraft, choices: Choices) -> Unreadable | None:
    """Read a kept file as somebody chose; why its lines are not known, if they are not. Raises Unreadable."""
    before = told_of(draft)
    told, refusal = _told(edition, importer, content_of(before), replace(before, choices=choices))
    draft.sealed = seal(drafts.packed(asdict(told)))
    return refusal


def told_of(draft: ImportDraft) -> Told:
    """Open what a draft holds."""
    told = drafts.content_of(draft)
    columns = told["choices"]["columns"]
    positions = None if columns is None else {int(at): column for at, column in columns.items()}
    told["choices"] = Choices(**(told["choices"] | {"columns": positions}))
    return Told(**(told | {"rows": [Row(**row) for row in told["rows"]]}))


def content_of(told: Told) -> bytes:
    """The file as it was sent."""
    return zlib.decompress(b64decode(told.file))


def sheet_of(importer: Importer, content: bytes, choices: Choices) -> Sheet:
    """Read the sheet somebody chose; else the first that names the columns, or the first of all. Raises Unreadable."""
    if choices.sheet or not is_workbook(content):
        return read(content, sheet=choices.sheet, encoding=choices.encoding, separator=choices.separator)
    first = None
    for one in sheets(content):
        first = first or one
        if any(head_of(one, importer.names(), needed) for needed in importer.needed):
            return one
    return first or read(content)


def judged(edition: Edition, importer: Importer, told: Told) -> Sequence[Judged]:
    """What storing these lines would do now."""
    return importer.judge(importer.look(edition), told)


def apply(
    edition: Edition, importer: Importer, draft_id: int, *, seen: str, answers: Answers | None = None
) -> tuple[Any, int]:
    """Do what the preview of this digest said, and forget the table: what was done, and how many lines were left out.

    Lines with faults stop everything unless somebody leaves them out. Raises StoredBefore, FaultsLeft and what the
    importer says has changed.
    """
    answers = answers or Answers()
    context = importer.lock(edition)
    kept = present(read_one(select(ImportDraft).where(ImportDraft.id == draft_id)), StoredBefore)
    verdicts = importer.judge(context, told_of(kept))
    if digest(verdicts) != seen:
        raise importer.changed
    faulty = sum(one.verdict is Verdict.FAULT for one in verdicts)
    if faulty and (not answers.leave_out or faulty == len(verdicts)):
        raise FaultsLeft
    done = importer.store(context, kept, verdicts, answers)
    db.session.delete(kept)
    return done, faulty


def _told(edition: Edition, importer: Importer, content: bytes, told: Told) -> tuple[Told, Unreadable | None]:
    sheet = sheet_of(importer, content, told.choices)
    if not sheet.lines:
        raise EmptyTable
    found: Mapping[str, Any] = {
        "sheet": sheet.name,
        "others": sheet.others,
        "hidden_sheets": sheet.hidden_sheets,
        "hidden_columns": [cell_name(at, 0)[:-1] for at in sheet.hidden_columns],
        "merged": sheet.merged,
        "encoding": sheet.saved_as.encoding if sheet.saved_as else "",
        "is_sure": sheet.saved_as is None or bool(told.choices.encoding) or sheet.saved_as.is_sure,
        "separator": sheet.separator,
    }
    nothing: Mapping[str, Any] = {"rows": (), "places": {}, "unknown": (), "above": (), "hidden": (), "marks": ()}
    try:
        table = _arranged(importer, sheet, told.choices)
    except TooMuch:
        raise
    except Unreadable as refusal:
        return replace(told, **found, **nothing), refusal
    made = replace(
        told, **found, rows=rows_of(table), places=table.columns, unknown=table.unknown, above=table.above,
        hidden=table.hidden,
    )  # fmt: skip
    return replace(made, marks=[one.mark for one in judged(edition, importer, made)]), None


def _arranged(importer: Importer, sheet: Sheet, choices: Choices) -> Table:
    """By the first set of columns one needs that the table has."""
    refusals = []
    for needed in importer.needed:
        try:
            chosen = ReadingOptions(choices.head, choices.columns, choices.with_hidden)
            return arranged(sheet, importer.names(), needed, chosen)
        except NoHeads as refusal:
            refusals.append(refusal)
    raise refusals[0]
