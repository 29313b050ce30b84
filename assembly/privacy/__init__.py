"""What we do with personal data."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.privacy import jobs  # noqa: PLC0415 -- circular import
    from assembly.privacy.manage import office  # noqa: PLC0415 -- circular import
    from assembly.privacy.public import pages  # noqa: PLC0415 -- circular import

    return [pages, office]
