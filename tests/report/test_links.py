"""The links of an article: how long a look at all of them may take."""

from __future__ import annotations

import pytest

from assembly.models import LinkFinding
from assembly.report.manage import links


def test_slow_links_end_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look takes six seconds: the third would begin at twelve, which leaves too little for a whole one."""
    looked: list[str] = []

    def look(one: str, **_limits: object) -> LinkFinding:
        looked.append(one)
        return LinkFinding.WORKS

    monkeypatch.setattr("assembly.report.manage.links.monotonic", lambda: 6.0 * len(looked))
    monkeypatch.setattr("assembly.report.manage.links.look", look)
    found = links.looked_at(["a", "b", "c", "d"], {"a": "works"}, ())
    assert list(found) == looked == ["b", "c"]
