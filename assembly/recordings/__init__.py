"""Recordings of sessions, by language."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.recordings import emails as emails  # noqa: PLC0415 -- circular import
    from assembly.recordings import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.recordings.manage import office  # noqa: PLC0415 -- circular import
    from assembly.recordings.public import pages  # noqa: PLC0415 -- circular import
    from assembly.recordings.public.alerts import alerts  # noqa: PLC0415 -- circular import
    from assembly.recordings.public.missed import own  # noqa: PLC0415 -- circular import

    return [pages, alerts, own, office]
