"""The office's own pages."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.office import emails, jobs  # noqa: PLC0415 -- circular import
    from assembly.office.manage import pages  # noqa: PLC0415 -- circular import

    return [pages]
