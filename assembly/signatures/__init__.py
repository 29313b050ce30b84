"""Signing or supporting the declaration: the list, the form, the own page, the office that checks."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.signatures import emails, jobs  # noqa: PLC0415 -- circular import
    from assembly.signatures.balances import balances  # noqa: PLC0415 -- circular import
    from assembly.signatures.declaration import declaration_office  # noqa: PLC0415 -- circular import
    from assembly.signatures.join import form_pages  # noqa: PLC0415 -- circular import
    from assembly.signatures.manage import office  # noqa: PLC0415 -- circular import
    from assembly.signatures.own import own  # noqa: PLC0415 -- circular import
    from assembly.signatures.public import pages  # noqa: PLC0415 -- circular import
    from assembly.signatures.recorded import recorded_office  # noqa: PLC0415 -- circular import

    return [pages, form_pages, own, office, recorded_office, balances, declaration_office]
