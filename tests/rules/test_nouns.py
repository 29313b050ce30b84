"""Each page and each test that `docs/nouns.md` names exists; a cell without a test says why there is no page."""

from __future__ import annotations

import re

from flask import Flask
from static_checks import ROOT

NOUNS = (
    *("session", "room", "document", "release", "person", "mandate", "appearance", "quote"),
    *("question to a speaker about a quote", "announcement"),
    *("balance", "declaration", "edition", "proposed speaker", "link to a day card", "place in the ceremony"),
    *("recording", "language of a recording", "speech in a recording", "captions"),
    *("chapters of a recording", "picture of a recording", "email when a recording is online"),
    *("note for the entrance", "door", "code of another event"),
    *("picture", "article", "report", "block of an article", "fact sheet", "survey", "question of a survey"),
    *("link of a review", "comment of a review"),
)
TEXT = (ROOT / "docs/nouns.md").read_text(encoding="utf-8")


def rows() -> dict[str, list[str]]:
    found = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line.startswith("| ")
    ]
    return {name: cells for name, *cells in found[1:]}


def test_every_noun_has_four_full_cells() -> None:
    assert tuple(rows()) == NOUNS
    for noun, cells in rows().items():
        assert len(cells) == 4, noun
        assert all("`tests/" in cell or cell.startswith("– ") for cell in cells), noun


def test_every_page_of_a_noun_exists(app: Flask) -> None:
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", TEXT))
    assert len(named) > 40
    assert named <= {rule.endpoint for rule in app.url_map.iter_rules()}


def test_every_test_of_a_noun_exists() -> None:
    for file, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT):
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), (file, name)
