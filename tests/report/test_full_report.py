"""The full report: the same sections in every form, from the fact sheet of the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pypdfium2
import pytest
from article import first_assembly
from flask import Flask

from assembly.i18n import speaking
from assembly.report import queries
from assembly.report.article.blocks import Kind, as_json
from assembly.report.facts import Facts, Surveyed, from_json
from assembly.report.full.drawing import bars
from assembly.report.full.sections import sections
from assembly.report.reading import blocks_of
from assembly.stats import counting
from assembly.stats.statistic import Section
from assembly.transactions import writing


def headings(facts: Facts) -> list[str]:
    """Of the sections there is something to say in."""
    with speaking("en"):
        return [one.text for one in sections(facts, [], []) if one.kind is Kind.SUBHEAD]


def test_every_form_has_the_same_sections(demo_app: Flask) -> None:
    client = demo_app.test_client()
    page = client.page("/fr/2023/full-report")
    for file, name in (("full-report.docx", "2023-full-report-fr.docx"), ("report.docx", "2023-article-fr.docx")):
        assert f'filename="{name}"' in client.get(f"/fr/2023/{file}").headers["Content-Disposition"]
    shown = [one.get_text() for one in page.select("article h2")]
    assert {"Résumé", "Participation", "Résultats", "Citations"} <= set(shown)
    assert page.select_one("article .chart svg[aria-label]") is not None
    cells = [one.get_text() for one in page.select(".statistic td")]
    word = docx.Document(BytesIO(client.get("/fr/2023/full-report.docx").data))
    pages = pypdfium2.PdfDocument(client.get("/fr/2023/full-report.pdf").data)
    written = {
        "docx": [one.text for one in word.paragraphs] + [c.text for t in word.tables for r in t.rows for c in r.cells],
        "pdf": " ".join(" ".join(pages[at].get_textpage().get_text_range() for at in range(len(pages))).split()),
        "md": client.get("/fr/2023/full-report.md").text,
    }
    for name, text in written.items():
        assert [one for one in shown if one not in text] == [], name
        assert [one for one in cells if one.isdigit() and one not in text] == [], name
    pages.close()


@pytest.mark.proof("test_every_form_has_the_same_sections")
def test_words_the_article_leaves_out_are_absent(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        report = queries.report_of(first_assembly())
        assert report is not None
        report.blocks = as_json([one for one in blocks_of(report) if one.kind is not Kind.QUOTE])
    shown = [one.get_text() for one in demo_app.test_client().page("/en/2023/full-report").select("article h2")]
    assert "Quotes" not in shown
    assert "Outcomes" in shown


def test_sections_without_data_are_left_out(demo_app: Flask) -> None:
    with demo_app.app_context():
        report = queries.report_of(first_assembly())
        assert report is not None
        facts, live = from_json(report.sheet.facts), queries.live_facts(first_assembly())
    assert "Satisfaction" not in headings(facts)
    assert "Satisfaction" in headings(replace(facts, survey=Surveyed("https://example.eu", 90, 80, 70)))
    assert "Quotes" not in headings(replace(facts, quotes=()))
    with demo_app.app_context(), speaking("en"):
        attended = next(one for one in live.figures if one.key == "attended")
        parts = sections(facts, [(Section.ATTENDANCE, attended)], [])
        (table,) = (one.table for one in parts if one.table and one.table.caption == str(Section.ATTENDANCE.label))
        assert table.rows[-1] == ("Attended online", "not measured")


def test_countries_keep_counts_in_both_languages(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = {"CH": (1, 1), "GB": (2, 2), "TR": (3, 3), "UA": (4, 4)}  # in another order in French
    monkeypatch.setattr(counting, "by_country", lambda _edition: outside)
    with demo_app.app_context():
        facts = queries.facts(first_assembly(), date(2023, 6, 30))
    (table,) = [one for one in facts.groups if one.key == "attended_by_country"]
    assert {row.key: row.count for row in table.rows} == {iso: both[1] for iso, both in outside.items()}
    assert {row.key: row.label.fr for row in table.rows}["GB"] == "Royaume-Uni"


def test_drawing_holds_any_name() -> None:
    with speaking("en"):
        drawn, height = bars([("A < B & C", 3), ("x" * 99, 0)], 'Of "two"')
    assert "A &lt; B &amp; C" in drawn
    assert "x" * 48 not in drawn
    assert height == 80
    assert bars([("Finland", 3), ("Spain", 9)], "")[1] == 44
