"""The article of an edition as it is read: what was published or is being written, with its pictures and recordings."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from assembly import clock
from assembly.addresses import address
from assembly.editions.queries.pictures import pictures
from assembly.files import path_of
from assembly.formats import day
from assembly.i18n import _, _n
from assembly.models import ArticleDraft, Bilingual, Edition, Picture, Report
from assembly.recordings.queries import watchable
from assembly.report.article.blocks import Block, Kind, from_json
from assembly.report.article.parts import Article, Recorded, Shown, figures_of, parts_of, sources_of
from assembly.report.article.template import first_blocks
from assembly.report.corrections import Correction, corrections
from assembly.report.facts import Facts, day_of
from assembly.report.facts import from_json as facts_from_json
from assembly.speakers.queries import approved_quotes


def published(report: Report, *, for_files: bool = False) -> Article:
    """What is public; `for_files` reads the pictures too and gives whole addresses."""
    facts = facts_from_json(report.sheet.facts)
    blocks = blocks_of(report)
    lost = words_no_longer_approved(report.edition, facts)
    facts = without_quotes(facts, lost)
    dates = [_("Published on %(day)s.", day=day(clock.local_day(report.public_at, report.edition.zone)))]
    dates += [one.words for one in corrections_of(report)]
    dates += withdrawn_quotes(report, lost)
    taken_on = clock.local_day(report.sheet.taken_at, report.edition.zone).isoformat()
    return _article(report.edition, report.title, blocks, facts, dates, taken_on, for_files=for_files)


def drafted(draft: ArticleDraft, title: Bilingual, blocks: Sequence[Block]) -> Article:
    """What would be published of these words."""
    facts = facts_from_json(draft.sheet.facts)
    facts = without_quotes(facts, words_no_longer_approved(draft.edition, facts))
    taken_on = clock.local_day(draft.sheet.taken_at, draft.edition.zone).isoformat()
    return _article(draft.edition, title, blocks, facts, [], taken_on, for_files=False)


def public_facts(report: Report) -> dict[str, Any]:
    """The facts of its sheet as plain values; of what people said, only what the article shows."""
    plain = dict(report.sheet.facts)
    lost = words_no_longer_approved(report.edition, facts_from_json(plain))
    plain["quotes"] = [one for one in plain["quotes"] if Bilingual(**one["words"]) not in lost]
    shown = {(one.kind, one.ref) for one in blocks_of(report)}
    for field, kind, name in (("quotes", Kind.QUOTE, "person"), ("key_messages", Kind.MESSAGES, "session")):
        if field in plain:  # an older sheet may lack it
            plain[field] = [one for one in plain[field] if (kind, one[name]) in shown]
    return plain


def shown_facts(report: Report) -> Facts:
    """The public facts of a report, read from its sheet."""
    return facts_from_json(public_facts(report))


def words_no_longer_approved(edition: Edition, facts: Facts) -> set[Bilingual]:
    """The words of a sheet that nobody approves now: their speaker has withdrawn them, or they say something else."""
    fixed = {one.words for one in facts.quotes}
    return fixed - {one.words for one in approved_quotes(edition)} if fixed else set()


def without_quotes(facts: Facts, words: Collection[Bilingual]) -> Facts:
    """The facts without some words of people."""
    return replace(facts, quotes=tuple(one for one in facts.quotes if one.words not in words))


def withdrawn_quotes(report: Report, words: Collection[Bilingual]) -> list[str]:
    """Say that something the article showed is gone, as a correction does."""
    shown = {one.ref for one in blocks_of(report) if one.kind is Kind.QUOTE}
    gone = [one for one in facts_from_json(report.sheet.facts).quotes if one.words in words and one.person in shown]
    if not gone:
        return []
    return [
        _n(
            "Correction: %(num)s quote that is no longer approved has been removed.",
            "Correction: %(num)s quotes that are no longer approved have been removed.",
            len(gone),
        )
    ]


def blocks_of(report: Report) -> list[Block]:
    """The blocks of what is public; a report of before articles were written has the first text."""
    return _blocks(report.blocks, facts_from_json(report.sheet.facts))


def _blocks(stored: list[dict[str, Any]], facts: Facts) -> list[Block]:
    return from_json(stored) or first_blocks(facts)


def corrections_of(report: Report) -> list[Correction]:
    """What was corrected since the first publication, the latest first."""
    zone = report.edition.zone
    versions = []
    for one in report.versions:
        facts = facts_from_json(one.sheet.facts)
        versions.append((clock.local_day(one.at, zone), facts, one.erratum, _blocks(one.blocks, facts)))
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
    recorded = recordings_of(edition, facts, for_files=for_files)
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


def recordings_of(edition: Edition, facts: Facts, *, for_files: bool) -> list[Recorded]:
    """The recordings of the sheet that are still online, each with its address."""
    at = address if for_files else url_for
    return [
        Recorded(str(one.title), at("recordings.one", edition=edition, code=one.recording.code))
        for one in watchable(edition)
        if one.recording.code in facts.recordings and one.online
    ]


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
