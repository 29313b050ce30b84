"""The door."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.checkin.api import api  # noqa: PLC0415 -- circular import
    from assembly.checkin.app import app_pages  # noqa: PLC0415 -- circular import
    from assembly.checkin.attendance import office as attendance  # noqa: PLC0415 -- circular import
    from assembly.checkin.for_many import office as for_many  # noqa: PLC0415 -- circular import
    from assembly.checkin.manage.scanning import pages  # noqa: PLC0415 -- circular import
    from assembly.checkin.manage.this_phone import door  # noqa: PLC0415 -- circular import
    from assembly.checkin.supervising import office as phones  # noqa: PLC0415 -- circular import
    from assembly.checkin.undo_admission import office  # noqa: PLC0415 -- circular import

    return [pages, door, office, attendance, for_many, phones, app_pages, api]
