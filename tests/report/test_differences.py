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
from assembly.report.article.blocks import Block, Kind, as_json
from assembly.report.article.blocks import from_json as from_plain
from assembly.report.article.differences import Difference, as_seen, differences
from assembly.report.article.editing import read, relinked, reworded, same_words, spaced, with_new_quotes
from assembly.report.article.template import first_blocks
from assembly.report.corrections import corrections
from assembly.report.facts import Counted, Grouped, Surveyed, from_json

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
        versions = [(date(2023, 6, 30), one, Bilingual(), []) for one in (before, viewed, counted)]
        named, unnamed = [one.words.partition(". ")[2] for one in corrections(versions)]
        assert (named, unnamed) == ("Updated: Ranks", "The text was corrected; no figures changed.")
        quoted = [*versions[:1], (date(2023, 7, 1), replace(before, quotes=before.quotes[:1]), Bilingual(), [])]
        assert corrections(quoted)[0].words.endswith("2023. Updated: Quotes")
        asked, asked_again = (replace(before, survey=Surveyed("", 64, percent, 92)) for percent in (89, 83))
        surveyed = [(date(2023, 6, 30), one, Bilingual(), []) for one in (asked, asked_again)]
        assert "Satisfied with the assembly: 83% (previously 89%)" in corrections(surveyed)[0].words
        texts = [[paragraph(text)] for text in ("{countries}", "{countries} {signatories}", "{signatories}")]
        versions = [(date(2023, 6, 30), sheet, Bilingual(), blocks) for blocks in texts]
        removed, added = [one.words.partition(". ")[2] for one in corrections(versions)]
        assert (removed, added) == ("Removed from the text: Countries", "Added to the text: Signatories")


def test_rounded_figures_are_told_apart(demo_app: Flask) -> None:
    with demo_app.app_context(), speaking("en"):
        facts = queries.facts(first_assembly(), date(2023, 6, 30))
        one, two = (replace(facts, joined_before=facts.joined_before[:most]) for most in (1, 2))
        (people,) = differences(facts, replace(facts, participants=139), {})
        assert (people.fixed, people.live) == ("more than 130 participants (138)", "more than 130 participants (139)")
        (joined,) = differences(one, two, {})
        assert "How many joined in the days before: one · " in joined.fixed


def paragraph(english: str, french: str = "") -> Block:
    return Block("b1", Kind.PARAGRAPH, Bilingual(english, french))


def test_words_follow_the_number(demo_app: Flask) -> None:
    with demo_app.app_context():
        several = queries.facts(first_assembly(), date(2023, 6, 30))
    one = replace(several, joined_before=several.joined_before[:1])
    offered = [block for block in first_blocks(one) if "{joined_before_count}" in block.text.en]
    wanted = [block for block in first_blocks(several) if "{joined_before_count}" in block.text.en]
    assert reworded(offered, one, several) == [replace(block, text=spaced(block.text)) for block in wanted]
    own = paragraph("{joined_before} is new.", "{joined_before} est nouvelle.")
    (unread,) = reworded([own], one, several)
    assert unread == replace(own, is_unread=True)
    assert from_plain(as_json([unread])) == [unread]
    assert not reworded([own], several, replace(several, joined_before=several.joined_before[:2]))[0].is_unread
    assert read([unread], "b1") == [own]
    typed = Bilingual("Is she there?", "Est-elle là : oui ou non ?")
    assert same_words(typed, spaced(typed))
    assert typed != spaced(typed)


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


def test_new_quote_follows_the_last_one() -> None:
    before, after = ([SimpleNamespace(person=one) for one in people] for people in (("a", "b"), ("a", "b", "c")))
    texts = [Block("b1", Kind.LEAD), Block("b2", Kind.QUOTE, ref="a"), Block("b3", Kind.PARAGRAPH)]  # b was removed
    sheets: list[Any] = [SimpleNamespace(quotes=one) for one in (before, after)]
    found = with_new_quotes(texts, *sheets)
    assert [(one.code, one.ref) for one in found] == [("b1", ""), ("b2", "a"), ("b4", "c"), ("b3", "")]
