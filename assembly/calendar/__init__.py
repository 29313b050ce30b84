"""Calendar files: a session, the programme, a person's invitation."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.calendar import emails  # noqa: PLC0415 -- circular import
    from assembly.calendar.manage import office  # noqa: PLC0415 -- circular import
    from assembly.calendar.public import own, pages  # noqa: PLC0415 -- circular import

    return [pages, own, office]
