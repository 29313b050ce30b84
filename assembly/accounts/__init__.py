"""Accounts of those who work here, and people."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.accounts import emails, jobs  # noqa: PLC0415 -- circular import
    from assembly.accounts.manage import office  # noqa: PLC0415 -- circular import
    from assembly.accounts.public import pages  # noqa: PLC0415 -- circular import

    return [pages, office]
