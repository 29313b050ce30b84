"""Seats in sessions."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.sign_ups import emails as emails  # noqa: PLC0415 -- circular import
    from assembly.sign_ups import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.sign_ups import manage as manage  # noqa: PLC0415 -- circular import
    from assembly.sign_ups import own as own  # noqa: PLC0415 -- circular import

    return []
