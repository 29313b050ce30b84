"""Run `make test` or `make proof`: every part even when one fails, and one list at the end.

`python tests/run.py test [ONLY]` and `python tests/run.py proof [PART]`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from gallery import keep_earlier, write_index  # noqa: E402

TIMES = ROOT / ".cache" / "times.json"
"How long each part took last time on this machine."
SHOTS = ROOT / "shots"
"The photographs of the browser part, for eyes."
PROMISES = ROOT / "docs" / "promises.md"
BEGIN, END = "<!-- table of make proof -->", "<!-- end of the table -->"
ROOM = 4 * 1024**3
"Bytes in memory that all that tests store may take."
BIN = Path(sys.executable).parent
PYTEST = [str(BIN / "pytest"), "-q", f"--rootdir={ROOT}"]
TWO = ["-n", "2"]
BY_FILE = [*TWO, "--dist", "loadfile"]
"What the tests of a browser file need is made once."
NO_BROWSER = ["tests", "--ignore", "tests/browser"]
FULL = ["--scale", "full"]
POSTGRESQL = ["--database", "postgresql"]


@dataclass
class Part:
    """A part of the proof: commands that run one after the other, whatever the first says."""

    name: str
    commands: list[list[str]]
    seconds: int
    "About how long it takes on two cores."
    beside: bool = False
    "Whether it runs beside the others: both lanes wait a lot, and leave each other the processors."
    nice: int = 0
    "Above 0 it leaves the processors to the other lane, and takes what that does not use."
    results: list[Result] = field(default_factory=list)

    @property
    def took(self) -> float:
        """Seconds of all its commands."""
        return sum(one.seconds for one in self.results)


@dataclass
class Result:
    """What one command did."""

    command: list[str]
    status: int
    seconds: float
    cpu: float
    tests: dict[str, dict[str, Any]]

    @property
    def failures(self) -> list[str]:
        """Commands that run again what failed."""
        options = [one for one in self.command[len(PYTEST) :] if one in {*FULL, *POSTGRESQL}]
        failed = [name for name, test in self.tests.items() if test["outcome"] == "failed"]
        again = [" ".join([".venv/bin/pytest", *options, f"'{name}'"]) for name in failed]
        if self.status not in {0, 5} and not failed:  # 5: pytest had nothing to run
            again.append(" ".join(self.command).replace(f"{BIN}/", ".venv/bin/"))
        return again


def static() -> Part:
    """Lint, format and types; the rules about the code are tests in tests/rules."""
    node = shutil.which("node") or str(BIN / "node")
    return Part(
        "static",
        [
            [str(BIN / "ruff"), "check", "-q", "."],
            [str(BIN / "ruff"), "format", "-q", "--check", "."],
            [str(BIN / "python"), "-P", "tests/support/plain_words.py"],
            [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
            [node, "node_modules/@biomejs/biome/bin/biome", "lint", "--error-on-warnings", "."],
            [str(BIN / "mypy")],
        ],
        40,
        beside=True,
    )


def parts_of_test() -> list[Part]:
    """What CI checks, small but real."""
    return [
        static(),
        Part("browser", [[*PYTEST, *BY_FILE, "tests/browser"]], 250, beside=True),
        Part("postgresql", [[*PYTEST, *TWO, *NO_BROWSER, *POSTGRESQL]], 150, beside=True),
        Part("sqlite", [[*PYTEST, *TWO, *NO_BROWSER, "--moments", "three"]], 400),
    ]


def parts_of_proof() -> list[Part]:
    """Everything, at full size."""
    features = [*NO_BROWSER, "--ignore", "tests/faults"]
    races = [[*PYTEST, *FULL, "tests/faults"], [*PYTEST, *FULL, "tests/faults", *POSTGRESQL]]
    return [
        # the races come first, and before all others: what they wait for must come in time
        Part("faults", races, 1200, beside=True),
        static(),
        Part("browser", [[*PYTEST, *BY_FILE, *FULL, "tests/browser"]], 1100, beside=True),
        Part("sqlite", [[*PYTEST, *TWO, *FULL, *features]], 1500, nice=10),
        Part("postgresql", [[*PYTEST, *TWO, *FULL, *features, *POSTGRESQL]], 700, nice=10),
        Part("moments", [[*PYTEST, *TWO, *features, "--moments", "all", "-m", "dated"]], 600, nice=10),
    ]


def of_one_feature(only: str) -> Part:
    """The tests of one feature, or of any path, on SQLite."""
    path = only if only.startswith("tests") else f"tests/{only}"
    if not (ROOT / path.partition("::")[0]).exists():
        raise SystemExit(f"There is no {path}. ONLY is a folder of tests, such as registration, or a path.")
    return Part(only, [[*PYTEST, *TWO, path]], 60)


def run(part: Part, output: int | None = None) -> None:
    """Run its commands; `output` takes what they print."""
    for command in part.commands:
        is_pytest = command[: len(PYTEST)] == PYTEST
        with tempfile.NamedTemporaryFile(suffix=".json") as record:
            began = time.monotonic()
            recorded = [*command, f"--record={record.name}"] if is_pytest else command
            if part.nice:
                recorded = ["nice", "-n", str(part.nice), *recorded]
            process = subprocess.Popen(recorded, cwd=ROOT, stdout=output, stderr=output)
            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            written = Path(record.name).read_text(encoding="utf-8")
        tests = json.loads(written)["tests"] if written else {}
        cpu = used.ru_utime + used.ru_stime
        part.results.append(Result(command, process.returncode, time.monotonic() - began, cpu, tests))


@contextmanager
def files_in_memory() -> Iterator[None]:
    """Where there is room, what tests store for a moment stays in memory for the length of the block."""
    memory = Path("/dev/shm")
    if "TMPDIR" in os.environ or not memory.is_dir() or shutil.disk_usage(memory).free < ROOM:
        yield
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="tests", ignore_cleanup_errors=True) as folder:
        os.environ["TMPDIR"] = folder
        yield


def run_all(parts: list[Part]) -> None:
    """Run them in order; from where they stand in it, those beside run in a second lane and print at the end."""
    with tempfile.TemporaryFile() as output:
        beside = []
        with ThreadPoolExecutor(1) as second_lane:
            for part in parts:
                if part.beside and len(parts) > 1:
                    beside.append((part.name, second_lane.submit(run, part, output.fileno())))
                else:
                    print(f"\n== {part.name}", flush=True)
                    run(part)
        for _name, done in beside:
            done.result()
        if beside:
            output.seek(0)
            print(
                f"\n== {', '.join(name for name, _done in beside)}\n{output.read().decode(errors='replace')}",
                flush=True,
            )


def table(parts: list[Part]) -> list[str]:
    """A line for each part, in Markdown."""
    lines = ["| part | tests | failed | skipped | seconds | processor seconds |", "|---|---:|---:|---:|---:|---:|"]
    for part in parts:
        outcomes = Counter(test["outcome"] for one in part.results for test in one.tests.values())
        failed = sum(len(one.failures) for one in part.results)
        cpu = sum(one.cpu for one in part.results)
        count = outcomes.total() or len(part.commands)
        lines.append(f"| {part.name} | {count} | {failed} | {outcomes['skipped']} | {part.took:.0f} | {cpu:.0f} |")
    return lines


def closing_list(parts: list[Part], seconds: float) -> str:
    """Time of each part, the ten slowest tests, what failed and how to run that again."""
    tests = [(test["seconds"], name) for part in parts for one in part.results for name, test in one.tests.items()]
    failures = [again for part in parts for one in part.results for again in one.failures]
    lines = ["", *table(parts)]
    lines += ["", "Slowest tests:"] if tests else []
    lines += [f"{took:6.1f} s  {name}" for took, name in sorted(tests, reverse=True)[:10]]
    what = f"{len(tests)} tests" if tests else "All checks"
    lines += ["", f"{what} in {seconds / 60:.1f} minutes, {len(failures)} failed."]
    return "\n".join(lines + [f"  run again: {again}" for again in failures])


def expected(command: str, parts: list[Part]) -> int:
    """Seconds, by the last run on this machine where there was one."""
    last = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.exists() else {}
    first = second = 0
    for part in parts:
        took = last.get(f"{command} {part.name}", part.seconds)
        first, second = (first, max(first, second) + took) if part.beside else (first + took, second)
    return max(first, second)


def remember(command: str, parts: list[Part]) -> None:
    """How long each part took."""
    last = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.exists() else {}
    TIMES.parent.mkdir(exist_ok=True)
    last |= {f"{command} {part.name}": round(part.took) for part in parts}
    TIMES.write_text(json.dumps(last), encoding="utf-8")


def keep(parts: list[Part], seconds: float) -> None:
    """Put the table of a full proof into docs/promises.md."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    cores = os.cpu_count()
    line = f"{datetime.now(UTC):%d %B %Y}, commit {commit.stdout.strip()}, {cores} cores, {platform.system()} "
    line += f"{platform.machine()}, Python {platform.python_version()}: {seconds / 60:.0f} minutes."
    text = PROMISES.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PROMISES.write_text(before + "\n".join([BEGIN, line, "", *table(parts), END]) + after, encoding="utf-8")


