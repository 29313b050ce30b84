"""The check of an article before it is published: its words, and what the database knows of what it shows."""

from collections.abc import Mapping, Sequence

from assembly.editions.queries.pictures import pictures, pictures_to_clear
from assembly.i18n import _, _n
from assembly.models import ArticleDraft, Bilingual, Edition
from assembly.recordings.queries.links import broken
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.checks import Library, Problem, problems
from assembly.report.article.differences import Difference, differences
from assembly.report.article.filling import names_in
from assembly.report.article.placeholders import TOTAL
from assembly.report.article.template import first_blocks
from assembly.report.facts import Facts, from_json


def checked(draft: ArticleDraft, title: Bilingual, blocks: Sequence[Block], live: Facts) -> list[Problem]:
    """Everything that is wrong with these words on the sheet of a draft; `live` are the facts as they are now."""
    return _checked(draft.edition, title, draft.erratum, blocks, from_json(draft.sheet.facts), live, draft.links)


def checked_unwritten(edition: Edition, title: Bilingual, live: Facts) -> list[Problem]:
    """Everything that is wrong with the text the facts give by themselves."""
    return _checked(edition, title, Bilingual(), first_blocks(live), live, live, {})


def _checked(
    edition: Edition,
    title: Bilingual,
    erratum: Bilingual,
    blocks: Sequence[Block],
    fixed: Facts,
    live: Facts,
    links: Mapping[str, str],
) -> list[Problem]:
    found = problems(title, erratum, blocks, fixed, live.quotes, _library(edition), links)
    lost = broken(edition) if any(one.kind is Kind.RECORDINGS for one in blocks) else []
    if lost:
        words = _n("%(num)s link to a recording does not work", "%(num)s links to recordings do not work", len(lost))
        found.append(Problem("", f"{words}.", is_advice=True))
    return found


def differing(draft: ArticleDraft, blocks: Sequence[Block], live: Facts) -> list[Difference]:
    """The figures of its sheet that are others now, and that nobody has decided to keep; of totals those it gives."""
    used = {name for one in blocks for text in (one.text.en, one.text.fr) for name in names_in(text)}
    fixed, kept = from_json(draft.sheet.facts), draft.kept
    if any(one not in live.quotes for one in fixed.quotes):  # nobody can keep words that are no longer approved
        kept = {key: mark for key, mark in kept.items() if key != "quotes"}
    found = differences(fixed, live, kept)
    return [one for one in found if one.key in used or not one.key.startswith(TOTAL)]


def _library(edition: Edition) -> Library:
    uncleared = {one.code for one in pictures_to_clear(edition)}
    undescribed = _("Describe the picture in both languages, for people who cannot see it.")
    uncredited = _("Say in both languages who made the picture.")
    refused = _("Someone in this picture has not agreed to be photographed. Say on the picture’s page why it is shown.")
    faults = {}
    for one in pictures(edition):
        found = {undescribed: one.alt.missing(), uncredited: one.credit.missing(), refused: one.code in uncleared}
        faults[one.code] = [sentence for sentence, is_so in found.items() if is_so]
    return Library(set(faults), faults)
