"""Registration: from the form to the person's own page."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.registration import emails as emails  # noqa: PLC0415 -- circular import
    from assembly.registration import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.registration.confirming import confirming  # noqa: PLC0415 -- circular import
    from assembly.registration.invited import invited  # noqa: PLC0415 -- circular import
    from assembly.registration.manage import invitations, people, places, questions  # noqa: PLC0415 -- circular import
    from assembly.registration.own import own  # noqa: PLC0415 -- circular import
    from assembly.registration.public import pages  # noqa: PLC0415 -- circular import

    return [pages, confirming, own, people, places, questions, invitations, invited]
