"""What is to be put right before an article is published. Pure: a block and the facts in, sentences out."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assembly.formats import language
from assembly.i18n import LANGUAGES, _, in_each_language
from assembly.models import Bilingual, LinkFinding
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.filling import faults_of, names_in, without_placeholders
from assembly.report.article.placeholders import Placeholder, placeholders
from assembly.report.facts import Facts, Said

_NUMBER = re.compile(r"\d+(?:[\u00a0\u202f ,.]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and in which block, by its code, in `title` or `erratum`; advice keeps nobody from publishing."""

    block: str
    text: str
    is_advice: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """The pictures of an edition: which there are, and what each lacks, in sentences."""

    codes: Collection[str]
    faults: Mapping[str, list[str]]


def problems(
    title: Bilingual,
    erratum: Bilingual,
    blocks: Sequence[Block],
    facts: Facts,
    approved: Collection[Said],
    library: Library,
    links: Mapping[str, str],
) -> list[Problem]:
    """List what is wrong, in the order of the article; `approved` are the quotes as they are approved now."""
    known = in_each_language(lambda: placeholders(facts))
    found = [
        *(Problem("title", text) for text in _of_title(title)),
        *(Problem("", text) for text in _of_whole(blocks, facts, approved)),
    ]
    for block in blocks:
        if block.kind.has_text:
            found += [Problem(block.code, text) for text in _of_text(block, known)]
        elif block.kind is Kind.QUOTE:
            found += [Problem(block.code, text) for text in _of_quote(block, facts, approved)]
        elif block.kind is Kind.PICTURE:
            gone = (
                [] if block.ref in library.codes else [_("This picture has been deleted. Remove it or choose another.")]
            )
            found += [Problem(block.code, text) for text in (*gone, *library.faults.get(block.ref, ()))]
        found += [Problem(block.code, text, is_advice=True) for text in _of_link(block, links)]
    return found + [Problem("erratum", text) for text in _of_erratum(erratum)]


def _of_title(title: Bilingual) -> Iterator[str]:
    if title.missing():
        yield _("Enter the headline in both languages.")
    elif _differ(title):
        yield _("The numbers in the headline are not the same in both languages.")
    if _has_braces(title):
        yield _("Figures in braces are filled in only in the text. Remove the braces from the headline.")


def _of_erratum(erratum: Bilingual) -> Iterator[str]:
    if erratum and erratum.missing():
        yield _("Say in both languages what this version corrects.")
    elif _differ(erratum):
        yield _("The numbers in the correction are not the same in both languages.")
    if _has_braces(erratum):
        yield _("Figures in braces are filled in only in the text. Remove the braces from the correction.")


def _has_braces(text: Bilingual) -> bool:
    return not {"{", "}"}.isdisjoint(text.en + text.fr)


def _of_whole(blocks: Sequence[Block], facts: Facts, approved: Collection[Said]) -> Iterator[str]:
    if not blocks:
        yield _("The article is empty. Add a block.")
    shown = {one.ref for one in blocks if one.kind is Kind.QUOTE}
    if any(one not in approved for one in facts.quotes if one.person not in shown):
        yield _(
            "A quote that the article does not show has been changed, or its approval withdrawn. Replace the quotes"
            " with the current ones."
        )


def _of_text(block: Block, known: Mapping[str, Mapping[str, Placeholder]]) -> Iterator[str]:
    if block.text.missing():
        yield _("Write this text in both languages.")
    faults = {lang: list(faults_of(getattr(block.text, lang), known[lang])) for lang in LANGUAGES}
    for fault in dict.fromkeys(one for lang in LANGUAGES for one in faults[lang]):
        where = [lang for lang in LANGUAGES if fault in faults[lang]]
        if len(where) == 1:
            fault = _("Text in %(language)s: %(fault)s", language=language(where[0]), fault=fault)
        yield fault
    if block.is_unread:
        yield _(
            "A figure in this text has changed from 1 to a larger number, or the other way round. Read the text in both"
            " languages: correct the words around the figure, or confirm that they are right."
        )
    if block.text.missing():
        return
    figures = [Counter(names_in(text)) for text in (block.text.en, block.text.fr)]
    if figures[0] != figures[1]:
        names = sorted(set((figures[0] - figures[1]) + (figures[1] - figures[0])))
        listed = ", ".join(f"{{{name}}}" for name in names)
        yield _("These figures are not the same in both languages: %(names)s.", names=listed)
    if _differ(block.text):
        yield _("The numbers you typed are not the same in both languages.")
    numbers = [_numbers(text) for text in (block.text.en, block.text.fr)]
    if any(numbers) and block.source.missing():
        typed = ", ".join(dict.fromkeys((*numbers[0], *numbers[1])))
        yield _(
            "Numbers without a source: %(numbers)s. Say in both languages where they come from, or use a figure of the"
            " fact sheet.",
            numbers=typed,
        )
    elif block.source and block.source.missing():
        yield _("Give the source in both languages.")


def _differ(text: Bilingual) -> bool:
    """Whether its languages give other numbers."""
    return Counter(_numbers(text.en)) != Counter(_numbers(text.fr))


def _numbers(text: str) -> list[str]:
    """Numbers somebody typed, however their thousands are grouped; a year is none."""
    found = _NUMBER.findall(without_placeholders(text))
    return [re.sub(r"\D", "", one) for one in found if not _YEAR.fullmatch(one)]


def _of_quote(block: Block, facts: Facts, approved: Collection[Said]) -> Iterator[str]:
    mine = [one for one in facts.quotes if one.person == block.ref]
    if not mine:
        yield _("The fact sheet has no approved quote from this person.")
    elif any(one not in approved for one in mine):
        yield _(
            "This quote has been changed, or its approval withdrawn. Replace the quotes with the current ones, or"
            " remove this one."
        )


def _of_link(block: Block, links: Mapping[str, str]) -> Iterator[str]:
    if not block.link:
        return
    found = links.get(block.link)
    if found is None:
        yield _("The link has not been checked yet.")
    elif LinkFinding(found).is_broken:
        yield _("The link does not work: %(finding)s", finding=LinkFinding(found).label)
