"""The full report of what is published: the sections of its fact sheet, with all figures and where they come from."""

from dataclasses import replace

from assembly import clock
from assembly.addresses import address
from assembly.i18n import _
from assembly.models import Report
from assembly.report import reading
from assembly.report.article.parts import Article, figures_of_all
from assembly.report.full.sections import sections
from assembly.stats.definitions import DEFINITIONS


def full_report(report: Report, article: Article, *, for_files: bool) -> Article:
    """The report as an article of many sections, so that every output of the article can write it."""
    edition = report.edition
    facts = reading.shown_facts(report)
    section_of = {one.key: one.section for one in DEFINITIONS}
    totals = [(section_of[one.key], one) for one in facts.figures if one.key in section_of]
    taken_on = clock.local_day(report.sheet.taken_at, edition.zone).isoformat()
    recordings = reading.recordings_of(edition, facts, for_files=for_files)
    return replace(
        article,
        title=_("Full report"),
        parts=tuple(sections(facts, totals, recordings)),
        figures=tuple(figures_of_all(facts, taken_on)),
        sources=(),
        address=address("full_report.page", edition=edition),
    )
