"""Invitations of speakers: whom we ask, what they answer and send us, and the registration that follows."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature, its emails and its job."""
    from assembly.speaker_invitations import emails, jobs  # noqa: PLC0415 -- declares them
    from assembly.speaker_invitations.manage import office  # noqa: PLC0415 -- circular import
    from assembly.speaker_invitations.public import own  # noqa: PLC0415 -- circular import

    return [office, own]
