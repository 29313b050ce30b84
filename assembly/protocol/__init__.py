"""Protocol order and what people are found by."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.protocol import jobs, manage  # noqa: PLC0415 -- circular import

    return []
