"""The office's list of people: found, added, edited, answered, exported."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    import assembly.people.duplicates.manage  # noqa: PLC0415 -- circular import
    import assembly.people.imports.manage  # noqa: PLC0415 -- circular import
    from assembly.people import manage  # noqa: PLC0415 -- circular import

    return []
