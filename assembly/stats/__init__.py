"""Figures: counted in SQL, worded in pure functions."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.stats import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.stats.manage import office  # noqa: PLC0415 -- circular import

    return [office]
