"""One registration: who can open it, by which links, and the emails that bring them."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.access.pages import office, own  # noqa: PLC0415 -- circular import

    return [own, office]
