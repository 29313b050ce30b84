"""One set of examples for the rules of a door, run by the server's code and by that of the phones."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assembly import fold
from assembly.checkin import rules
from assembly.models import Category, Mode, State, Told
from assembly.models.door import phase_at
from assembly.protocol.search import matched_by

VECTORS = Path(__file__).with_name("vectors")
EXAMPLES: dict[str, list[Any]] = json.loads((VECTORS / "rules.json").read_text(encoding="utf-8"))
NINE = datetime(2031, 6, 15, 7, 0, tzinfo=UTC)


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def guest(facts: dict[str, Any] | None) -> rules.GuestFacts | None:
    if facts is None:
        return None
    return rules.GuestFacts(
        facts["is_of_edition"],
        facts["takes_place"],
        State(facts["state"]),
        Mode(facts["mode"]),
        moment(facts["replaced_at"]),
        Category(facts.get("category", "participant")),
        facts.get("is_invited", False),
    )


def door(facts: dict[str, Any] | None) -> rules.DoorFacts:
    if facts is None:
        return rules.ANY_DOOR
    return rules.DoorFacts(facts["is_closed"], frozenset(map(Category, facts["roles"])), facts["invited_only"])


@pytest.mark.parametrize("one", EXAMPLES["verdicts"], ids=lambda one: one["name"])
def test_verdict_of_each_example(one: dict[str, Any]) -> None:
    at = moment(one["at"])
    assert at is not None
    here = door(one.get("door"))
    told = rules.verdict(guest(one["guest"]), at, here, is_inside=one["is_inside"], is_server=one["is_server"])
    assert told is Told(one["told"])


def test_colours_actions_and_counts_of_examples() -> None:
    for one in EXAMPLES["colours"]:
        told = Told(one["told"])
        assert (rules.colour_of(told), list(rules.actions_of(told))) == (one["colour"], one["actions"])
        assert list(rules.actions_of(told, is_called=True)) == one["called"]
        assert list(rules.likely_reasons(told)) == one["reasons"]
        assert rules.asks_identity(told) is one.get("identity", False)
    for left, reserved, who, word in EXAMPLES["places"]:
        assert rules.places_word(left, reserved, Category(who)) == word
    for one in EXAMPLES["counts"]:
        against = Told(one["against"]) if one["against"] else None
        assert rules.counts(Told(one["told"]), against) is one["counts"], one


def test_walk_ins_of_examples() -> None:
    any_door = {"is_closed": False, "roles": [], "invited_only": False}
    for one in EXAMPLES["walk_ins"]:
        assert rules.walk_in_refusal(door(any_door | one["door"])) == one["told"], one


def test_hours_of_examples() -> None:
    for one in EXAMPLES["hours"]:
        assert phase_at(one["at"], one["open"], one["held"]) == one["phase"], one


def test_folding_of_examples() -> None:
    assert EXAMPLES["training"] == [rules.TRAINING]
    assert [[text, fold.fold(text)] for text, _right in EXAMPLES["folded"]] == EXAMPLES["folded"]
    for text, shown, names, right in EXAMPLES["matches"]:
        assert matched_by(text, shown, names) == right
    assert [[text, fold.reference(text)] for text, _right in EXAMPLES["references"]] == EXAMPLES["references"]


def test_every_verdict_has_an_example() -> None:
    assert {one["told"] for one in EXAMPLES["colours"]} == {told.value for told in Told} - {Told.PHONE_ENDED.value}


def test_phones_decide_the_examples_alike() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js on this machine")
    done = subprocess.run([node, VECTORS / "run.mjs"], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["wrong"] == []
    assert told["run"] == sum(len(rows) for name, rows in EXAMPLES.items() if name != "guests")


HOUR = timedelta(hours=1)
CLOCKS = {
    "right": (NINE, NINE, False),
    "a day slow": (NINE - 24 * HOUR, NINE - HOUR, False),
    "ten minutes slow": (NINE - HOUR - timedelta(minutes=10), NINE - HOUR, False),
    "ten minutes fast": (NINE + HOUR + timedelta(minutes=10), NINE + HOUR, False),
    "a day fast": (NINE + 24 * HOUR, NINE + HOUR, False),
    "1970": (datetime(1970, 1, 1, tzinfo=UTC), NINE + HOUR, True),
    "2099": (datetime(2099, 1, 1, tzinfo=UTC), NINE + HOUR, True),
}


@pytest.mark.parametrize(("said", "at", "wrong"), CLOCKS.values(), ids=CLOCKS)
def test_time_of_a_wrong_clock(said: datetime, at: datetime, wrong: bool) -> None:
    """The list came at eight, the scan reached us at ten."""
    assert rules.effective_time(said, NINE - HOUR, NINE + HOUR) == (at, wrong)
