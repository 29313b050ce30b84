"""Cities and regions: the directory."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.communities.public import pages  # noqa: PLC0415 -- circular import

    return [pages]
