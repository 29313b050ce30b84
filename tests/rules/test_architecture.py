"""The import contracts hold, and each is seen to break when somebody breaks it."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from flask import Flask
from static_checks import ROOT, calls_of, foreign_forms, long_lines, sources

BREACHES = {
    "models/venue.py": "from flask import request",
    "communities/service/places.py": "import assembly.registration.service",
    "quotas/queries.py": "import assembly.access.queries",
    "registration/queries/own.py": "import assembly.registration.forms",
    "editions/public.py": "import assembly.registration.public",
    "fold.py": "import assembly.stats.figures",
}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MOST_FILES, MOST_LINES, MOST_OF_ALL_LINES, MOST_OF_A_NAME = 15, 300, 0.12, 3
MOST_WORDS = 7
"Of the name of a test, after `test_`."
USUAL = {"__init__", "public", "manage", "own", "forms", "service", "queries", "emails", "jobs"}
UPWARD = {
    ("access", "checkin"): 1,
    ("access", "registration"): 1,
    ("accounts", "editions"): 1,
    ("accounts", "office"): 3,
    ("agenda", "speakers"): 1,
    ("calendar", "live"): 1,
    ("editions", "agenda"): 3,
    ("editions", "cochairs"): 2,
    ("editions", "live"): 1,
    ("editions", "questions"): 1,
    ("editions", "recordings"): 3,
    ("editions", "registration"): 5,
    ("editions", "report"): 2,
    ("editions", "speakers"): 2,
    ("messages", "report"): 1,
    ("questions", "registration"): 1,
    ("registration", "live"): 1,
    ("registration", "recordings"): 1,
    ("security", "accounts"): 2,
    ("signatures", "editions"): 1,
    ("web", "registration"): 1,
}
"""Pages above that a package names by their endpoint, in a menu, an email, a list of things to do. A new one belongs in
a registry of the page's own package (`editions/header.py` and `office/navigation.py` show how)."""


def crowded(root: Path) -> list[str]:
    """Folders with too many modules, modules with too many lines, features that hold too much of the code or have more
    than three files of one name (pages, service and queries of one concept); `models` has a file for each noun."""
    files = [(file.relative_to(root), file.read_text(encoding="utf-8").count("\n")) for file in root.rglob("*.py")]
    modules = Counter(str(file.parent) for file, _ in files)
    lines: Counter[str] = Counter()
    for file, count in files:
        lines[file.parts[0]] += count
    full = [folder for folder, count in modules.items() if count > MOST_FILES and folder not in {".", "models"}]
    full += [name for name, count in lines.items() if count > MOST_OF_ALL_LINES * lines.total()]
    names = Counter((file.parts[0], file.stem) for file, _ in files if file.stem not in USUAL)
    full += [f"{feature}: {name}" for (feature, name), count in names.items() if count > MOST_OF_A_NAME]
    return sorted(full + [str(file) for file, count in files if count > MOST_LINES])


def rambling(tests: Path) -> list[str]:
    """Files of tests with too many lines, and tests with too many words in their names."""
    texts = [(str(file.relative_to(tests)), file.read_text(encoding="utf-8")) for file in sorted(tests.rglob("*.py"))]
    names = [(file, name) for file, text in texts for name in re.findall(r"^ *def test_(\w+)", text, re.MULTILINE)]
    return [file for file, text in texts if text.count("\n") > MOST_LINES] + [
        f"{file}::test_{name}" for file, name in names if name.count("_") >= MOST_WORDS
    ]


def upward(app: Flask, modules: Iterable[tuple[str, ast.Module]]) -> Counter[tuple[str, str]]:
    """Which package names pages of which one above it, or of a feature from below all features, and how often."""
    layers = next(one for one in PROJECT["tool"]["importlinter"]["contracts"] if "layers" in one)["layers"]
    order = re.findall(r"assembly\.(\w+)\.service", " ".join(layers))
    owners = {one.endpoint: app.view_functions[one.endpoint].__module__.split(".") for one in app.url_map.iter_rules()}
    found: Counter[tuple[str, str]] = Counter()
    for file, tree in modules:
        package = Path(file).parts[1]
        for node in ast.walk(tree):
            named = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            owner = owners.get(named, [])[1:2]
            if "." not in named or not owner or owner == [package] or owner[0] not in order:
                continue
            is_base = package not in order and not package.endswith(".py")
            if is_base or (package in order and order.index(owner[0]) < order.index(package)):
                found[package, owner[0]] += 1
    return found


@pytest.fixture(scope="module")
def modules() -> list[tuple[str, ast.Module]]:
    """Every module of ours with its syntax tree, read once for these tests."""
    return list(sources())


