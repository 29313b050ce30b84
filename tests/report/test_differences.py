"""Where fixed figures differ from those of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from article import first_assembly
from flask import Flask

from assembly.errors import ChangedMeanwhile
from assembly.i18n import speaking
from assembly.models import Bilingual
from assembly.report import queries
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.differences import Difference, as_seen, differences
from assembly.report.article.editing import relinked
from assembly.report.corrections import corrections
from assembly.report.facts import Counted, Grouped, from_json

FOUND = [Difference("participants", "Participants", "138", "137", "a"), Difference("survey", "Survey", "", "64", "b")]


def test_only_values_on_the_page_count() -> None:
    assert as_seen(FOUND, {"participants": "a", "countries": "gone"}) == {"participants": "a"}
    for mark in ("", "of an hour ago"):
        with pytest.raises(ChangedMeanwhile):
            as_seen(FOUND, {"participants": mark, "survey": "b"})


def table(key: str, count: int) -> Grouped:
    text = Bilingual("Ranks", "Fonctions")
    rows = (Counted("en", Bilingual("English", "anglais"), count), Counted("fr", Bilingual("French", "français"), 2))
    return Grouped(key, text, text, text, text, Bilingual(), rows, key, 1)


def test_views_alone_are_no_difference(demo_app: Flask) -> None:
    with demo_app.app_context():
        report = queries.report_of(first_assembly())
        assert report is not None
        sheet = from_json(report.sheet.facts)
    before, viewed, counted = (
        replace(sheet, groups=(table("recordings_watched", views), table("ranks", count)))
        for views, count in ((1, 3), (9, 3), (9, 4))
    )
    with speaking("en"):
        assert differences(before, viewed, {}) == []
        found = differences(before, counted, {})[0]
        assert (found.fixed, found.live) == ("Ranks: English (3)", "Ranks: English (4)")
        versions = [(date(2023, 6, 30), one, Bilingual()) for one in (before, viewed, counted)]
        named, unnamed = [one.words.partition(". ")[2] for one in corrections(versions)]
        assert (named, unnamed) == ("Updated: Ranks", "The text was corrected; no figures changed.")


def facts(*announced: str, survey: str) -> Any:
    return SimpleNamespace(
        announcements=[SimpleNamespace(link=one) for one in announced],
        survey=SimpleNamespace(link=survey),
        groups=[],
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
