"""The live stream: its page, its channels, and who opened it."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.live import jobs  # noqa: PLC0415 -- circular import
    from assembly.live.manage import office  # noqa: PLC0415 -- circular import
    from assembly.live.public import pages  # noqa: PLC0415 -- circular import

    return [pages, office]
