"""Writing the article: it begins as a template on one fact sheet, and an editor decides which figures it takes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from assembly import clock, history
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import ArticleDraft, Bilingual, Edition
from assembly.report import queries
from assembly.report.article.blocks import Block, as_json
from assembly.report.article.blocks import from_json as blocks_from_json
from assembly.report.article.differences import as_seen, differences, taken
from assembly.report.article.editing import relinked, reworded, with_new_quotes
from assembly.report.article.template import first_blocks
from assembly.report.facts import from_json
from assembly.report.service.publishing import fix
from assembly.report.service.reviewing import end_review
from assembly.transactions import locked


class AlreadyWriting(DomainError):
    """The text the facts give by themselves would replace what somebody is writing."""

    status = 409
    sentence = _l("Somebody is writing the article. Publish it from the page “Article”, or delete the draft.")


def start(edition: Edition, *, reason: str = "") -> ArticleDraft:
    """Begin the article on the facts as they are, or on what is public. Raises NotMetYet, ScansMissing.

    A second press begins no second one.
    """
    db.session.scalars(locked(select(Edition).where(Edition.id == edition.id))).one()
    found = queries.draft_of(edition)
    if found is not None:
        return found
    report = queries.report_of(edition)
    if report is None:
        sheet = fix(edition, queries.live_facts(edition), reason=reason)
        title, blocks = Bilingual(), as_json(first_blocks(from_json(sheet.facts)))
    else:
        sheet, title = report.sheet, report.title
        blocks = list(report.blocks) or as_json(first_blocks(from_json(sheet.facts)))
    draft = ArticleDraft(
        edition=edition, sheet=sheet, title=title, blocks=blocks, erratum=Bilingual(), changed_at=clock.now()
    )
    db.session.add(draft)
    db.session.flush()
    _note(draft, "begun")
    return draft


def save(draft: ArticleDraft, *, seen: int, title: Bilingual, blocks: Sequence[Block], erratum: Bilingual) -> None:
    """Keep what was written, whatever is still wrong with it. Raises ChangedMeanwhile.

    The same words again change nothing; `seen` is the version that was on the page.
    """
    plain = as_json(blocks)
    if (draft.title, draft.blocks, draft.erratum) == (title, plain, erratum):
        return
    check_unchanged(draft.version, seen)
    draft.title, draft.blocks, draft.erratum = title, plain, erratum
    draft.changed_at = clock.now()
    _note(draft, "changed")


def take_figures(draft: ArticleDraft, seen: Mapping[str, str], *, reason: str = "") -> None:
    """Put the article on a new sheet that has some figures as they are now. Raises ChangedMeanwhile, ScansMissing.

    `seen` has the mark of each as it was on the page.
    """
    live, fixed = queries.live_facts(draft.edition), from_json(draft.sheet.facts)
    keys = as_seen(differences(fixed, live, draft.kept), seen)
    facts = taken(fixed, live, keys)
    if facts == fixed:
        return
    draft.sheet = fix(draft.edition, facts, reason=reason)
    blocks = with_new_quotes(relinked(blocks_of(draft), fixed, facts), fixed, facts)
    draft.blocks = as_json(reworded(blocks, fixed, facts))
    draft.changed_at = clock.now()
    draft.kept = {key: mark for key, mark in draft.kept.items() if key not in keys}
    _note(draft, "figures taken", sheet=draft.sheet.number)


def keep_figures(draft: ArticleDraft, seen: Mapping[str, str]) -> None:
    """Leave some figures as they are on the sheet, until they change once more. Raises ChangedMeanwhile.

    `seen` has the mark of each as it was on the page.
    """
    live, fixed = queries.live_facts(draft.edition), from_json(draft.sheet.facts)
    marks = as_seen(differences(fixed, live, draft.kept), seen)
    if not marks:
        return
    draft.kept = {**draft.kept, **marks}
    draft.changed_at = clock.now()
    _note(draft, "figures kept", keys=sorted(marks))


def note_links(draft: ArticleDraft, findings: Mapping[str, str]) -> None:
    """Say what the look at each address found."""
    draft.links = dict(findings)


def discard(draft: ArticleDraft) -> None:
    """Delete what was written and not published; the link of its review ends, the comments stay."""
    _note(draft, "deleted")
    end_review(draft.edition)
    db.session.delete(draft)


def blocks_of(draft: ArticleDraft) -> list[Block]:
    """The blocks of a draft."""
    return blocks_from_json(draft.blocks)


def _note(draft: ArticleDraft, verb: str, **details: object) -> None:
    history.record("article", draft.edition.slug, verb, edition_id=draft.edition_id, **details)
