"""The office's own pages."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.office import emails as emails  # noqa: PLC0415 -- circular import
    from assembly.office import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.office.manage import pages  # noqa: PLC0415 -- circular import

    return [pages]
