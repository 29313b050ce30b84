"""The article of an edition as it is read: what was published or is being written, with its pictures and recordings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from assembly import clock
from assembly.addresses import address
from assembly.editions.queries.pictures import pictures
from assembly.files import path_of
from assembly.formats import day
from assembly.i18n import _
from assembly.models import ArticleDraft, Bilingual, Edition, Picture, Report
from assembly.recordings.queries import watchable
from assembly.report.article.blocks import Block, Kind, from_json
from assembly.report.article.parts import Article, Recorded, Shown, figures_of, parts_of, sources_of
from assembly.report.article.template import first_blocks
from assembly.report.corrections import Correction, corrections
from assembly.report.facts import Facts, day_of
from assembly.report.facts import from_json as facts_from_json


def published(report: Report, *, for_files: bool = False) -> Article:
    """What is public; `for_files` reads the pictures too and gives whole addresses."""
    facts = facts_from_json(report.sheet.facts)
    blocks = blocks_of(report)
    dates = [_("Published on %(day)s.", day=day(clock.local_day(report.public_at, report.edition.zone)))]
    dates += [one.words for one in corrections_of(report)]
    taken_on = clock.local_day(report.sheet.taken_at, report.edition.zone).isoformat()
    return _article(report.edition, report.title, blocks, facts, dates, taken_on, for_files=for_files)


def drafted(draft: ArticleDraft, title: Bilingual, blocks: Sequence[Block]) -> Article:
    """What would be published of these words."""
    facts = facts_from_json(draft.sheet.facts)
    taken_on = clock.local_day(draft.sheet.taken_at, draft.edition.zone).isoformat()
    return _article(draft.edition, title, blocks, facts, [], taken_on, for_files=False)


def public_facts(report: Report) -> dict[str, Any]:
    """The facts of its sheet as plain values; of what people said, only what the article shows."""
    plain = dict(report.sheet.facts)
    shown = {(one.kind, one.ref) for one in blocks_of(report)}
    for field, kind, name in (("quotes", Kind.QUOTE, "person"), ("key_messages", Kind.MESSAGES, "session")):
        if field in plain:  # an older sheet may lack it
            plain[field] = [one for one in plain[field] if (kind, one[name]) in shown]
    return plain


def blocks_of(report: Report) -> list[Block]:
    """The blocks of what is public; a report of before articles were written has the first text."""
    return from_json(report.blocks) or first_blocks(facts_from_json(report.sheet.facts))


def corrections_of(report: Report) -> list[Correction]:
    """What was corrected since the first publication, the latest first."""
    zone = report.edition.zone
    versions = [
        (clock.local_day(one.at, zone), facts_from_json(one.sheet.facts), one.erratum) for one in report.versions
    ]
    return corrections(versions)


def _article(
    edition: Edition,
    title: Bilingual,
    blocks: Sequence[Block],
    facts: Facts,
    dates: Sequence[str],
    taken_on: str,
    *,
    for_files: bool,
) -> Article:
    at = address if for_files else url_for
    wanted = {one.ref for one in blocks if one.kind is Kind.PICTURE}
    shown = (
        {one.code: _shown(one, for_files=for_files) for one in pictures(edition) if one.code in wanted}
        if wanted
        else {}
    )
    recorded = [
        Recorded(str(one.title), at("recordings.one", edition=edition, code=one.recording.code))
        for one in watchable(edition)
        if one.recording.code in facts.recordings and one.online
    ]
    sessions = {one.session: at("agenda.session", edition=edition, code=one.session) for one in facts.key_messages}
    return Article(
        title=str(title),
        occasion=f"{facts.name} · {facts.city}, {day(day_of(facts.met_on))}",
        dates=tuple(dates),
        parts=tuple(parts_of(blocks, facts, shown, recorded, sessions)),
        figures=tuple(figures_of(blocks, facts, taken_on)),
        sources=tuple(sources_of(blocks)),
        address=address("report.page", edition=edition),
    )


def _shown(picture: Picture, *, for_files: bool) -> Shown:
    path = path_of(picture.file)
    content = path.read_bytes() if for_files and path.exists() else b""  # a database may come back without its files
    return Shown(
        address=(address if for_files else url_for)("editions.picture", code=picture.code),
        alt=str(picture.alt),
        credit=str(picture.credit),
        width=picture.width,
        height=picture.height,
        mime=picture.file.mime,
        content=content,
    )
