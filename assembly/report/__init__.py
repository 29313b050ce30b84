"""The report after the assembly: one sheet of facts, told in two languages and three forms."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The pages of this feature."""
    from assembly.report import jobs as jobs  # noqa: PLC0415 -- circular import
    from assembly.report.full.pages import pages as full_pages  # noqa: PLC0415 -- circular import
    from assembly.report.manage.editor import article  # noqa: PLC0415 -- circular import
    from assembly.report.manage.results import office  # noqa: PLC0415 -- circular import
    from assembly.report.manage.reviewing import review  # noqa: PLC0415 -- circular import
    from assembly.report.manage.survey import survey  # noqa: PLC0415 -- circular import
    from assembly.report.press import pages as press  # noqa: PLC0415 -- circular import
    from assembly.report.public import pages  # noqa: PLC0415 -- circular import
    from assembly.report.review import pages as reviews  # noqa: PLC0415 -- circular import

    return [reviews, review, pages, full_pages, press, office, article, survey]
