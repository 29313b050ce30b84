"""Where fixed figures differ from those of today, without a database."""

from __future__ import annotations

import pytest

from assembly.errors import ChangedMeanwhile
from assembly.report.article.differences import Difference, as_seen

FOUND = [Difference("participants", "Participants", "138", "137", "a"), Difference("survey", "Survey", "", "64", "b")]


def test_only_values_on_the_page_count() -> None:
    assert as_seen(FOUND, {"participants": "a", "countries": "gone"}) == {"participants": "a"}
    for mark in ("", "of an hour ago"):
        with pytest.raises(ChangedMeanwhile):
            as_seen(FOUND, {"participants": mark, "survey": "b"})
