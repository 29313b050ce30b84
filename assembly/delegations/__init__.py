"""Who represents a city or region, and who comes with them."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """No pages; its job."""
    from assembly.delegations import jobs as jobs  # noqa: PLC0415 -- circular import

    return []
