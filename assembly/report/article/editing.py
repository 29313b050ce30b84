"""What the buttons beside a block do, and French typography. Pure: blocks in, blocks out."""

from collections.abc import Sequence
from dataclasses import replace

from assembly.i18n import LANGUAGES, in_each_language
from assembly.models import Bilingual
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.filling import names_in
from assembly.report.article.placeholders import ANNOUNCEMENT, SURVEY, counts, survey_answers
from assembly.report.article.template import sentences
from assembly.report.article.typography import in_french
from assembly.report.facts import Facts

MOST_BLOCKS = 80


def added(blocks: Sequence[Block], kind: Kind, ref: str, after: str) -> list[Block]:
    """One more, after the block of that code, at the end without it."""
    if len(blocks) >= MOST_BLOCKS:
        return list(blocks)
    highest = max((int(one.code[1:]) for one in blocks), default=0)
    position = next((at for at, one in enumerate(blocks, 1) if one.code == after), len(blocks))
    return [*blocks[:position], Block(f"b{highest + 1}", kind, ref=ref), *blocks[position:]]


def inserted(blocks: Sequence[Block], figure: str, into: str) -> list[Block]:
    """With the placeholder of a figure at the end of one text, in both languages."""
    sign = f"{{{figure}}}"
    return [
        replace(one, text=Bilingual(*(f"{text} {sign}".lstrip() for text in (one.text.en, one.text.fr))))
        if one.code == into and one.kind.has_text
        else one
        for one in blocks
    ]


def removed(blocks: Sequence[Block], code: str) -> list[Block]:
    """Without one."""
    return [one for one in blocks if one.code != code]


def moved(blocks: Sequence[Block], code: str, *, up: bool) -> list[Block]:
    """With one before the block above it, or after the one below."""
    found = list(blocks)
    at = next((position for position, one in enumerate(found) if one.code == code), None)
    if at is not None and 0 <= (to := at - 1 if up else at + 1) < len(found):
        found[at], found[to] = found[to], found[at]
    return found


def relinked(blocks: Sequence[Block], before: Facts, after: Facts) -> list[Block]:
    """With the links of what they say by placeholders, where those facts have others; a link an editor chose stays."""
    old, new = _links(before), _links(after)
    found = []
    for one in blocks:
        says = (name for name in names_in(one.text.en + one.text.fr) if old.get(name) == one.link)
        found.append(replace(one, link=new.get(next(says, ""), one.link)))
    return found


def with_new_quotes(blocks: Sequence[Block], before: Facts, after: Facts) -> list[Block]:
    """With everybody the facts quote and did not before, after the last quote: the first text has all of them."""
    there = {one.ref for one in blocks} | {one.person for one in before.quotes}
    found = list(blocks)
    for person in dict.fromkeys(one.person for one in after.quotes if one.person not in there):
        quotes = [one.code for one in found if one.kind is Kind.QUOTE] or [one.code for one in found[:1]]
        found = added(found, Kind.QUOTE, person, quotes[-1] if quotes else "")
    return found


def reworded(blocks: Sequence[Block], before: Facts, after: Facts) -> list[Block]:
    """With the words of the facts after them, since verbs and nouns follow their number.

    A sentence still as it was offered is drawn anew; a text of somebody's own is to be read.
    """
    old, new, was = _offered(before), _offered(after), counts(before)
    turned = {name for name, count in counts(after).items() if count and was.get(name) and 1 in {count, was[name]}}
    turned -= {name for name, count in counts(after).items() if count == was.get(name)}
    found = []
    for one in blocks:
        texts, is_unread = {}, one.is_unread
        for lang in LANGUAGES:
            own = texts[lang] = getattr(one.text, lang)
            for key, sentence in old[lang].items():
                if sentence in own and key in new[lang]:
                    texts[lang] = texts[lang].replace(sentence, new[lang][key])
                    own = own.replace(sentence, "")
            is_unread = is_unread or not turned.isdisjoint(names_in(own))
        found.append(replace(one, text=Bilingual(**texts), is_unread=is_unread and one.kind.has_text))
    return found


def _offered(facts: Facts) -> dict[str, dict[str, str]]:
    """The sentences of the first text as they are kept, by language and claim."""
    said = in_each_language(lambda: sentences(facts))
    return said | {"fr": {key: in_french(text) for key, text in said["fr"].items()}}


def read(blocks: Sequence[Block], code: str) -> list[Block]:
    """With one that somebody has read."""
    return [replace(one, is_unread=one.is_unread and one.code != code) for one in blocks]


def _links(facts: Facts) -> dict[str, str]:
    """Where a placeholder leads, by its name."""
    links = {f"{ANNOUNCEMENT}{position}": one.link for position, one in enumerate(facts.announcements, 1)}
    names = (*SURVEY, *(name for name, _question, _answer in survey_answers(facts)))
    return links | (dict.fromkeys(names, facts.survey.link) if facts.survey else {})


def typeset(title: Bilingual, blocks: Sequence[Block]) -> tuple[Bilingual, list[Block]]:
    """With the spaces and quotation marks of French in every French text."""
    return spaced(title), [replace(one, text=spaced(one.text), source=spaced(one.source)) for one in blocks]


def same_words(one: Bilingual, other: Bilingual) -> bool:
    """Whether two texts say the same, whatever their spaces: a form gives back plain ones for those of French."""
    return (one.en.split(), one.fr.split()) == (other.en.split(), other.fr.split())


def spaced(text: Bilingual) -> Bilingual:
    """With the spaces and quotation marks of French in its French."""
    return Bilingual(text.en, in_french(text.fr))
