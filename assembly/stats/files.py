"""Statistics for spreadsheets and programs: one line for each number, with its definition beside it. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from assembly.i18n import _
from assembly.stats.statistic import Row, Share, Statistic


def heads() -> list[str]:
    """The names of the columns."""
    labels = (_("Key"), _("Figure"), _("Group"), _("Number"), _("Share"), _("Definition"), _("Source"), _("Query"))
    return [*labels, _("As of"), _("Note")]


def lines(statistics: Sequence[Statistic], taken_at: datetime) -> Iterator[list[object]]:
    """Yield a line for each number. What was not measured has an empty number and says so."""
    for one in statistics:
        for row in _rows(one):
            count, share = _numbers(one, row)
            what = one.definition
            note = _said_together(one, row) or one.note or ("" if one.is_measured else _("not measured"))
            facts = [str(what.label), row.label if row else "", count, share, str(what.text), str(what.basis)]
            yield [one.key, *facts, what.query, taken_at.isoformat(timespec="seconds"), note]


def as_data(statistics: Sequence[Statistic], taken_at: datetime) -> dict[str, Any]:
    """The same for programs; `null` is not measured."""
    return {
        "taken_at": taken_at.isoformat(timespec="seconds"),
        "statistics": [_as_data(one) for one in statistics],
    }


def _as_data(one: Statistic) -> dict[str, Any]:
    what = one.definition
    found: dict[str, Any] = {
        "key": one.key,
        "label": str(what.label),
        "definition": str(what.text),
        "basis": str(what.basis),
        "query": what.query or None,
        "measured": one.is_measured,
    }
    if what.head is None:
        found["value"], found["share"] = _numbers(one, None)
    else:
        found["rows"] = [{"key": row.key, "label": row.label, "count": row.count} for row in one.rows]
    if one.together:
        found["together"] = {"labels": list(one.together), "count": one.together_count}
    return found | ({"note": one.note} if one.note else {})


def _rows(one: Statistic) -> list[Row | None]:
    together = [Row("", " + ".join(one.together), one.together_count)] if one.together else []
    return [*one.rows, *together] or [None]


def _numbers(one: Statistic, row: Row | None) -> tuple[int | None, float | None]:
    if row is not None:
        return row.count, None
    if isinstance(one.value, Share):
        return one.value.part, round(one.value.part / one.value.whole, 4)
    return one.value, None


def _said_together(one: Statistic, row: Row | None) -> str:
    if row is None or not one.together or row in one.rows:
        return ""
    return _("Small groups are shown together.")
