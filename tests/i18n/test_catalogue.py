"""The French catalogue is fresh, complete and well set; no template speaks past it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from static_checks import ROOT, bare_text, faults_of_translation, stale_entries

from assembly.badges import qr
from assembly.pdf import pdf

PO = ROOT / "assembly/translations/fr/LC_MESSAGES/messages.po"


@pytest.fixture(scope="module")
def french() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="fr")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    command = [
        Path(sys.executable).with_name("pybabel"),
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-k",
        "_l",
        "-k",
        "_n:1,2",
        "-o",
        pot,
        ".",
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    with pot.open("rb") as file:
        return read_po(file)


def test_the_catalogue_is_fresh(extracted: Catalog, french: Catalog) -> None:
    assert stale_entries(extracted, french) == []


def test_every_entry_is_translated_well(french: Catalog) -> None:
    entries = [entry for entry in french if entry.id]
    assert len(entries) > 150
    assert [fault for entry in entries for fault in faults_of_translation(entry)] == []


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Yes", "", "missing"),
        (("one", "%(num)s many"), ("un", ""), "missing"),
        ("Dear %(name)s", "Bonjour %(nom)s", "other placeholders"),
        ("Dear %(name)s", "Bonjour", "other placeholders"),
        ("%(count)s of all", "%(count)s % de tous", "cannot be formatted"),
        ("<b>Yes</b>", "Oui", "other tags"),
        ("Ready?", "Prêt ?", "French spacing"),
        ("Note: yes", "Note : oui", "French spacing"),
        ("“yes”", "« oui »", "French spacing"),
        ("The EU", "l'UE", "French spacing"),
    ],
)
def test_a_bad_translation_is_found(
    english: str | tuple[str, str], translation: str | tuple[str, str], fault: str
) -> None:
    found = faults_of_translation(Message(english, translation))
    assert any(one.startswith(fault) for one in found)


def test_a_doubtful_translation_is_found() -> None:
    assert faults_of_translation(Message("Yes", "Oui", flags=["fuzzy"])) == ["doubtful: Yes"]


def test_a_stale_catalogue_is_found() -> None:
    said, kept = Catalog(), Catalog()
    said.add("new")
    kept.add("old", "vieux")
    assert stale_entries(said, kept) == ["not in the catalogue: ('new',)", "no longer said: ('old',)"]


TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def test_no_template_speaks_without_translation() -> None:
    said = {str(one): bare_text(one.read_text(encoding="utf-8")) for one in TEMPLATES if one.suffix != ".typ"}
    assert len(said) > 300
    assert {name: words for name, words in said.items() if words} == {}


SHEET = {"page": [105, 148], "badge": [105, 148], "places": [[0, 0]]}


@pytest.mark.parametrize("template", [one for one in TEMPLATES if one.suffix == ".typ"], ids=lambda path: path.name)
def test_no_pdf_speaks_without_translation(template: Path) -> None:
    """Set with empty facts, a page has no words but its title."""
    source = template.read_text(encoding="utf-8")
    texts, lists = (re.findall(pattern, source) for pattern in (r"facts\.(\w+)", r"in facts\.(\w+)"))
    facts = (
        dict.fromkeys(texts, "") | {key: [] for key in lists} | {"title": "x", "code": qr.svg("x", ""), "sheet": SHEET}
    )
    content = pdf(template.stem, facts)
    page = pypdfium2.PdfDocument(content)[0]
    assert re.findall(r"[^\W\d_]+", page.get_textpage().get_text_range()) in ([], ["x"])


def test_bare_text_is_found() -> None:
    assert bare_text("<p>{{ _('Yes') }} No way{# note #}</p>") == "No way"
