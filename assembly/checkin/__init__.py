"""The door."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.checkin.arrivals import office  # noqa: PLC0415 -- circular import
    from assembly.checkin.manage import door, pages  # noqa: PLC0415 -- circular import

    return [pages, door, office]
