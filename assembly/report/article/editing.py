"""What the buttons beside a block do, and French typography. Pure: blocks in, blocks out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assembly.models import Bilingual
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.typography import in_french

MOST_BLOCKS = 80


def added(blocks: Sequence[Block], kind: Kind, ref: str, after: str) -> list[Block]:
    """One more, after the block of that code, at the end without it."""
    if len(blocks) >= MOST_BLOCKS:
        return list(blocks)
    highest = max((int(one.code[1:]) for one in blocks), default=0)
    position = next((at for at, one in enumerate(blocks, 1) if one.code == after), len(blocks))
    return [*blocks[:position], Block(f"b{highest + 1}", kind, ref=ref), *blocks[position:]]


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


def typeset(title: Bilingual, blocks: Sequence[Block]) -> tuple[Bilingual, list[Block]]:
    """With the spaces and quotation marks of French in every French text."""
    return spaced(title), [replace(one, text=spaced(one.text), source=spaced(one.source)) for one in blocks]


def spaced(text: Bilingual) -> Bilingual:
    """With the spaces and quotation marks of French in its French."""
    return Bilingual(text.en, in_french(text.fr))
