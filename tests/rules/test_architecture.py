"""The import contracts hold, and each is seen to break when somebody breaks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from static_checks import ROOT, calls_of, foreign_forms, long_lines, sources

BREACHES = {
    "models/venue.py": "from flask import request",
    "communities/service/places.py": "import assembly.registration.service",
    "quotas/queries.py": "import assembly.access.queries",
    "registration/queries/own.py": "import assembly.registration.forms",
    "editions/public.py": "import assembly.registration.public",
    "fold.py": "import assembly.stats.figures",
}


MOST_FILES, MOST_OF_ALL_LINES = 15, 0.12


def crowded(root: Path) -> list[str]:
    """Folders with too many modules, and features that hold too much of the code; `models` has a file for each noun."""
    files = [(file.relative_to(root), file.read_text(encoding="utf-8").count("\n")) for file in root.rglob("*.py")]
    modules = Counter(str(file.parent) for file, _ in files)
    lines: Counter[str] = Counter()
    for file, count in files:
        lines[file.parts[0]] += count
    full = [folder for folder, count in modules.items() if count > MOST_FILES and folder not in {".", "models"}]
    return sorted(full + [name for name, count in lines.items() if count > MOST_OF_ALL_LINES * lines.total()])


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(
        [script, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_import_contracts_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


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


def test_lines_of_templates_are_short(tmp_path: Path) -> None:
    assert long_lines(ROOT / "templates") == []
    (tmp_path / "page.html").write_text("a" * 140 + "\n" + "é" * 141, encoding="utf-8")
    assert long_lines(tmp_path) == ["page.html:2"]


def test_only_transactions_begins_or_commits() -> None:
    found = calls_of({"commit", "begin", "begin_nested"}, sources())
    assert {place.split(":")[0] for place in found} == {"assembly/transactions.py"}


def test_only_the_clock_reads_the_time() -> None:
    found = calls_of({"now", "utcnow", "today"}, sources(), but_of="clock")
    assert {place.split(":")[0] for place in found} == {"assembly/clock.py"}


def test_no_test_reads_the_date_of_today() -> None:
    """Tests have a moment of their own (tests/support/moments.py), so that they pass on any day."""
    found = calls_of({"now", "utcnow", "today", "time"}, sources(ROOT / "tests"), but_of="clock")
    allowed = {"tests/run.py", "tests/support/moments.py", "tests/support/processes/sitecustomize.py"}
    assert [place for place in found if place.split(":")[0] not in allowed] == []


def test_forms_are_private() -> None:
    assert foreign_forms(sources()) == []


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
