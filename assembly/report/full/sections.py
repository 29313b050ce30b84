"""The full report as parts, section by section; one without data is left out. Pure: a fact sheet in, parts out."""

from collections.abc import Iterator, Sequence

from assembly.formats import day, listing, number
from assembly.i18n import _
from assembly.report.article.blocks import Kind
from assembly.report.article.parts import ArticleBlock, Recorded, Table, counted_from
from assembly.report.article.placeholders import QUESTION, words_of
from assembly.report.claims import Claim, Figure, claims, figures
from assembly.report.facts import Facts, Fixed, Grouped, day_of
from assembly.report.full.drawing import bars
from assembly.stats.definitions import definition
from assembly.stats.statistic import Section

_PARTICIPATION = ("registered_by_country", "attended_by_country", "ranks")
_PROGRAMME = ("sign_ups", "session_attendance", "speakers_by_form", "moderators_by_form")
_COMMUNICATION = ("recordings_watched",)
_ACCESS = ("languages_offered", "languages_wanted", "needs")
_MOVEMENT = ("signatories", "supporters", "joined_on_day", "joined_before", "joined_this_year")
_SURVEY = ("survey_answers", "survey_satisfied", "survey_recommend")
_COUNTED_SECTIONS = (Section.REGISTRATION, Section.ATTENDANCE, Section.ORIGIN)


def sections(
    facts: Facts, totals: Sequence[tuple[Section, Fixed]], recordings: Sequence[Recorded]
) -> list[ArticleBlock]:
    """Every section there is something to say in, each under its heading; `totals` are the figures of the sheet."""
    said = {claim.key: claim for claim in claims(facts)}
    counted = {one.key: one for one in figures(facts)}
    asked = _groups(facts, [one.key for one in facts.groups if one.key.startswith(QUESTION)])
    made: list[tuple[str, list[ArticleBlock]]] = [
        (_("Summary"), [_summary(facts), *_sentences(said, "participants", "purpose", "body")]),
        (_("Participation"), [*_totals(totals), *_groups(facts, _PARTICIPATION)]),
        (_("Programme and speakers"), _groups(facts, _PROGRAMME)),
        (_("Outcomes"), list(_outcomes(facts, said, counted))),
        (_("Quotes"), [ArticleBlock(Kind.QUOTE, quote=one) for one in said.values() if one.said]),
        (_("Satisfaction"), [*_numbers(_("Survey"), [counted[key] for key in _SURVEY if key in counted]), *asked]),
        (_("Communication"), [*_watch(recordings), *_groups(facts, _COMMUNICATION)]),
        (_("Languages and accessibility"), _groups(facts, _ACCESS)),
    ]
    return [part for heading, parts in made if parts for part in (ArticleBlock(Kind.SUBHEAD, heading), *parts)]


def _summary(facts: Facts) -> ArticleBlock:
    """The box: what the assembly was, when and where."""
    rows = (
        (_("Assembly"), str(facts.name)),
        (_("Assembly number"), number(facts.ordinal)),
        (_("Date"), day(day_of(facts.met_on))),
        (_("Place"), str(facts.city)),
        (_("Host event"), str(facts.host_event)),
        (_("Networks that run the movement"), listing(list(facts.networks))),
    )
    return ArticleBlock(
        Kind.PARAGRAPH,
        table=Table(_("At a glance"), (_("Item"), _("Details")), tuple(row for row in rows if row[1])),
    )


def _sentences(said: dict[str, Claim], *keys: str) -> list[ArticleBlock]:
    return [ArticleBlock(Kind.PARAGRAPH, said[key].text) for key in keys if key in said]


def _totals(totals: Sequence[tuple[Section, Fixed]]) -> list[ArticleBlock]:
    """A table of the totals of each part of the statistics."""
    found = []
    for section in _COUNTED_SECTIONS:
        rows = [(str(one.label), words_of(one)) for which, one in totals if which is section]
        if rows and section is Section.ATTENDANCE and not any(one.key == "online" for _which, one in totals):
            rows.append((str(definition("online").label), _("not measured")))
        if rows:
            table = Table(section.label, (_("Figure"), _("Number")), tuple(rows))
            found.append(ArticleBlock(Kind.PARAGRAPH, table=table))
    return found


def _groups(facts: Facts, keys: Sequence[str]) -> list[ArticleBlock]:
    known = {one.key: one for one in facts.groups}
    return [ArticleBlock(Kind.PARAGRAPH, table=_grouped(known[key])) for key in keys if key in known]


def _grouped(one: Grouped) -> Table:
    """A statistic of several rows with its drawing."""
    alt = _("Chart: %(what)s. The table gives the same numbers.", what=one.label)
    chart, height = bars([(str(row.label), row.count) for row in one.rows], alt)
    rows = tuple((str(row.label), number(row.count)) for row in one.rows)
    note = " ".join(part for part in (counted_from(one), str(one.note)) if part)
    return Table(str(one.label), (str(one.head), _("Number")), rows, note, chart, alt, height)


def _outcomes(facts: Facts, said: dict[str, Claim], counted: dict[str, Figure]) -> Iterator[ArticleBlock]:
    yield from _numbers(_("Signatures"), [counted[key] for key in _MOVEMENT if key in counted])
    yield from _sentences(said, "joined_on_day", "joined_before", "joined_this_year")
    for one in facts.announcements:
        yield ArticleBlock(Kind.MESSAGES, str(one.text), head=str(one.title))
    for message in facts.key_messages:
        yield ArticleBlock(Kind.MESSAGES, str(message.text), head=str(message.title))


def _numbers(caption: str, rows: Sequence[Figure]) -> list[ArticleBlock]:
    pairs = tuple((one.label, one.words) for one in rows)
    return [ArticleBlock(Kind.PARAGRAPH, table=Table(caption, (_("Figure"), _("Number")), pairs))] if pairs else []


def _watch(recordings: Sequence[Recorded]) -> list[ArticleBlock]:
    return [ArticleBlock(Kind.RECORDINGS, recordings=tuple(recordings))] if recordings else []
