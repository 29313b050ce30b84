"""Code, tests and documents name only what the repository has: no page, list or number kept elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from assembly import models

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("assembly", "templates", "static/css", "static/js", "tests", "bench", "migrations", "docs")
ENDINGS = {".py", ".html", ".css", ".js", ".mjs", ".typ", ".md", ".txt", ".csv", ".yaml"}
NAMED = re.compile(r"(?<![\w/.*<>{}-])\w[\w./-]*\.md\b")
"Rows of lists we do not have (`row B1`, `rows E2 and E3`, `A5:` at the head of a docstring); numbers of issues."
NUMBERED = re.compile(r'\b[Rr]ows? [A-H]\d|\([A-H]\d{1,2}(?:, [A-H]\d{1,2})*\)|"""[A-H]\d{1,2}\b|\b[Ii]ssues? #?\d')
"Where a path in backticks begins that must be there."
PATHS = re.compile(r"`((?:assembly|templates|static|tests|bench|migrations|docs|requirements)/[\w./-]+)")
"What is made on the spot and never kept."
MADE = ("static/vendor", "bench/results")
"A file or folder that docs/files.md names, and the endings of those it has to name."
NAMED_FILE = re.compile(r"`([\w./-]+(?:/|\.(?:py|js|css|html|jinja|typ|txt|xml|svg)))`")
OURS = {".py", ".js", ".css", ".html", ".jinja", ".typ", ".txt", ".xml"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def found_outside(text: str) -> list[str]:
    """What a text names that the repository does not have."""
    names = {path.name for path in DOCUMENTS}
    return [name for name in NAMED.findall(text) if Path(name).name not in names] + NUMBERED.findall(text)


def test_nothing_outside_the_repository_is_named() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in ENDINGS]
    files += [*ROOT.glob("*.py"), *ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "pyproject.toml"]
    found = {
        str(path.relative_to(ROOT)): outside
        for path in files
        if path != Path(__file__) and (outside := found_outside(path.read_text("utf-8")))
    }
    assert not found


@pytest.mark.parametrize("line", ["(model.md 1.4)", "twice (row A1)", '"""B1: doors', "issue 17", "(E6)"])
def test_a_reference_to_another_list_is_refused(line: str) -> None:
    assert found_outside(line)


@pytest.mark.parametrize("line", ["ARCHITECTURE.md", "docs/nouns.md", '"/fr/2023/report.md"', "Paper.A6: (A6 on A4)"])
def test_what_is_ours_may_be_named(line: str) -> None:
    assert not found_outside(line)


def test_paths_named_in_documents_exist() -> None:
    missing = {
        f"{document.name}: {path}"
        for document in DOCUMENTS
        if document.name != "CHANGELOG.md" and "decisions" not in document.parts
        for path in PATHS.findall(document.read_text("utf-8"))
        if not path.startswith(MADE) and not any(ROOT.glob(path.rstrip("/.") + "*"))
    }
    assert not missing


def test_files_named_in_papers_exist() -> None:
    papers = ("ARCHITECTURE.md", "docs/tour.md", "docs/words.md", "docs/files.md")
    named = re.findall(
        r"(?<![\w*.-])[\w-]+\.(?:py|js|css|html)\b", "".join((ROOT / name).read_text("utf-8") for name in papers)
    )
    there = {path.name for folder in (*FOLDERS, "static") for path in (ROOT / folder).rglob("*")}
    assert set(named) - there - {"config.py", "wsgi.py", "ical.js"} == set()


def test_files_are_named_once_by_path() -> None:
    """A reader who has the names alone finds in docs/files.md what each file decides."""
    named, unknown = Counter[Path](), set[str]()
    for section in (ROOT / "docs/files.md").read_text("utf-8").split("\n## `")[1:]:
        base = ROOT / NAMED_FILE.findall("`" + section)[0]
        is_list = base.is_relative_to(ROOT / "assembly") or base.name in ("js", "door", "macros")
        for line in section.replace("\n  ", " ").splitlines()[1:]:
            folder = base
            for name in NAMED_FILE.findall(line.partition(": ")[0] if is_list and " - " not in line else line):
                path = next((at / name for at in (folder, base, ROOT / "templates") if (at / name).exists()), None)
                if name.endswith("/") and path:
                    folder = path
                elif path:
                    named[path] += 1
                elif line.startswith("- "):
                    unknown.add(f"{base.relative_to(ROOT)}/{name}")
    folders = ("assembly", "static/js", "static/css", "templates")
    ours = [path for folder in folders for path in (ROOT / folder).rglob("*.*") if path.suffix in OURS]
    ours = [path for path in ours if path.name != "__init__.py" or "\ndef " in path.read_text("utf-8")]
    assert unknown == set()
    assert {path for path, times in named.items() if times > 1} == set()
    assert {path for path in ours if not path.is_relative_to(ROOT / "assembly/demo/data")} - set(named) == set()


def test_words_name_classes_and_tables_of_ours() -> None:
    named = re.findall(r"\| `(\w+)` \| `(\w+)` \|", (ROOT / "docs/words.md").read_text("utf-8"))
    tables = {mapper.class_.__name__: mapper.local_table.name for mapper in models.Base.registry.mappers}  # type: ignore[attr-defined]
    assert len(named) > 40
    assert [one for one in named if tables.get(one[0]) != one[1]] == []


def test_architecture_names_every_package_and_module() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert len(text.splitlines()) <= 120
    ours = {
        path.stem for path in (ROOT / "assembly").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert ours - set(re.findall(r"\w+", text.partition("A page reads")[0])) == set()
