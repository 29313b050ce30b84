"""Co-chairs and speakers."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.speakers import emails  # noqa: PLC0415 -- circular import
    from assembly.speakers.manage import announcements, mandates, office, quotes  # noqa: PLC0415 -- circular import
    from assembly.speakers.own import own  # noqa: PLC0415 -- circular import
    from assembly.speakers.public import pages  # noqa: PLC0415 -- circular import

    return [pages, own, office, mandates, quotes, announcements]
