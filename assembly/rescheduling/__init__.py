"""Changes of plan: an assembly is postponed, moved online, cancelled or reinstated, and everything follows."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature; its emails declare themselves."""
    from assembly.rescheduling import emails  # noqa: PLC0415 -- circular import
    from assembly.rescheduling.manage import office  # noqa: PLC0415 -- circular import

    return [office]
