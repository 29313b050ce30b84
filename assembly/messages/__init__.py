"""Mails as the office sees them."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.messages.manage import office  # noqa: PLC0415 -- circular import

    return [office]
