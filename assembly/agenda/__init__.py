"""The programme: sessions, rooms, releases."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.agenda.documents.public import documents  # noqa: PLC0415 -- circular import
    from assembly.agenda.manage import office  # noqa: PLC0415 -- circular import
    from assembly.agenda.public import pages  # noqa: PLC0415 -- circular import

    return [pages, documents, office]
