"""What keeps an article as a whole from being published, and which words of people its data give."""

from __future__ import annotations

from dataclasses import replace

import pytest
from article import first_assembly
from flask import Flask
from inspector import InspectingClient

from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Bilingual, Quote
from assembly.report import checking, queries, service
from assembly.report.article.blocks import Block, Kind, as_json
from assembly.report.article.checks import Library, problems
from assembly.report.article.filling import fill
from assembly.report.article.placeholders import placeholders
from assembly.report.article.template import first_blocks
from assembly.report.facts import Facts, from_json
from assembly.transactions import writing

TITLE, NONE = Bilingual("A headline", "Un titre"), Bilingual()


def sheet() -> Facts:
    """The figures of the first report."""
    report = queries.report_of(first_assembly())
    assert report is not None
    return from_json(report.sheet.facts)


def wrong(facts: Facts, blocks: list[Block], title: Bilingual = TITLE, erratum: Bilingual = NONE) -> str:
    """What keeps it from being published, with each quote approved as the first sheet has it."""
    library = Library({facts.picture or ""}, {})
    found = problems(title, erratum, blocks, facts, sheet().quotes, library, {})
    return " ".join(one.text for one in found if not one.is_advice)


def test_article_without_blocks_is_not_sound(demo_app: Flask) -> None:
    with demo_app.app_context():
        facts = sheet()
        assert wrong(facts, first_blocks(facts)) == ""
        assert wrong(facts, []) == "The article is empty. Add a block."


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("joined", "english", "french"),
    [
        (1, "one new signatory joined: the city of", "un nouveau signataire avait déjà rejoint le mouvement : la v"),
        (2, "two new signatories joined: the cities of", "deux nouveaux signataires avaient déjà rejoint"),
        (8, "eight new signatories joined", "huit nouveaux signataires avaient déjà rejoint"),
        (0, "", ""),
    ],
)
def test_start_text_passes_with_any_number(demo_app: Flask, joined: int, english: str, french: str) -> None:
    with demo_app.app_context():
        facts = sheet()
        cities = sorted(facts.joined_before, key=lambda one: one.kind != "municipality")
        facts = replace(facts, joined_before=tuple(cities[:joined]), networks=facts.networks[:joined])
        blocks = first_blocks(replace(facts, joined_on_day=facts.joined_on_day[:joined]))
        assert wrong(facts, blocks) == ""
        for lang, words in (("en", english), ("fr", french)):
            with speaking(lang):
                said = " ".join(fill(getattr(one.text, lang), placeholders(facts)) for one in blocks)
            assert words in said.replace("\u00a0", " ")
            assert ("joined_before" in " ".join(str(one.text) for one in blocks)) == bool(joined)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("title", "erratum", "sentence"),
    [
        (Bilingual("{participants}", "{participants}"), NONE, "Figures in braces"),
        (Bilingual("400 came", "40 sont venus"), NONE, "The numbers in the headline"),
        (TITLE, Bilingual("Only English"), "Say in both languages what this version corrects."),
        (TITLE, Bilingual("130, not 13", "130 et non 14"), "The numbers in the correction"),
        (TITLE, Bilingual("A {figure", "Un chiffre"), "Figures in braces"),
    ],
)
def test_headline_and_correction_are_checked(
    demo_app: Flask, title: Bilingual, erratum: Bilingual, sentence: str
) -> None:
    with demo_app.app_context():
        facts = sheet()
        assert wrong(facts, first_blocks(facts), title, erratum).startswith(sentence)


def test_unread_number_keeps_from_publishing(demo_app: Flask) -> None:
    with demo_app.app_context():
        block = Block("b1", Kind.LEAD, Bilingual("Many", "Beaucoup"), is_unread=True)
        assert wrong(sheet(), [block]).startswith("A figure in this text has changed from 1")


def test_source_is_given_in_both_languages(demo_app: Flask) -> None:
    with demo_app.app_context():
        block = Block("b1", Kind.LEAD, Bilingual("Many", "Beaucoup"), source=Bilingual("Only English"))
        assert wrong(sheet(), [block]) == "Give the source in both languages."


def test_hidden_quotes_are_approved_too(demo_app: Flask) -> None:
    with demo_app.app_context():
        facts = sheet()
        changed = replace(facts, quotes=(replace(facts.quotes[0], words=Bilingual("Never said", "Jamais dit")),))
        without = [one for one in first_blocks(facts) if one.kind is not Kind.QUOTE]
        assert wrong(facts, without) == ""
        assert wrong(changed, without).startswith("A quote that the article does not show")


def test_data_gives_only_words_shown(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        report = queries.report_of(first_assembly())
        assert report is not None
        blocks = first_blocks(sheet())
        quote = next(one for one in blocks if one.kind is Kind.QUOTE)
        report.blocks = as_json([one for one in blocks if one.kind is not Kind.QUOTE or one is quote])
    data = demo_client.get("/en/2023/report.json").get_json()
    assert {one["person"] for one in data["facts"]["quotes"]} == {quote.ref}
    assert [one["key"] for one in data["claims"] if one["words"]] == [f"quote:{quote.ref}"]


def test_unapproved_quotes_cannot_be_kept(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        edition = first_assembly()
        draft = service.start(edition)
        db.session.query(Quote).order_by(Quote.id).first().approved_at = None  # type: ignore[union-attr]
        seen = (draft, service.blocks_of(draft), queries.live_facts(edition))
        service.keep_figures(draft, {one.key: one.mark for one in checking.differing(*seen)})
        assert draft.kept
        assert [one.key for one in checking.differing(*seen)] == ["quotes"]
