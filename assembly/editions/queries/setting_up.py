"""What the list of what is missing looks at, each read once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import inspect, select

from assembly.accounts.queries import team
from assembly.editions.checklist import Facts
from assembly.editions.queries.editions import doors, practical, rooms
from assembly.extensions import db, read_all
from assembly.models import Edition, Entry, MailText, PlaceCount, Pool, Practical, Question
from assembly.models.bilingual import HasWords
from assembly.security import Permission, rights

_Words = TypeVar("_Words", bound=HasWords)


def facts_of(edition: Edition) -> Facts:
    """Everything that may be missing before an edition opens."""
    mine, copied_at = {"edition_id": edition.id}, _copied_at(edition)
    return Facts(
        edition=edition,
        rooms=rooms(edition),
        doors=doors(edition),
        counts=read_all(select(PlaceCount).filter_by(**mine).order_by(PlaceCount.mode)),
        pools=read_all(select(Pool).filter_by(**mine)),
        answers={one.topic: one.text for one in practical(edition)},
        questions=read_all(select(Question).filter_by(**mine).order_by(Question.position)),
        organisers=sum(Permission.MANAGE_TEAM in rights(one, edition) for one in team(edition)),
        copied_mails=len(_untouched_since(copied_at, edition, MailText)),
        copied_answers=len(_untouched_since(copied_at, edition, Practical)),
    )


def untouched_copies(edition: Edition, noun: type[_Words]) -> Sequence[_Words]:
    """Texts that came with the copy of another edition and that nobody has changed or read since."""
    return _untouched_since(_copied_at(edition), edition, noun)


def _copied_at(edition: Edition) -> datetime | None:
    return db.session.scalar(
        select(Entry.at).where(Entry.noun == "edition", Entry.edition_id == edition.id, Entry.verb == "copied")
    )


def _untouched_since(copied_at: datetime | None, edition: Edition, noun: type[_Words]) -> Sequence[_Words]:
    if copied_at is None:
        return []
    mine = select(noun).where(inspect(noun).columns["edition_id"] == edition.id)
    limit = copied_at.isoformat()
    return [row for row in db.session.scalars(mine) if all(at <= limit for at in _dates(row))]


def _dates(row: HasWords) -> list[str]:
    """When each of its words was last changed or confirmed: UTC in one format, so that they compare as text."""
    return [at for dates in row.words_changed.values() for at in dates.values()]
