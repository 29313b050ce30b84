"""Where fixed figures differ from those of today, without a database."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assembly.errors import ChangedMeanwhile
from assembly.models import Bilingual
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.differences import Difference, as_seen
from assembly.report.article.editing import relinked

FOUND = [Difference("participants", "Participants", "138", "137", "a"), Difference("survey", "Survey", "", "64", "b")]


def test_only_values_on_the_page_count() -> None:
    assert as_seen(FOUND, {"participants": "a", "countries": "gone"}) == {"participants": "a"}
    for mark in ("", "of an hour ago"):
        with pytest.raises(ChangedMeanwhile):
            as_seen(FOUND, {"participants": mark, "survey": "b"})


def facts(*announced: str, survey: str) -> Any:
    return SimpleNamespace(
        announcements=[SimpleNamespace(link=one) for one in announced], survey=SimpleNamespace(link=survey)
    )


def test_links_follow_the_facts_they_say() -> None:
    texts = {"{announcement_1}": "a", "Just announced: {announcement_2}": "b", "{survey_answers} came.": "s"}
    blocks = [
        Block(f"b{at}", Kind.PARAGRAPH, Bilingual(text, text), link=link)
        for at, (text, link) in enumerate(texts.items())
    ]
    chosen = Block("b9", Kind.PARAGRAPH, Bilingual("{announcement_1}", "{announcement_1}"), link="mine")
    found = relinked([*blocks, chosen], facts("a", "b", survey="s"), facts("new", "a", survey="t"))
    assert [one.link for one in found] == ["new", "a", "t", "mine"]
