"""One search over people, cities and sessions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from assembly.agenda.queries import draft
from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Alias, Community, Edition, Session
from assembly.registration.queries import PeoplePage, people

_FEW = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What fits the words, some of each kind."""

    people: PeoplePage
    communities: list[Community]
    sessions: list[Session]

    @property
    def nothing(self) -> bool:
        """Whether nothing fits."""
        return not (self.people.registrations or self.communities or self.sessions)


def search(edition: Edition, text: str) -> Found | None:
    """Whatever holds all these words, blind to accents and case; None for words of nothing."""
    words = fold(text).split()
    if not words:
        return None
    named = select(Alias.community_id)
    for word in words:
        named = named.where(Alias.folded.contains(word, autoescape=True))
    communities = db.session.scalars(
        select(Community).where(Community.id.in_(named)).order_by(Community.native_name).limit(_FEW)
    ).all()
    sessions = [one for one in draft(edition) if all(word in fold(f"{one.title.en} {one.title.fr}") for word in words)]
    return Found(people(edition, text, 1), list(communities), sessions[:_FEW])
