"""Of thousands of mutated files none is stored otherwise than its preview said, and none loses a line in silence."""

from __future__ import annotations

import gc
from random import Random

import pytest
from factories import make_edition
from flask import Flask
from mutated_tables import HEADS, MutatedTable, mutated
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import clean
from assembly.formats import language
from assembly.imports import Answers, Told, Verdict, digest
from assembly.imports.service import apply, judged, keep, told_of
from assembly.models import Edition, Registration
from assembly.people.imports.service import PEOPLE
from assembly.registration.people_table import LABELS
from assembly.tables import Unreadable
from assembly.tables.drafts import FaultsLeft
from assembly.transactions import writing

_COLUMNS = dict(zip(HEADS, ("given", "family", "email", "place", "function", "phone", "note"), strict=True))


class _UndoneError(Exception):
    """Nothing of a file stays."""


@pytest.mark.turns(4)
@pytest.mark.sqlite_only  # what is read and stored is the same on both, and 20,000 files take nine minutes
@pytest.mark.parametrize("quarter", range(4))
def test_no_file_differs_or_loses_lines(ctx: Flask, full_scale: bool, quarter: int) -> None:
    with writing():
        make_edition(size=2)
    outcomes = {"refused": 0, "stored": 0, "nothing": 0}
    for seed in range(quarter, 20_000 if full_scale else 60, 4):
        if seed % 400 == quarter:
            gc.collect()  # which otherwise waits for the end of a test
            gc.freeze()  # what the next one need not look at
        table = mutated(Random(seed))
        try:
            with writing():
                outcomes[_checked(db.session.scalars(select(Edition)).one(), table, seed)] += 1
                raise _UndoneError
        except _UndoneError:
            pass
    assert outcomes["stored"] > 0, outcomes
    assert not full_scale or outcomes["stored"] > outcomes["refused"] > 0, outcomes


def _checked(edition: Edition, table: MutatedTable, seed: int) -> str:
    try:
        draft, refusal = keep(edition, PEOPLE, table.content, lang="en")
    except Unreadable:
        return "refused"
    if refusal is not None:
        return "refused"
    db.session.flush()
    told = told_of(draft)
    _each_line_is_told(table, told, seed)
    verdicts = judged(edition, PEOPLE, told)
    preview = {f"import-{draft.code}-{one.row.number}": one.fields() for one in verdicts if one.verdict is Verdict.NEW}
    try:
        apply(edition, PEOPLE, draft.id, seen=digest(verdicts), answers=Answers(leave_out=True))
    except FaultsLeft:
        assert not preview or all(one.verdict is Verdict.FAULT for one in verdicts), seed
    except DomainError as refused:
        raise AssertionError(seed) from refused
    db.session.flush()
    db.session.expire_all()
    stored = {
        one.idempotency_key: _fields(one)
        for one in db.session.scalars(select(Registration).options(joinedload(Registration.person)))
    }
    both = [(seed, set(stored.get(key, ())) ^ set(preview.get(key, ()))) for key in {*stored, *preview}]
    assert not [one for one in both if one[1]]
    return "stored" if stored else "nothing"


def _each_line_is_told(table: MutatedTable, told: Told, seed: int) -> None:
    """A word is in a cell that is read, or its line is named: a fault, hidden, above the heads, in a sheet or with a
    column that is ignored."""
    cells = {text for row in told.rows for text in row.cells.values()}
    named = {*told.above, *told.hidden, *(row.number for row in told.rows if row.broken or told.unknown)}
    for word in table.words:
        where = table.line_of(word)
        if where is None or any(word in text for text in cells):
            continue
        sheet, line = where
        assert sheet in told.others or line in named, (seed, word, where)
    for row in told.rows:
        meant = table.meant.get(row.cells.get("family", ""))
        if meant is not None and not row.broken and not row.formulas:
            said = {column: clean(row.cells.get(column, "")) for column in _COLUMNS.values()}
            said["phone"] = said["phone"].replace(" ", "")
            assert said == {_COLUMNS[head]: clean(text) for head, text in meant.items()}, seed


def _fields(one: Registration) -> list[tuple[str, str]]:
    """What is stored of somebody, as a preview shows it."""
    place = one.org_text or (str(one.community.native_name) if one.community else "")
    words = {
        "given": one.person.given, "family": one.person.family, "email": one.person.email or "", "place": place,
        "represents": one.represents.label, "function": one.function, "mode": one.mode.label,
        "category": one.category.label, "lang": language(one.lang), "phone": one.phone or "", "external": "",
        "note": one.note,
    }  # fmt: skip
    return [(str(label), words[column]) for column, label in LABELS.items() if words[column]]
