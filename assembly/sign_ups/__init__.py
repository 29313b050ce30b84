"""Seats in sessions."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.sign_ups import emails, jobs, manage, own  # noqa: PLC0415 -- circular import

    return []
