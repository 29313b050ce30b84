"""The sixteen claims of the founding article, from the demo's facts, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from article import SIXTEEN, first_assembly, plain, said, texts
from defusedxml.ElementTree import fromstring
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Edition
from assembly.report import queries
from assembly.report.claims import figures
from assembly.report.facts import canonical_hash, from_json


@pytest.mark.turns(4)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("number", SIXTEEN)
def test_each_of_the_sixteen_claims_is_published(demo_app: Flask, number: int, lang: str) -> None:
    key, words = SIXTEEN[number]
    with demo_app.app_context(), speaking(lang):
        report = queries.report_of(first_assembly())
        assert report is not None
        text = said(from_json(report.sheet.facts))[key]
        for expected in words[lang]:
            assert plain(expected) in plain(text)


def test_there_are_no_other_claims(demo_app: Flask) -> None:
    with demo_app.app_context(), speaking("en"):
        report = queries.report_of(first_assembly())
        assert report is not None
        assert list(said(from_json(report.sheet.facts))) == [key for key, _words in SIXTEEN.values()]


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("fact", "claim"),
    [
        ({"joined_on_day": ()}, "joined_on_day"),
        ({"joined_this_year": 1}, "joined_this_year"),
        ({"signatories": 0, "supporters": 0}, "growth"),
    ],
)
def test_nothing_is_not_claimed(demo_app: Flask, fact: dict[str, object], claim: str) -> None:
    with demo_app.app_context():
        facts = queries.facts(first_assembly(), date(2023, 6, 30))
        assert claim in said(facts)
        assert claim not in said(replace(facts, **fact))


def test_small_sums_are_spelled_to_sixteen(demo_app: Flask) -> None:
    with demo_app.app_context():
        facts = replace(queries.facts(first_assembly(), date(2023, 6, 30)), joined_this_year=13)
        for lang, word in (("en", "to thirteen"), ("fr", "porté à treize")):
            with speaking(lang):
                assert word in said(facts)["joined_this_year"]


def test_what_is_not_known_is_not_published(demo_app: Flask, demo_client: InspectingClient) -> None:
    for path in ("/en/2023/report", "/en/2023/", "/en/2026/", "/en/communities?on=2026-05-01"):
        text = demo_client.page(path).get_text(" ")
        assert "not recorded" not in text
        assert "is known" not in text
    with demo_app.app_context():
        facts = replace(queries.facts(first_assembly(), date(2023, 6, 30)), joined_on_day=(), participants=None)
        assert {"joined_on_day", "participants"}.isdisjoint(one.key for one in figures(facts))


def _text_of(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as packed:
        document = fromstring(packed.read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines = ["".join(one.text or "" for one in line.iter(f"{name}t")) for line in document.iter(f"{name}p")]
    pictures = [one.get("descr") or "" for one in document.iter() if one.tag.endswith("}docPr")]
    return "\n".join(lines + pictures)


def _text_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return " ".join(sheet.get_textpage().get_text_range() for sheet in document).translate(
        dict.fromkeys((0x02, 0xAD, 0xFFFE))
    )


def _outputs(client: InspectingClient, lang: str) -> dict[str, str]:
    """What each form of the report says; only the PDF has the words of a picture elsewhere."""
    page, address = client.page(f"/{lang}/2023/report").select_one("article"), f"/{lang}/2023/report."
    pictures = " ".join(one["alt"] for one in page.select("img"))
    files = {name: client.get(address + name) for name in ("docx", "md", "html", "pdf")}
    return {
        "page": f"{page.get_text(' ')} {pictures}",
        "docx": _text_of(files["docx"].data),
        "md": files["md"].get_data(as_text=True).replace("\\", ""),
        "html": unescape(files["html"].get_data(as_text=True)),
        "pdf": f"{_text_of_pdf(files['pdf'].data)} {pictures}",
    }


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_output_says_all_sixteen(demo_client: InspectingClient, lang: str) -> None:
    outputs = {
        name: "".join(plain(text).replace("-", "").split()) for name, text in _outputs(demo_client, lang).items()
    }
    data = demo_client.get(f"/{lang}/2023/report.json").get_json()
    claims = " ".join(" ".join((one["text"], *one["words"])) for one in data["claims"])
    outputs["json"] = "".join(plain(claims).replace("-", "").split())
    for number, (_key, words) in SIXTEEN.items():
        for expected in map(plain, words[lang]):
            wanted = "".join(expected.split()).replace("-", "")
            missing = [name for name, text in outputs.items() if wanted not in text]
            assert missing == [], (number, expected)
    page = demo_client.page(f"/{lang}/2023/report")
    assert page.select('a[href$="/communities/join"]')
    assert len(page.select("ul.watch a")) == 4
    assert page.select_one("details#sources:not([open]) table")


def test_the_figures_say_where_they_come_from(demo_client: InspectingClient) -> None:
    data = demo_client.get("/en/2023/report.json").get_json()
    values = {one["key"]: (one["value"], one["on"]) for one in data["figures"]}
    assert values == {
        "participants": (138, "2023-06-15"),
        "communities": (91, "2023-06-15"),
        "countries": (30, "2023-06-15"),
        "signatories": (151, "2023-06-30"),
        "supporters": (130, "2023-06-30"),
        "joined_on_day": (4, "2023-06-15"),
        "joined_before": (8, "2023-06-15"),
        "joined_this_year": (12, "2023-06-15"),
    }
    assert all(one["rule"] for one in data["figures"])
    assert data["sheet"]["sha256"] == canonical_hash(data["facts"])


def test_an_assembly_without_anything_claims_nothing_false(demo_app: Flask) -> None:
    """The second assembly: who came and what was said is not known."""
    with demo_app.app_context():
        other = db.session.scalars(select(Edition).where(Edition.slug == "2024")).one()
        keys = {key for _lang, key in texts(other, date(2024, 10, 20))}
        with speaking("en"):
            counted = {one.key for one in figures(queries.facts(other, date(2024, 10, 20)))}
    unknown = {"participants", "picture", "recordings", "announcement", "joined_before", "joined_this_year"}
    assert keys & unknown == set()
    assert counted & {"participants", "communities", "countries"} == set()  # not measured is not zero
