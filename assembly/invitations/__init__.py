"""Invitations: made, sent, answered, called about."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.invitations import emails  # noqa: PLC0415 -- circular import
    from assembly.invitations.manage import invitations  # noqa: PLC0415 -- circular import
    from assembly.invitations.public import invited  # noqa: PLC0415 -- circular import

    return [invitations, invited]
