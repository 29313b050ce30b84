"""What people say after registering: details, needs, answers to further questions."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.questions import emails, jobs, own  # noqa: PLC0415 -- circular import
    from assembly.questions.manage import needs  # noqa: PLC0415 -- circular import
    from assembly.questions.manage.questions import office  # noqa: PLC0415 -- circular import

    return [office]
