"""Editions: what they are and their home pages."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.editions.manage import editions, office  # noqa: PLC0415 -- circular import
    from assembly.editions.public import pages  # noqa: PLC0415 -- circular import

    return [pages, office, editions]
