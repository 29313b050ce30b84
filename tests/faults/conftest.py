"""Rules of this folder."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite_only: asks something that PostgreSQL answers for itself")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about the one file of SQLite is not asked of the other database."""
    if config.getoption("--database") == "sqlite":
        return
    elsewhere = [item for item in items if item.get_closest_marker("sqlite_only")]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]
