"""The card of one day: what runs and comes next, who is missing, what to say. A fixed number of statements."""

from dataclasses import dataclass, field
from datetime import date, datetime

from assembly import clock
from assembly.agenda.queries import now_and_next, programme
from assembly.cochairs import arrivals, queries
from assembly.cochairs.arrivals import DoorRecord, RoomCount
from assembly.cochairs.queries import Called
from assembly.formats import number
from assembly.i18n import _, _n, speaking
from assembly.models import (
    Bilingual,
    Edition,
    Mandate,
    Person,
    Presence,
    ReleasedSession,
    RoleAnswer,
    SessionKind,
    Speaker,
)
from assembly.speakers import queries as speakers
from assembly.speakers.facts import form_chosen


@dataclass(frozen=True, slots=True)
class OnStage:
    """Somebody of the day: how their name is said, how to address them, and when they came in."""

    person: Person
    mandate: Mandate | None
    pronunciation: str
    record: DoorRecord | None
    "None where nobody of that name has a confirmed registration."

    @property
    def function(self) -> Bilingual:
        """The office in which they speak, if it is known."""
        return self.mandate.function if self.mandate else Bilingual()

    @property
    def arrived_at(self) -> datetime | None:
        """When they came in by an entrance on that day."""
        return self.record.arrived_at if self.record else None

    @property
    def address_form(self) -> str:
        """How to address them, in their own words; empty where they did not say."""
        return self.record.address_form if self.record else ""

    @property
    def grammatical_form(self) -> str:
        """`in French: feminine forms`, where they have no words of their own; empty where they did not say."""
        form = "" if self.address_form else form_chosen(self.person)
        return _("in French: %(forms)s", forms=form.lower()) if form else ""


@dataclass(frozen=True, slots=True)
class PersonOnStage:
    """What somebody does in one session, and in which way they are there."""

    who: OnStage
    role: str
    presence: Presence


@dataclass(frozen=True, slots=True)
class Item:
    """One published session of the day with those who have said yes to it."""

    row: ReleasedSession
    parts: list[PersonOnStage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody expected in the room who has not come in, and the session they are expected in first, if any."""

    who: OnStage
    item: Item | None


@dataclass(frozen=True, slots=True)
class Card:
    """The day of an edition as it is at one instant."""

    edition: Edition
    day: date
    at: datetime
    items: list[Item]
    co_chairs: list[OnStage]
    remote: frozenset[int]
    "The co-chairs, as people by id, who have answered that they take part remotely."
    count: RoomCount | None
    "None: no entrance is open, so nothing is measured."
    ceremony: list[Called]

    @property
    def now_and_next(self) -> list[Item]:
        """What runs now, and what comes after it."""
        by_session = {one.row.session_id: one for one in self.items}
        return [by_session[row.session_id] for row in now_and_next([one.row for one in self.items], self.at)]

    @property
    def missing(self) -> list[Missing]:
        """Those expected in the room today in a session that has not ended, and co-chairs, who have not come in."""
        found: dict[str, Missing] = {}
        for item in self.items:
            for part in item.parts if item.row.ends_at > self.at else ():
                if part.presence is Presence.IN_PERSON and part.who.arrived_at is None:
                    found.setdefault(part.who.person.name_key, Missing(part.who, item))
        for one in self.co_chairs:
            if one.arrived_at is None and not self._is_elsewhere(one):
                found.setdefault(one.person.name_key, Missing(one, None))
        return list(found.values())

    def _is_elsewhere(self, who: OnStage) -> bool:
        """Whether somebody takes part today, but never in the room."""
        ways = {part.presence for item in self.items for part in item.parts if part.who.person == who.person}
        ways |= {Presence.REMOTE} if who.person.id in self.remote else set()
        return bool(ways) and Presence.IN_PERSON not in ways

    @property
    def family_pictures(self) -> list[Item]:
        """When the family picture is taken."""
        return [one for one in self.items if one.row.kind is SessionKind.FAMILY_PICTURE]

    @property
    def sentences(self) -> dict[str, str]:
        """One ready sentence with the figures, by language; empty while nothing is measured or nobody is in."""
        if self.count is None or not self.count.participants:
            return {}
        return {lang: sentence(self.count, lang) for lang in ("en", "fr")}


def card_of(edition: Edition, day: date, at: datetime) -> Card:
    """Read the card of one local day: published sessions that take place, and whoever says yes to them by now."""
    rows = [one for one in programme(edition) if clock.local_day(one.starts_at, edition.zone) == day]
    parts, answers = speakers.confirmed(edition) if rows else {}, speakers.co_chair_answers(edition)
    chairs = [one for one, answer in answers if answer is not RoleAnswer.DECLINES]
    people = {one.person_id: one.person for row in rows for one in parts.get(row.session_id, [])}
    people |= {one.person_id: one.person for one in chairs}
    records = arrivals.door_records(edition, day, {one.name_key for one in people.values()}) if people else {}
    said = queries.profiles(edition, people)

    def on_stage(person: Person, mandate: Mandate | None) -> OnStage:
        profile: Speaker | None = said.get(person.id)
        return OnStage(person, mandate, profile.pronunciation if profile else "", records.get(person.name_key))

    items = [
        Item(
            row,
            [
                PersonOnStage(on_stage(one.person, one.mandate), one.role.label, one.presence)
                for one in parts.get(row.session_id, [])
            ],
        )
        for row in rows
    ]
    is_today = clock.local_day(at, edition.zone) == day
    return Card(
        edition,
        day,
        at,
        items,
        [on_stage(one.person, one) for one in chairs],
        frozenset(one.person_id for one, answer in answers if answer is RoleAnswer.REMOTE),
        arrivals.room_count(edition, day) if is_today and arrivals.is_measured(edition, at) else None,
        queries.ceremony(edition, day, at),
    )


def sentence(count: RoomCount, lang: str) -> str:
    """Say the figures in one sentence one can read out."""
    with speaking(lang):
        num = number(count.participants)
        if not count.countries:
            return _n(
                "Today we have welcomed %(num)s participant.",
                "Today we have welcomed %(num)s participants.",
                count.participants,
                num=num,
            )
        countries = _n("%(num)s country", "%(num)s countries", count.countries)
        return _n(
            "Today we have welcomed %(num)s participant from %(countries)s.",
            "Today we have welcomed %(num)s participants from %(countries)s.",
            count.participants,
            num=num,
            countries=countries,
        )
