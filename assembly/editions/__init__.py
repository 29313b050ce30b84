"""Editions: what they are and their home pages."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.editions.public import pages  # noqa: PLC0415 -- circular import

    return [pages]
