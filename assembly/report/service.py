"""Verbs on the report."""

from __future__ import annotations

from assembly import clock, history
from assembly.checkin.queries.phones import holding_scans
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, FactSheet, Phase, Report
from assembly.report import queries
from assembly.report.facts import canonical_hash, from_json


class NotMetYet(DomainError):
    """Figures of an assembly that has not ended would be wrong an hour later."""

    sentence = _l("You can publish the report from the day after the assembly, if it has taken place.")


class ScansMissing(DomainError):
    """Phones of the doors still hold check-ins, and nobody has said why the figures are to be fixed without them."""

    status = 422
    sentence = _l(
        "Some check-ins have not been sent yet. Wait for the phones, or give a reason for publishing without them."
    )


def publish(edition: Edition, *, title: Bilingual, reason: str = "") -> Report:
    """Publish the report on the facts as they stand, or correct one that is public. Raises NotMetYet, ScansMissing.

    A correction takes a new sheet; the figures of the movement go on speaking of the day of first publication. The
    `reason` is why figures are fixed while phones still hold check-ins.
    """
    if edition.phase is not Phase.AFTER or not edition.takes_place:
        raise NotMetYet
    now = clock.now()
    report = queries.report_of(edition)
    public_at = report.public_at if report else now
    facts = queries.facts(edition, clock.local_day(public_at, edition.zone))
    if report is not None and report.title == title and from_json(report.sheet.facts) == facts:
        return report  # a second press corrects nothing, nor does a sheet of before there was more to read
    unsent = sum(phone.unsent for phone in holding_scans(edition))
    if unsent and not reason:
        raise ScansMissing
    plain = facts.as_json()
    sheet = FactSheet(
        edition_id=edition.id,
        number=queries.last_number(edition) + 1,
        taken_at=now,
        figures_on=clock.local_day(public_at, edition.zone),
        facts=plain,
        hash=canonical_hash(plain),
        unsent_scans=unsent,
        override_reason=reason if unsent else "",
    )
    if report is None:
        report = Report(edition=edition, public_at=now)
        db.session.add(report)
    report.title, report.sheet = title, sheet
    db.session.flush()
    facts_of_sheet = {"sheet": sheet.number, "hash": sheet.hash} | ({"unsent": unsent, "why": reason} if unsent else {})
    history.record("report", edition.slug, "published", edition_id=edition.id, **facts_of_sheet)
    return report
