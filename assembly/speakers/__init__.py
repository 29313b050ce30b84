"""Co-chairs and speakers."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.speakers.public import pages  # noqa: PLC0415 -- circular import

    return [pages]