def aliases(modules: Iterable[tuple[str, ast.Module]]) -> list[tuple[str, str]]:
    """Names that imports give to what they bring, with their places."""
    return [
        (f"{file}:{node.lineno}", name.asname)
        for file, tree in modules
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in node.names
        if name.asname
    ]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(
        [script, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_import_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.turns(6)
@pytest.mark.parametrize(("file", "line"), BREACHES.items())
def test_a_breach_of_each_contract_is_found(tmp_path: Path, file: str, line: str) -> None:
    shutil.copytree(ROOT / "assembly", tmp_path / "assembly", ignore=shutil.ignore_patterns("__pycache__", "data"))
    for name in ("pyproject.toml", "config.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    broken = tmp_path / "assembly" / file
    broken.write_text(broken.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def test_no_folder_or_feature_is_too_full(tmp_path: Path) -> None:
    assert crowded(ROOT / "assembly") == []
    for number in range(MOST_FILES + 1):
        file = tmp_path / ("badges" if number else "stats") / "deep" / f"module_{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n" if number else "\n" * 3, encoding="utf-8")
    assert crowded(tmp_path) == ["badges", "stats"]
    (tmp_path / "badges/deep/module_16.py").touch()
    assert crowded(tmp_path) == ["badges", "badges/deep", "stats"]


def test_long_modules_and_namesakes_are_found(tmp_path: Path) -> None:
    for file, lines in (("a/one.py", 301), ("a/b/two.py", 1), ("a/c/two.py", 1), ("a/d/two.py", 1), ("a/e/two.py", 1)):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("\n" * lines, encoding="utf-8")
    assert crowded(tmp_path) == ["a", "a/one.py", "a: two"]


def test_tests_are_short_and_briefly_named(tmp_path: Path) -> None:
    assert rambling(ROOT / "tests") == []
    (tmp_path / "test_long.py").write_text("\n" * 301 + "def test_one_two_three_four_five_six_seven_eight", "utf-8")
    assert rambling(tmp_path) == ["test_long.py", "test_long.py::test_one_two_three_four_five_six_seven_eight"]
    (tmp_path / "test_long.py").write_text("\n" * 300 + "def test_one_two_three_four_five_six_seven", "utf-8")
    assert rambling(tmp_path) == []


def test_no_alias_ends_in_an_underscore(modules: list[tuple[str, ast.Module]]) -> None:
    assert [place for place, name in aliases(modules) if name.endswith("_") and name != "_"] == []
    assert aliases([("x.py", ast.parse("from a import b as b_"))]) == [("x.py:1", "b_")]


def test_no_new_page_above_is_named(app: Flask, modules: list[tuple[str, ast.Module]]) -> None:
    assert upward(app, modules) == UPWARD


def test_lines_of_templates_are_short(tmp_path: Path) -> None:
    assert long_lines(ROOT / "templates") == []
    (tmp_path / "page.html").write_text("a" * 140 + "\n" + "é" * 141, encoding="utf-8")
    assert long_lines(tmp_path) == ["page.html:2"]


def test_only_transactions_begins_or_commits(modules: list[tuple[str, ast.Module]]) -> None:
    found = calls_of({"commit", "begin", "begin_nested"}, modules)
    assert {place.split(":")[0] for place in found} == {"assembly/transactions.py"}


def test_only_the_clock_reads_the_time(modules: list[tuple[str, ast.Module]]) -> None:
    found = calls_of({"now", "utcnow", "today"}, modules, but_of="clock")
    assert {place.split(":")[0] for place in found} == {"assembly/clock.py"}


def test_no_test_reads_the_date_of_today() -> None:
    """Tests have a moment of their own (tests/support/moments.py), so that they pass on any day."""
    found = calls_of({"now", "utcnow", "today", "time"}, sources(ROOT / "tests"), but_of="clock")
    allowed = {"tests/run.py", "tests/support/moments.py", "tests/support/processes/hooks.py"}
    assert [place for place in found if place.split(":")[0] not in allowed] == []


def test_forms_are_private(modules: list[tuple[str, ast.Module]]) -> None:
    assert foreign_forms(modules) == []


def test_breaches_of_these_rules_are_found(tmp_path: Path) -> None:
    feature = tmp_path / "assembly" / "editions"
    feature.mkdir(parents=True)
    (feature / "service.py").write_text(
        "from assembly.accounts.forms import SignInForm\ndb.session.commit()\ndatetime.now()\n", encoding="utf-8"
    )
    modules = list(sources(tmp_path / "assembly"))
    assert calls_of({"commit", "now"}, modules) == [
        "assembly/editions/service.py:2 commit",
        "assembly/editions/service.py:3 now",
    ]
    assert foreign_forms(modules) == ["assembly/editions/service.py imports assembly.accounts.forms"]
