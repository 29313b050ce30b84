"""One search over people, speakers, cities and sessions; the day itself; how the installation is."""

import shutil
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from assembly import clock, history
from assembly.agenda.queries import draft
from assembly.checkin.queries import arriving, doors
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.models import (
    Admission,
    Alias,
    ChainHead,
    Community,
    Door,
    DoorKind,
    Edition,
    Mail,
    MailState,
    Person,
    Presence,
    Registration,
    RoleAnswer,
    Session,
    State,
)
from assembly.people.queries.listing import PeoplePage, people
from assembly.security import Permission, may
from assembly.speakers.board import Listed, listed
from assembly.speakers.queries import co_chair_answers, published_appearances

_FEW = 10


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What fits the words, some of each kind."""

    people: PeoplePage
    speakers: list[Listed]
    communities: list[Community]
    sessions: list[Session]

    @property
    def nothing(self) -> bool:
        """Whether nothing fits."""
        return not (self.people.rows or self.speakers or self.communities or self.sessions)


def search(edition: Edition, text: str) -> SearchResults | None:
    """Whatever holds all these words, blind to accents and case; None for words of nothing.

    Hidden sessions are the organisers' alone.
    """
    words = fold(text).split()
    if not words:
        return None
    named = select(Alias.community_id)
    for word in words:
        named = named.where(Alias.folded.contains(word, autoescape=True))
    communities = read_all(select(Community).where(Community.id.in_(named)).order_by(Community.native_name).limit(_FEW))
    shown = [one for one in draft(edition) if not one.hidden or may(Permission.PUBLISH, edition)]
    sessions = [one for one in shown if all(word in fold(f"{one.title.en} {one.title.fr}") for word in words)]
    speakers = [one for one in listed(edition) if all(word in one.person.name_key for word in words)]
    return SearchResults(people(edition, text), speakers[:_FEW], list(communities), sessions[:_FEW])


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on stage: when they came in, or whether they are expected at all."""

    person: Person
    arrived_at: datetime | None
    is_registered: bool


@dataclass(frozen=True, slots=True)
class Day:
    """How the day stands: expected in the room, present, the entrances, and those on stage."""

    expected: int
    present: int
    doors: list[Door]
    guests: list[Guest]

    @property
    def missing(self) -> list[Guest]:
        """Those on stage who have not come in."""
        return [one for one in self.guests if one.arrived_at is None]


def the_day(edition: Edition) -> Day:
    """The local day of now, at the entrances."""
    return Day(
        expected=arriving.expected_in_room(edition),
        present=arriving.present(edition, clock.now()),
        doors=[one for one in doors(edition) if one.kind is DoorKind.ENTRANCE],
        guests=_on_stage(edition),
    )


def _on_stage(edition: Edition) -> list[Guest]:
    """Co-chairs who come, and those who speak in the room, by family name. A speaker named in the programme may have
    registered with an address we did not know, so people of this edition meet by their folded names."""
    rows = [one for several in published_appearances(edition).values() for one in several]
    people = {one.person.name_key: one.person for one in rows if one.presence is Presence.IN_PERSON}
    elsewhere = (RoleAnswer.REMOTE, RoleAnswer.DECLINES)
    chairs = [one.person for one, answer in co_chair_answers(edition) if answer not in elsewhere]
    people |= {one.name_key: one for one in chairs}
    found = db.session.execute(
        select(Person.name_key, func.min(Admission.first_at))
        .join(Registration, Registration.person_id == Person.id)
        .outerjoin(Admission, Admission.registration_id == Registration.id)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CONFIRMED,
            Person.name_key.in_(people),
        )
        .group_by(Person.name_key)
    ).all()
    arrived: dict[str, datetime | None] = dict(found)
    guests = [Guest(person, arrived.get(key), key in arrived) for key, person in people.items()]
    return sorted(guests, key=lambda one: fold(f"{one.person.family} {one.person.given}"))


LATEST_ENTRIES = 5_000
"As many entries of the history are checked while somebody waits for the page; the command checks all."


@dataclass(frozen=True, slots=True)
class System:
    """How the installation is: its version, its database, its history, its outbox, its disk (in bytes), its proxies."""

    version: str
    database: str
    entries: int
    checked: int
    broken: int | None
    mails: dict[MailState, int]
    free: int
    proxies: int


def system() -> System:
    """As it is now."""
    config = current_app.config["ASSEMBLY"]
    entries = db.session.scalars(select(ChainHead)).one().n
    mails = db.session.execute(select(Mail.state, func.count()).group_by(Mail.state).order_by(Mail.state)).all()
    return System(
        version=_version(),
        database={"sqlite": "SQLite", "postgresql": "PostgreSQL"}[db.engine.dialect.name],
        entries=entries,
        checked=min(entries, LATEST_ENTRIES),
        broken=history.first_broken_entry(latest=LATEST_ENTRIES),
        mails=dict(mails),
        free=shutil.disk_usage(config.data).free,
        proxies=config.proxies,
    )


def _version() -> str:
    with (Path(current_app.root_path) / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
