"""Cities and regions, networks and partners: the directory."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.communities import jobs  # noqa: PLC0415 -- circular import
    from assembly.communities.manage import networks, office  # noqa: PLC0415 -- circular import
    from assembly.communities.public import pages  # noqa: PLC0415 -- circular import

    return [pages, office, networks]
