"""What people said about themselves: counted while their assembly is prepared, kept once when it has ended."""

from typing import NamedTuple

from sqlalchemy import exists, select

from assembly import clock
from assembly.extensions import db
from assembly.models import Edition, GroupTotal
from assembly.stats import counting
from assembly.transactions import locked

_EVERYBODY = ""
"Stands for all who gave an answer."


class Groups(NamedTuple):
    """How many gave each answer, and how many gave any where one may give several."""

    counts: dict[str, int]
    people: int | None = None


def counted(edition: Edition) -> dict[str, Groups]:
    """Count them as they are now, by the key of their statistic."""
    people, languages = counting.languages_wanted(edition)
    speakers, moderators = counting.forms_of_address(edition)
    return {
        "languages_wanted": Groups(languages, people),
        "speakers_by_form": Groups(speakers),
        "moderators_by_form": Groups(moderators),
    }


def kept(edition: Edition) -> dict[str, Groups]:
    """Return them as they were kept; nothing before."""
    mine = select(GroupTotal).where(GroupTotal.edition_id == edition.id)
    found: dict[str, dict[str, int]] = {}
    for row in db.session.scalars(mine.order_by(GroupTotal.statistic, GroupTotal.answer)):
        found.setdefault(row.statistic, {})[row.answer] = row.people
    return {key: Groups(counts, counts.pop(_EVERYBODY, None)) for key, counts in found.items()}


def not_kept() -> list[Edition]:
    """Return the editions that may have ended and of which nothing is kept."""
    there = exists().where(GroupTotal.edition_id == Edition.id)
    mine = select(Edition).where(Edition.is_announced, Edition.ends_at <= clock.now(), ~there)
    return [one for one in db.session.scalars(mine.order_by(Edition.id)) if one.is_over]


def keep(edition: Edition) -> None:
    """Count and keep them once the assembly has ended; as long as nobody has said anything there is nothing to keep."""
    db.session.scalars(locked(select(Edition).where(Edition.id == edition.id))).one()
    if not edition.is_over or kept(edition):
        return
    found = counted(edition)
    if not any(sum(groups.counts.values()) for groups in found.values()):
        return
    for key, groups in found.items():
        rows = groups.counts if groups.people is None else {**groups.counts, _EVERYBODY: groups.people}
        db.session.add_all(
            GroupTotal(edition_id=edition.id, statistic=key, answer=answer, people=count)
            for answer, count in rows.items()
        )
