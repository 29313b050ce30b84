"""What the buttons beside a block do, and French typography. Pure: blocks in, blocks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assembly.models import Bilingual
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.filling import names_in
from assembly.report.article.placeholders import ANNOUNCEMENT, SURVEY, survey_answers
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


def _links(facts: Facts) -> dict[str, str]:
    """Where a placeholder leads, by its name."""
    links = {f"{ANNOUNCEMENT}{position}": one.link for position, one in enumerate(facts.announcements, 1)}
    names = (*SURVEY, *(name for name, _question, _answer in survey_answers(facts)))
    return links | (dict.fromkeys(names, facts.survey.link) if facts.survey else {})


def typeset(title: Bilingual, blocks: Sequence[Block]) -> tuple[Bilingual, list[Block]]:
    """With the spaces and quotation marks of French in every French text."""
    return spaced(title), [replace(one, text=spaced(one.text), source=spaced(one.source)) for one in blocks]


def spaced(text: Bilingual) -> Bilingual:
    """With the spaces and quotation marks of French in its French."""
    return Bilingual(text.en, in_french(text.fr))
