"""The programme on the day: delay, change the room, cancel, reinstate, show a notice; published at once."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.on_the_day.manage import office  # noqa: PLC0415 -- circular import

    return [office]
