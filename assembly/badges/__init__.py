"""Badges: the picture of the code, the page to print, the office's page of badges and doors."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.badges.manage import office  # noqa: PLC0415 -- circular import
    from assembly.badges.printing import office as batches  # noqa: PLC0415 -- circular import

    return [office, batches]
