"""Mails as the office sees them, messages to a group, the series, and the words of mails."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature; its mails and jobs declare themselves."""
    from assembly.messages import emails, jobs, public  # noqa: PLC0415 -- circular import
    from assembly.messages.manage import groups, outbox, series, texts  # noqa: PLC0415 -- circular import

    return [outbox.office, groups.office, series.office, texts.office, public.pages]
