"""The co-chairs' desk, their card of the day, the briefing sheets and the signing ceremony."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.cochairs import emails, jobs  # noqa: PLC0415 -- circular import
    from assembly.cochairs.manage import desk  # noqa: PLC0415 -- circular import
    from assembly.cochairs.public import pages  # noqa: PLC0415 -- circular import

    return [pages, desk]
