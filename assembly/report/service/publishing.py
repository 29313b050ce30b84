"""Fixing figures, publishing on them, correcting and withdrawing what is public."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from assembly import clock, history
from assembly.checkin.queries.phones import holding_scans
from assembly.errors import DomainError, Rejected
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import ArticleDraft, Bilingual, Edition, FactSheet, Phase, Report, ReportVersion
from assembly.report import queries
from assembly.report.article.blocks import as_json
from assembly.report.article.template import first_blocks
from assembly.report.facts import Facts, canonical_hash, from_json
from assembly.transactions import locked


class NotMetYet(DomainError):
    """Figures of an assembly that has not ended would be wrong an hour later."""

    sentence = _l("You can publish the report from the day after the assembly, if it has taken place.")


class ScansMissing(Rejected):
    """Phones of the doors still hold check-ins, and nobody has said why the figures are to be fixed without them."""

    sentence = _l(
        "Some check-ins have not been sent yet. Wait for the phones, or give a reason for publishing without them."
    )


class EmbargoOver(Rejected):
    """An embargo that has ended already."""

    sentence = _l("Choose a moment in the future for the embargo.")


def fix(edition: Edition, facts: Facts, *, reason: str = "") -> FactSheet:
    """Fix figures on a sheet that never changes. Raises NotMetYet, ScansMissing.

    The `reason` is why they are fixed while phones still hold check-ins.
    """
    if edition.phase is not Phase.AFTER or not edition.takes_place:
        raise NotMetYet
    take_turn(edition)
    unsent = sum(phone.unsent for phone in holding_scans(edition))
    if unsent and not reason:
        raise ScansMissing
    plain = facts.as_json()
    sheet = FactSheet(
        edition_id=edition.id,
        number=queries.last_number(edition) + 1,
        taken_at=clock.now(),
        figures_on=clock.local_day(_public_at(edition), edition.zone),
        facts=plain,
        hash=canonical_hash(plain),
        unsent_scans=unsent,
        override_reason=reason if unsent else "",
    )
    db.session.add(sheet)
    db.session.flush()
    return sheet


def publish(edition: Edition, *, title: Bilingual, reason: str = "") -> Report:
    """Publish the text the facts give by themselves, or correct one that is public. Raises NotMetYet, ScansMissing.

    A correction takes a new sheet; the figures of the movement go on speaking of the day of first publication.
    """
    if edition.phase is not Phase.AFTER or not edition.takes_place:
        raise NotMetYet
    take_turn(edition)
    report = queries.report_of(edition)
    facts = queries.live_facts(edition)
    if report is not None and report.title == title and from_json(report.sheet.facts).comparable == facts.comparable:
        if report.is_public:
            return report  # a second press corrects nothing, nor does a sheet of before there was more to read
        sheet = report.sheet
    else:
        sheet = fix(edition, facts, reason=reason)
    return _publish(edition, title, sheet, as_json(first_blocks(facts)), Bilingual())


def publish_article(draft: ArticleDraft) -> Report:
    """Publish what was written, or correct what is public; nothing where that says the same already."""
    take_turn(draft.edition)
    report = queries.report_of(draft.edition)
    draft.publish_at = draft.held_back_at = None
    now = (draft.title, draft.sheet_id, draft.blocks)
    if report is not None and report.is_public and (report.title, report.sheet_id, report.blocks) == now:
        return report
    made = _publish(draft.edition, draft.title, draft.sheet, draft.blocks, draft.erratum)
    draft.erratum = Bilingual()
    return made


def put_under_embargo(draft: ArticleDraft, until: datetime | None) -> None:
    """Let it be published at a moment, or take that back. Raises EmbargoOver."""
    if until is not None and until <= clock.now():
        raise EmbargoOver
    draft.held_back_at = None
    if draft.publish_at == until:
        return
    draft.publish_at = until
    verb = "put under embargo" if until else "taken out of embargo"
    history.record("article", draft.edition.slug, verb, edition_id=draft.edition_id)


def hold_back(draft: ArticleDraft) -> None:
    """Leave an article unpublished at the end of its embargo; its editor is told on the page of things to do."""
    draft.publish_at, draft.held_back_at = None, clock.now()
    history.record("article", draft.edition.slug, "held back", edition_id=draft.edition_id)


def withdraw(report: Report, *, why: Bilingual) -> None:
    """Take it from the public, which reads why; no embargo brings it back. A second press changes nothing."""
    if not report.is_public:
        return
    draft = queries.draft_of(report.edition)
    if draft is not None:
        put_under_embargo(draft, None)
    report.withdrawn_at, report.withdrawal = clock.now(), why
    history.record("report", report.edition.slug, "withdrawn", edition_id=report.edition_id)


def _publish(
    edition: Edition, title: Bilingual, sheet: FactSheet, blocks: list[dict[str, Any]], erratum: Bilingual
) -> Report:
    now, report = clock.now(), queries.report_of(edition)
    if report is None:
        report = Report(edition=edition, public_at=now, withdrawal=Bilingual())
        db.session.add(report)
    if erratum or not _says_the_same(report, title, sheet, blocks):
        report.title, report.sheet, report.blocks = title, sheet, list(blocks)
        number = len(report.versions) + 1
        report.versions.append(
            ReportVersion(number=number, at=now, sheet=sheet, title=title, blocks=list(blocks), erratum=erratum)
        )
    elif report.is_public:
        return report
    report.withdrawn_at, report.withdrawal = None, Bilingual()
    db.session.flush()
    unsent = {"unsent": sheet.unsent_scans, "why": sheet.override_reason} if sheet.unsent_scans else {}
    of_sheet = {"sheet": sheet.number, "hash": sheet.hash, **unsent}
    history.record("report", edition.slug, "published", edition_id=edition.id, **of_sheet)
    return report


def _says_the_same(report: Report, title: Bilingual, sheet: FactSheet, blocks: list[dict[str, Any]]) -> bool:
    """Whether its last version has these words and facts; without blocks it had the first text."""
    if not report.versions:
        return False
    last = report.versions[-1]
    text = last.blocks or as_json(first_blocks(from_json(last.sheet.facts)))
    return (last.title, last.sheet.hash, text) == (title, sheet.hash, blocks)


def take_turn(edition: Edition) -> None:
    """Let those who fix or publish for an edition come one after the other: sheets and versions are numbered."""
    db.session.execute(locked(select(Edition.id).where(Edition.id == edition.id)))


def _public_at(edition: Edition) -> datetime:
    report = queries.report_of(edition)
    return report.public_at if report else clock.now()
