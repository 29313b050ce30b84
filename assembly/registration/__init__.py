"""Registration: from the form to the person's own page."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.registration import emails, jobs, own  # noqa: PLC0415 -- circular import
    from assembly.registration.confirming import confirming  # noqa: PLC0415 -- circular import
    from assembly.registration.manage import office as places  # noqa: PLC0415 -- circular import
    from assembly.registration.public import pages  # noqa: PLC0415 -- circular import

    return [pages, confirming, places]
