"""What somebody means who has typed a name, a place or a reference: which people, and the nearest first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from assembly.fold import compact, fold, reference
from assembly.models import Alias, Person, Registration

_CODE_LENGTH = 8


def holds_words(
    text: str, folded: InstrumentedAttribute[str], community_id: InstrumentedAttribute[Any]
) -> list[ColumnElement[bool]]:
    """Match rows with every word of a text: in their own folded words, or in any name of their city or region."""
    return [
        or_(
            folded.contains(word, autoescape=True),
            community_id.in_(select(Alias.community_id).where(Alias.folded.contains(word, autoescape=True))),
        )
        for word in fold(text).split()
    ]


def matching(text: str) -> list[ColumnElement[bool]]:
    """Match the registrations with these words, or of this reference or code however it was typed."""
    words = holds_words(text, Registration.folded, Registration.community_id)
    others = called(text)
    return [or_(and_(*words), *others)] if words and others else words


def nearness(text: str) -> ColumnElement[int]:
    """Rank registrations by a text: its reference, the whole name, a name that begins so, a word that begins so."""
    folded = fold(text)
    name_key = select(Person.name_key).where(Person.id == Registration.person_id).scalar_subquery()
    whole_words = f"{folded} "
    ranks: list[tuple[ColumnElement[bool], int]] = [
        (name_key == folded, 1),
        (or_(*(one.startswith(whole_words, autoescape=True) for one in (Registration.folded, name_key))), 2),
        (or_(*(one.startswith(folded, autoescape=True) for one in (Registration.folded, name_key))), 3),
        (Registration.folded.contains(f" {folded}", autoescape=True), 4),
    ]
    others = called(text)
    return case(*([(or_(*others), 0)] if others else []), *ranks, else_=5)


def matched_by(text: str, shown: str, names: Iterable[str]) -> str:
    """Give the first of these folded names that explains why a text met somebody of whom `shown`, folded, does not hold
    all its words; "" where it needs no explaining, or where none does. The phones say the same (`doorFold`)."""
    missing = [word for word in fold(text).split() if word not in shown]
    return next((name for name in names if all(word in name for word in missing)), "") if missing else ""


def called(text: str) -> list[ColumnElement[bool]]:
    """Match the registrations of this reference, and of this code."""
    typed, said = compact(text), reference(text)
    found = [Registration.spoken_ref == said] if said else []
    return [*found, Registration.code == typed] if len(typed) == _CODE_LENGTH else found
