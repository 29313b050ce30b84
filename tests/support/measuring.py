"""What a test costs: its time box, and the record from which `make test` and `make proof` print their closing lists."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TIME_BOX = 2.5
"""Seconds of processor time a test may use in its own process, without what its fixtures need, on a machine that does
`a_fixed_sum` in `USUAL_SUM`. A slower or busier machine allows as much more as it needs for that sum."""
USUAL_SUM = 0.06
EXCEPTIONS = {
    "tests/accounts/test_hand_over.py::test_the_whole_story": "two teams and all their mails",
    "tests/accounts/test_rights.py::test_each_permission_opens_its_pages_alone": "each by itself",
    "tests/agenda/test_a_day.py::test_the_day_is_built_published_and_changed": "a whole day, page by page",
    "tests/agenda/test_public.py::test_the_draft_is_on_no_public_page": "every public page",
    "tests/browser/": "waits for a browser, and reads its pictures",
    "tests/faults/": "sends a crowd to a server",
    "tests/editions/test_opening.py::test_so_are_office_and_doors_without_rights": "every page of the office",
    "tests/communities/test_import.py::test_the_export_restores_the_directory": "all of it",
    "tests/communities/test_import.py::test_two_thousand_rows_cost_few_statements": "the size the office works with",
    "tests/messages/test_bounces.py::test_anything_else_changes_nothing": "a report of parts a thousand deep",
    "tests/models/test_migrations.py::test_down_and_up_again_with_data": "every migration, with the demo",
    "tests/people/test_bulk.py::test_all_means_the_narrowed_list": "a list of many pages",
    "tests/people/test_export.py::test_any_length_takes_one_statement": "10,000 rows",
    "tests/registration/test_generated_input.py": "hundreds of forms and addresses",
    "tests/registration/test_life_cycle.py": "lives of thirty events",
    "tests/questions/test_needs.py::test_needs_and_notes_stay_with_the_office": "every page, five roles",
    "tests/people/test_people_import.py::test_each_person_costs_few_statements": "long tables",
    "tests/protocol/test_protocol.py": "generated lists of people",
    "tests/rules/test_access.py::test_everyone_gets_exactly_where_the_table_says": "every route for two people",
    "tests/rules/test_other_sites.py::test_what_another_site_sends_changes_nothing": "every form, four ways",
    "tests/rules/test_who_sees_what.py::test_each_role_reads_what_the_table_says": "every page, three roles",
    "tests/rules/test_routes.py::test_no_get_writes_and_none_fails": "every page",
}
"Tests that may take longer, each with its reason."


def a_fixed_sum() -> float:
    """Seconds of processor time for the same work each time."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return time.process_time() - began


BEFORE = pytest.StashKey[float]()


def processor_seconds() -> float:
    """Of this process, and of those that it has started and waited for."""
    return sum(os.times()[:4])


def allowed() -> float:
    """The time box on this machine, as busy as it is at this moment."""
    return TIME_BOX * max(1.0, a_fixed_sum() / USUAL_SUM)


class Measuring:
    """Fails a test over its time box and writes down what each test has cost."""

    def __init__(self, record: str | None, *, boxed: bool) -> None:
        self.record, self.boxed = record, boxed
        self.tests: dict[str, dict[str, Any]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """From here on it costs something."""
        item.stash[BEFORE] = processor_seconds()
        return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Iterator[None]:
        """Note what it has cost with its fixtures; the reports take it along."""
        try:
            return (yield)
        finally:
            item.user_properties.append(("processor", processor_seconds() - item.stash[BEFORE]))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Fail what passes but takes too long."""
        before = time.process_time()
        result = yield
        spent = time.process_time() - before
        if self.boxed and spent > TIME_BOX and not item.nodeid.startswith(tuple(EXCEPTIONS)) and spent > allowed():
            pytest.fail(
                f"This test took {spent:.2f} s of processor time; a test may take {TIME_BOX}. Make it cheaper (fewer "
                "rows, a lower level), give it a small size unless `full_scale`, mark it `proof`, or name it with its "
                "reason in EXCEPTIONS of tests/support/measuring.py.",
                pytrace=False,
            )
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Collect the outcome and the time of each phase, and the processor seconds of all."""
        test = self.tests.setdefault(report.nodeid, {"outcome": "passed", "seconds": 0.0, "processor": 0.0})
        test["seconds"] += report.duration
        test["processor"] = dict(report.user_properties).get("processor", test["processor"])
        if report.failed or (report.skipped and test["outcome"] == "passed"):
            test["outcome"] = report.outcome

    def pytest_sessionfinish(self) -> None:
        """Write the record."""
        if self.record:
            Path(self.record).write_text(json.dumps({"tests": self.tests}), encoding="utf-8")
