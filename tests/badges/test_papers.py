"""Badges on every paper: whole names beside a code that another program reads, backs behind fronts, small files."""

from __future__ import annotations

import io
import json
import secrets
import subprocess
import sys
from dataclasses import asdict
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageFilter
from pypdf import PdfReader

from assembly.badges.codes import drawn
from assembly.badges.packing import packed
from assembly.badges.papers import OWN_SHEETS, Paper, PrintOptions, sheet_of
from assembly.badges.sheet import ROLES, document
from assembly.i18n import LANGUAGES
from assembly.models import Category
from assembly.pdf import pdf, unprintable

NAMES = [
    "Żaneta Łukaszewicz-Đorđević",
    "Ιωάννα Χριστοδουλοπούλου-Σγουρού",
    "Стоян Димитров-Ъглев",
    "Ștefan Țurcanu",
    "İbrahim Çağlayan Öztürk",
    "María de los Ángeles Inmaculada Concepción Fernández de Heredia y Ruiz-Castañeda",
    "Y " + "X" * 120,
    "W" * 29 + " " + "M" * 29,
    "Li",
    "Õ" * 241,
]
INSIDES = {
    lang: {
        "heading": "Programme",
        "sessions": [
            {"when": f"{9 + number // 2}:00", "title": f"Item {number} " * 3, "room": "Hall"} for number in range(18)
        ],
        "more": "More on the site",
        "nothing": "",
        "show": "Show",
        "inside": "Inside",
        "fold": "Fold",
        "facts": [["Where", "Here"]],
        "photo_facts": ["No photos, please", "Until you agree."],
    }
    for lang in LANGUAGES
}
SECRET = "x" * 43
MEASURED = """import json, resource, sys
from assembly.badges.setting import set_apart
from assembly.i18n import set_language
set_language("fr")
print(len(set_apart(*json.load(sys.stdin))), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
"Prints the bytes of the file, and the memory of the process that set it in kB."


def page(number: int, name: str) -> dict[str, Any]:
    colour, shape = list(ROLES.values())[number % len(ROLES)]
    return {
        "lang": LANGUAGES[number % 2],
        "edition": "Assemblée européenne des maires et présidents de région 2027",
        "occasion": "15 avril 2027 · Bruxelles",
        "name": name,
        "function": "Maire honoraire et coprésidente de la commission chargée " * (1 + number % 3),
        "represents": "Représente la maire de Saint-Étienne-du-Rouvray" if number % 2 else "",
        "place": "Sant Boi de Llobregat",
        "country": "Espagne",
        "role": {"word": "Accompanying person", "colour": colour, "shape": shape},
        "languages": "EN · FR · EL · PL",
        "no_photo": "No photos, please",
        "address": f"https://assembly.example.eu/b/{number}{SECRET}"[: 30 + 43],
        "code_alt": "A code",
        "reference": f"K7-{number:02d}",
    }


PAGES = [page(number, name) for number, name in enumerate(NAMES)]


def made(options: PrintOptions) -> pypdfium2.PdfDocument:
    template, facts = document(PAGES, INSIDES, options, "Badges")
    return pypdfium2.PdfDocument(pdf(template, drawn(facts)))


def as_read(text: str) -> str:
    """Without spaces, the places where long words may break, and hyphens, which readers report as several signs."""
    return "".join(sign for sign in text if sign.isalnum())


def photographed(side: pypdfium2.PdfPage) -> Image.Image:
    """As from a poor printer and a shaking hand: 150 dots an inch, turned and blurred."""
    picture = side.render(scale=150 / 72).to_pil().convert("L")
    return picture.rotate(7, expand=True, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))


@pytest.mark.turns(6)
@pytest.mark.parametrize("paper", Paper)
def test_names_are_whole_and_codes_are_read(ctx: Flask, paper: Paper) -> None:
    found = made(PrintOptions(paper))
    texts, codes = "", []
    for side in found:
        codes += [one.text for one in zxingcpp.read_barcodes(photographed(side))]
        texts += as_read(side.get_textpage().get_text_range())
    assert set(codes) == {one["address"] for one in PAGES}
    assert [one["name"] for one in PAGES if as_read(one["name"]) not in texts] == []


@pytest.mark.turns(6)
@pytest.mark.parametrize("paper", Paper)
def test_no_word_lies_outside_or_over_code(ctx: Flask, paper: Paper) -> None:
    for side in made(PrintOptions(paper)):
        width, height = side.get_size()
        words = side.get_textpage()
        boxes = [
            words.get_charbox(index) for index in range(words.count_chars()) if words.get_text_range(index, 1).strip()
        ]
        assert min(box[0] for box in boxes) > 0
        assert max(box[2] for box in boxes) < width
        assert min(box[1] for box in boxes) > 0
        assert max(box[3] for box in boxes) < height
        for code in zxingcpp.read_barcodes(side.render(scale=3).to_pil().convert("L")):
            at = code.position
            left, right = at.top_left.x / 3, at.bottom_right.x / 3
            top, bottom = height - at.top_left.y / 3, height - at.bottom_right.y / 3
            over = [box for box in boxes if box[0] < right and box[2] > left and box[1] < top and box[3] > bottom]
            assert over == [], (paper, side)


@pytest.mark.turns(4)
@pytest.mark.parametrize("paper", OWN_SHEETS)
def test_each_back_lies_behind_its_front(ctx: Flask, paper: Paper) -> None:
    """Turned over its long side, a sheet has the backs in mirrored columns; the last one is partly empty."""
    options = PrintOptions(paper, two_sided=True, marks=True)
    found, layout = made(options), sheet_of(paper, marks=True)
    sheets = -(-len(PAGES) // len(layout.places))
    assert len(found) == 2 * sheets
    front, back = (
        {round(box[0]) for box in boxes_of(found[number], start)}
        for number, start in ((2 * sheets - 2, "K7-"), (2 * sheets - 1, "Programme"))
    )
    assert len(front) == len(back)
    last = PAGES[-1 - (len(PAGES) - 1) % len(layout.places) :]
    assert found[2 * sheets - 1].get_textpage().get_text_range().count("Programme") == len(last)
    assert asdict(layout)["page"] == tuple(round(one * 25.4 / 72) for one in found[0].get_size())


def boxes_of(side: pypdfium2.PdfPage, words: str) -> list[tuple[float, ...]]:
    text, found = side.get_textpage(), []
    search = text.search(words)
    while (hit := search.get_next()) is not None:
        found.append(text.get_charbox(hit[0]))
    return found


def test_every_role_has_its_own_look() -> None:
    assert set(ROLES) == set(Category)
    assert len({colour for colour, _ in ROLES.values()}) == len({shape for _, shape in ROLES.values()}) == len(ROLES)


def test_names_of_europe_have_all_their_signs(ctx: Flask) -> None:
    assert unprintable("".join(NAMES)) == ""


def sent(count: int, *, two_sided: bool) -> tuple[str, dict[str, object]]:
    """As many badges as asked for, each with a code of its own."""
    pages = [page(number, f"{NAMES[number % 5]} {number}") for number in range(count)]
    for one in pages:
        one["address"] = f"https://assembly.example.eu/b/{secrets.token_urlsafe(32)}"
    return document(pages, INSIDES, PrintOptions(Paper.A6, two_sided=two_sided), "Badges")


def text_of(file: bytes) -> list[str]:
    """What is on each page, as another reader has it."""
    return [one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(file)]


def test_packed_file_has_the_same_pages(ctx: Flask) -> None:
    template, facts = sent(12, two_sided=True)
    made = pdf(template, drawn(facts))
    small = packed(made)
    assert len(small) < len(made) * 0.7
    assert text_of(small) == text_of(made)
    before, after = PdfReader(io.BytesIO(made)), PdfReader(io.BytesIO(small))
    for part in ("/MarkInfo", "/Lang", "/ViewerPreferences"):
        assert after.root_object[part] == before.root_object[part]
    assert after.root_object["/StructTreeRoot"]["/K"]
    assert after.metadata == before.metadata
    backs = [one.raw_get("/Contents").idnum for one in after.pages[3::2]]
    assert len(set(backs)) == len(INSIDES)  # one drawing for each language


@pytest.mark.turns(3)
@pytest.mark.parametrize("change", [(b"\nxref", b"\nxxxx"), (b" 0 obj", b" 1 obj"), (b"trailer", b"trailed")])
def test_unexpected_form_stays_as_it_is(ctx: Flask, change: tuple[bytes, bytes]) -> None:
    template, facts = sent(1, two_sided=False)
    made = pdf(template, drawn(facts)).replace(*change)
    assert packed(made) == made


@pytest.mark.proof("a thousand badges take three seconds of a processor")
@pytest.mark.parametrize("two_sided", [False, True])
def test_thousand_badges_are_small(two_sided: bool) -> None:
    asked = json.dumps(sent(1000, two_sided=two_sided))
    child = [sys.executable, "-c", MEASURED]
    said = subprocess.run(child, input=asked, capture_output=True, text=True, check=True)
    size, memory = map(int, said.stdout.split())
    assert size <= 3_000_000
    assert memory < 250 * 1024
