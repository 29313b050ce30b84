"""An article as it is read in the language now spoken; each output is made of these parts and says the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assembly.i18n import _
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.filling import fill, names_in
from assembly.report.article.placeholders import TOTAL, placeholders, small, survey_answers, words_of
from assembly.report.claims import Claim, Figure, circumstances, figures, quotation
from assembly.report.facts import Facts, Fixed, Grouped


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of an article: its address, what one sees, who made it, and its file for outputs that hold it."""

    address: str
    alt: str
    credit: str
    width: int
    height: int
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording one can watch."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in quotation marks, as they were said in a third language, and when or to whom."""

    words: str
    original: str
    original_lang: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the full report, the last column of which are numbers where it has a drawing.

    `chart` is a drawing that says the same, `chart_height` its height where it is `CHART_WIDTH` wide.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    chart: str = ""
    chart_alt: str = ""
    chart_height: int = 0

    @property
    def picture(self) -> Shown | None:
        """The drawing for outputs that hold it as a picture."""
        if not self.chart:
            return None
        return Shown("", self.chart_alt, "", CHART_WIDTH, self.chart_height, "image/svg+xml", self.chart.encode())


CHART_WIDTH = 360


@dataclass(frozen=True, slots=True)
class ArticleBlock:
    """One part: its text, or what it shows. `head` is the session of key messages, `link` where one reads more."""

    kind: Kind
    text: str = ""
    link: str = ""
    quote: Claim | None = None
    picture: Shown | None = None
    head: str = ""
    recordings: tuple[Recorded, ...] = ()
    table: Table | None = None

    @property
    def spoken(self) -> list[Spoken]:
        """The words of a quote."""
        return [
            Spoken(_("“%(words)s”", words=one.words), one.original, one.original_lang, circumstances(one))
            for one in (self.quote.said if self.quote else ())
        ]

    @property
    def lines(self) -> list[str]:
        """The paragraphs of its text."""
        return [line for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Article:
    """All of an article: `dates` say when it was published and corrected, `sources` where outside figures come from."""

    title: str
    occasion: str
    dates: tuple[str, ...]
    parts: tuple[ArticleBlock, ...]
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]
    address: str


def parts_of(
    blocks: Iterable[Block],
    facts: Facts,
    pictures: Mapping[str, Shown],
    recordings: Sequence[Recorded],
    sessions: Mapping[str, str],
) -> list[ArticleBlock]:
    """The parts there is something to show of; `sessions` are the addresses of those with key messages."""
    known = placeholders(facts)
    found = []
    for block in blocks:
        if block.kind.has_text:
            part = ArticleBlock(block.kind, fill(str(block.text), known), link=block.link)
            found += [part] if part.text else []
        elif block.kind is Kind.QUOTE:
            said = [one for one in facts.quotes if one.person == block.ref]
            found += [ArticleBlock(block.kind, quote=quotation(said))] if said else []
        elif block.kind is Kind.PICTURE:
            found += [ArticleBlock(block.kind, picture=pictures[block.ref])] if block.ref in pictures else []
        elif block.kind is Kind.MESSAGES:
            found += [
                ArticleBlock(block.kind, str(one.text), head=str(one.title), link=sessions.get(one.session, ""))
                for one in facts.key_messages
                if one.session == block.ref
            ]
        elif recordings:
            found.append(ArticleBlock(block.kind, recordings=tuple(recordings)))
    return found


def figures_of(blocks: Iterable[Block], facts: Facts, taken_on: str) -> list[Figure]:
    """The numbers behind the article: those of its claims, and the other totals its text gives."""
    used = dict.fromkeys(name for one in blocks for text in (one.text.en, one.text.fr) for name in names_in(text))
    totals = {f"{TOTAL}{one.key}": _total(one, taken_on) for one in facts.figures}
    totals |= {
        name: Figure(name, f"{of.label} – {one.label}", one.count, facts.met_on, str(of.basis))
        for name, of, one in survey_answers(facts)
    }
    return figures(facts) + [totals[name] for name in used if name in totals]


def figures_of_all(facts: Facts, taken_on: str) -> list[Figure]:
    """Every number of the sheet."""
    return figures(facts) + [_total(one, taken_on) for one in facts.figures]


def counted_from(one: Fixed | Grouped) -> str:
    """What was counted, and in which records."""
    return _("%(definition)s Source: %(records)s", definition=one.definition, records=small(str(one.basis)))


def _total(one: Fixed, taken_on: str) -> Figure:
    return Figure(one.key, str(one.label), one.value, taken_on, counted_from(one), words_of(one))


def sources_of(blocks: Iterable[Block]) -> list[str]:
    """Where figures come from that are not on the fact sheet, each source once."""
    return list(dict.fromkeys(str(one.source) for one in blocks if one.source))
