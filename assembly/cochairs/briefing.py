"""What the briefing sheet of a session says, from the draft: for the office and the co-chairs, never for the public."""

from dataclasses import dataclass
from datetime import date

from assembly import clock
from assembly.cochairs import arrivals, queries
from assembly.i18n import _
from assembly.models import AppearanceState, Direction, Presence, Session
from assembly.speakers.facts import form_chosen
from assembly.speakers.queries import in_session


@dataclass(frozen=True, slots=True)
class Briefed:
    """One person in the order of the stage, in the language now spoken."""

    name: str
    function: str
    role: str
    presence: str
    answer: str
    pronunciation: str
    address_form: str
    biography: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """One session with its languages and its people; whoever said no is left out."""

    session: Session
    day: date
    languages: list[tuple[str, list[str]]]
    people: list[Briefed]


def briefing_of(session: Session) -> Briefing:
    """Read what the sheet of a session says. A biography whose person said no to being shown stays out of it."""
    edition = session.edition
    parts = [one for one in in_session(session) if not one.state.is_over]
    profiles = queries.profiles(edition, [one.person_id for one in parts])
    records = arrivals.door_records(edition, edition.day, {one.person.name_key for one in parts})
    people = []
    for one in parts:
        profile, record = profiles.get(one.person_id), records.get(one.person.name_key)
        is_shown = profile is not None and profile.agreed is not False
        people.append(
            Briefed(
                name=one.person.full_name,
                function=str(one.mandate.function) if one.mandate else "",
                role=one.role.label,
                presence="" if one.presence is Presence.IN_PERSON else one.presence.label,
                answer="" if one.state is AppearanceState.CONFIRMED else _("not confirmed"),
                pronunciation=profile.pronunciation if profile else "",
                address_form=(record.address_form if record else "") or form_chosen(one.person),
                biography=str(profile.biography) if profile and is_shown else "",
            )
        )
    labels = {
        Direction.SPOKEN: _("Languages spoken"),
        Direction.INTO: _("Interpretation"),
        Direction.SIGNED: _("Sign languages"),
        Direction.CAPTIONS: _("Caption languages"),
    }
    languages = [(label, session.in_direction(direction)) for direction, label in labels.items()]
    return Briefing(session, clock.local_day(session.starts_at, edition.zone), languages, people)
