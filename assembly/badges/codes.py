"""Pictures of the codes on badges, drawn where the file is set."""

from __future__ import annotations

from typing import Any

from assembly.badges import qr

_LIGHT = [255]


def drawn(facts: dict[str, Any]) -> dict[str, Any]:
    """Give each page of `sheet.document` the picture of its code in place of the address: a grey value for each module,
    with how many there are on a side; and name all `signs` that are printed, to be measured."""
    texts = (
        text for page in facts["pages"] for text in (*page.values(), page["role"]["word"]) if isinstance(text, str)
    )
    signs = sorted(set().union(*texts) - {" "})
    return facts | {"pages": [_with_code(page) for page in facts["pages"]], "signs": signs}


def _with_code(page: dict[str, Any]) -> dict[str, Any]:
    rows = qr.matrix(page["address"])
    side = len(rows) + 2 * qr.QUIET
    edge, margin = _LIGHT * side * qr.QUIET, _LIGHT * qr.QUIET
    code = [value for row in rows for value in (*margin, *(0 if dark else 255 for dark in row), *margin)]
    return page | {"code": [*edge, *code, *edge], "modules": side, "address": ""}
