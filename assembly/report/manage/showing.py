"""What the page of the article shows beside what one types: filled texts, what can be added, what is wrong."""

from assembly.editions.queries.pictures import pictures
from assembly.i18n import LANGUAGES, _, in_each_language
from assembly.models import Edition
from assembly.report.article.blocks import Block, Kind
from assembly.report.article.checks import Problem
from assembly.report.article.filling import fill
from assembly.report.article.placeholders import placeholders
from assembly.report.facts import Facts
from assembly.values import grouped


def said_in_both(blocks: list[Block], fixed: Facts) -> dict[str, dict[str, str]]:
    """Each text with its figures, by block and language."""
    known = in_each_language(lambda: placeholders(fixed))
    return {one.code: {lang: fill(getattr(one.text, lang), known[lang]) for lang in LANGUAGES} for one in blocks}


def shown_by(blocks: list[Block], fixed: Facts, edition: Edition) -> dict[str, str]:
    """What a block without a text of its own shows, in a line."""
    names = {f"{kind}:{ref}": label for kind, ref, label in _references(edition, fixed)}
    for one in fixed.quotes:
        names[f"{Kind.QUOTE}:{one.person}"] += " " + _("“%(words)s”", words=one.words)
    return {one.code: names.get(f"{one.kind}:{one.ref}", "") for one in blocks if not one.kind.has_text}


def choices(edition: Edition, fixed: Facts) -> list[tuple[str, str]]:
    """What can be added: its kind with what it shows, and its label."""
    texts = [(kind.value, str(kind.label)) for kind in Kind if kind.has_text]
    return texts + [
        (f"{kind}:{ref}", f"{kind.label}{_(':')} {label}" if label else str(kind.label))
        for kind, ref, label in _references(edition, fixed)
    ]


def _references(edition: Edition, fixed: Facts) -> list[tuple[Kind, str, str]]:
    """What a block can show: quotes and key messages of the sheet, pictures of the library."""
    quoted = {one.person: one.name for one in fixed.quotes}
    return [
        *((Kind.QUOTE, person, name) for person, name in quoted.items()),
        *((Kind.PICTURE, one.code, str(one.alt) or one.code) for one in pictures(edition)),
        *((Kind.MESSAGES, one.session, str(one.title)) for one in fixed.key_messages),
        *([(Kind.RECORDINGS, "", "")] if fixed.recordings else []),
    ]


def names(blocks: list[Block]) -> dict[str, str]:
    """What each block is called on the page, by its code."""
    return {one.code: f"{position}. {one.kind.label}" for position, one in enumerate(blocks, 1)}


def by_block(found: list[Problem]) -> dict[str, list[Problem]]:
    """What is wrong with each block, by its code; of the whole article under no code."""
    return grouped((one.block, one) for one in found)