def main() -> int:
    """Run what was asked for; the status is 1 if anything failed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("command", choices=("test", "proof"))
    arguments.add_argument("part", nargs="?", default="", help="ONLY of `make test`, PART of `make proof`")
    asked = arguments.parse_args()
    every = parts_of_test() if asked.command == "test" else parts_of_proof()
    parts = every
    if asked.part:
        named = [part for part in every if part.name == asked.part]
        if asked.command == "proof" and not named:
            raise SystemExit(f"There is no part {asked.part}: {', '.join(part.name for part in every)}")
        parts = named or [of_one_feature(asked.part)]
    print(
        f"make {asked.command}: about {max(1, round(expected(asked.command, parts) / 60))} minutes on two cores",
        flush=True,
    )
    photographed = asked.command == "proof" and any(part.name == "browser" for part in parts)
    if photographed:
        keep_earlier(SHOTS)
    began = time.monotonic()
    with files_in_memory():
        run_all(parts)
    seconds = time.monotonic() - began
    if photographed:
        print(f"Photographs: {write_index(SHOTS)}")
    print(closing_list(parts, seconds), flush=True)
    remember(asked.command, parts)
    failed = any(one.failures for part in parts for one in part.results)
    if asked.command == "proof" and parts is every and not failed:
        keep(parts, seconds)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
