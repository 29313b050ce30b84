"""Demo data, loaded through the services a person uses, and the mails it would have sent."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.demo.film.pages import films  # noqa: PLC0415 -- circular import
    from assembly.demo.homes import homes  # noqa: PLC0415 -- circular import
    from assembly.demo.manage import trial  # noqa: PLC0415 -- circular import
    from assembly.demo.public import pages  # noqa: PLC0415 -- circular import

    return [pages, homes, films, trial]
