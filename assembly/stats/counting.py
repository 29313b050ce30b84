"""The queries behind the statistics, each a small number of statements whatever the size of an edition.

`definitions.py` names them. None is returned where something was not measured.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from assembly import clock
from assembly.agenda.queries import programme
from assembly.extensions import db
from assembly.models import (
    NO_COMMUNITY,
    Admission,
    AppearanceRole,
    Community,
    Door,
    DoorKind,
    Edition,
    Invitation,
    Mode,
    Move,
    NeedTotal,
    Office,
    OnlineAttendance,
    ParticipationCount,
    Person,
    Recording,
    Registration,
    Session,
    SignatureKind,
    SignUp,
    Skill,
    SkillKind,
    State,
    StateCount,
    StreamDay,
    ViewCount,
)
from assembly.signatures.queries import joined_before, joined_on_day, signed_between
from assembly.speakers.queries import appearances_in
from assembly.stats.kept_counts import ACTIVE, COUNTED

WALK_IN = "walk_in"
UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Who of the participants came: those expected in person, how many of them came, walk-ins, and by their office."""

    expected: int
    came: int
    walk_ins: int
    ranks: dict[Office, int]


def invited(edition: Edition) -> int | None:
    """Count those who have been sent an invitation or have answered one; None where nobody is invited."""
    mine = select(func.count(), func.count().filter(_was_invited())).where(Invitation.edition_id == edition.id)
    written, count = db.session.execute(mine).one()
    return count if written else None


def _was_invited() -> ColumnElement[bool]:
    asked = or_(Invitation.sent_at.is_not(None), Invitation.reply.is_not(None))
    return and_(Invitation.withdrawn_at.is_(None), asked)


def waiting(edition: Edition) -> int:
    """Count those on the waiting list, as the database keeps it."""
    mine = StateCount.edition_id == edition.id, StateCount.state == State.WAITING
    return db.session.scalar(select(StateCount.people).where(*mine)) or 0


def withdrawn(edition: Edition) -> tuple[int, int]:
    """Count those who cancelled by the time registration closed for their way of taking part, and after it."""
    deadlines = {one.mode: one.closes_at for one in edition.places if one.has_hours}
    successor = aliased(Registration)
    passed_on = exists().where(successor.succeeds_id == Registration.id)
    cancelled = (
        select(Registration.mode, func.max(Move.at).label("at"))
        .join(Move, and_(Move.registration_id == Registration.id, Move.to_state == State.CANCELLED))
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CANCELLED,
            Registration.category.in_(COUNTED),
            Registration.merged_into_id.is_(None),
            ~passed_on,
        )
        .group_by(Registration.id, Registration.mode)
        .subquery()
    )
    late = [and_(cancelled.c.mode == mode, cancelled.c.at > at) for mode, at in deadlines.items()]
    found = select(func.count(), func.count().filter(or_(*late)) if late else literal(0)).select_from(cancelled)
    everybody, after = db.session.execute(found).one()
    return everybody - after, after


def arrivals(edition: Edition) -> Arrivals:
    """Look at each participant once: whether they were expected in person, whether they came, and in which office."""
    entrance = Admission.checkpoint == DoorKind.ENTRANCE.value
    came = exists().where(Admission.registration_id == Registration.id, entrance)
    is_expected = and_(Registration.state == State.CONFIRMED, Registration.mode == Mode.ON_SITE)
    facts = Registration.office, Registration.origin == WALK_IN, is_expected, came
    rows = db.session.execute(
        select(*facts, func.count())
        .where(Registration.edition_id == edition.id, Registration.category.in_(COUNTED))
        .group_by(*facts)
    ).all()
    ranks: Counter[Office] = Counter()
    for office, _walk_in, _expected, there, count in rows:
        ranks[office] += count if there else 0
    return Arrivals(
        expected=sum(count for _office, walk_in, expected, _there, count in rows if expected and not walk_in),
        came=sum(count for _office, walk_in, expected, there, count in rows if expected and there and not walk_in),
        walk_ins=sum(count for _office, walk_in, _expected, there, count in rows if there and walk_in),
        ranks={office: ranks[office] for office in Office},
    )


def slots(edition: Edition) -> dict[tuple[date, str], int]:
    """Count admissions at the entrances by day and the five minutes (`08:05`) in which they took place."""
    found = (
        select(Admission.day, Admission.slot5, func.count())
        .join(Door, Door.id == Admission.door_id)
        .where(Door.edition_id == edition.id, Admission.checkpoint == DoorKind.ENTRANCE.value)
        .group_by(Admission.day, Admission.slot5)
        .order_by(Admission.day, Admission.slot5)
    )
    return {(day, slot): count for day, slot, count in db.session.execute(found)}


def online(edition: Edition) -> int | None:
    """Count those who opened the stream with their link; None where nobody opened one.

    Once their rows are deleted a number for each day is left: the largest, since most come back.
    """
    here = select(Registration.id).where(Registration.edition_id == edition.id)
    people = func.count(OnlineAttendance.registration_id.distinct())
    found = db.session.scalar(select(people).where(OnlineAttendance.registration_id.in_(here))) or 0
    kept = db.session.scalar(select(func.max(StreamDay.with_link)).where(StreamDay.edition_id == edition.id))
    return max(found, kept or 0) or None


def by_country(edition: Edition) -> dict[str, tuple[int, int]]:
    """Count those registered and those who came by country (ISO, empty for those of no city or region)."""
    iso = func.coalesce(Community.country, "")
    found = (
        select(iso, func.sum(ParticipationCount.registered), func.sum(ParticipationCount.admitted))
        .outerjoin(Community, Community.id == ParticipationCount.community_id)
        .where(ParticipationCount.edition_id == edition.id)
        .group_by(iso)
    )
    return {country: (registered, came) for country, registered, came in db.session.execute(found)}


def sign_ups(edition: Edition) -> dict[int, int]:
    """Count the seats taken in each session (by id); nothing where no session can be chosen."""
    found = (
        select(SignUp.session_id, func.count())
        .join(Session, Session.id == SignUp.session_id)
        .where(Session.edition_id == edition.id, SignUp.state == State.CONFIRMED)
        .group_by(SignUp.session_id)
    )
    return dict(db.session.execute(found).all())


def session_attendance(edition: Edition) -> dict[int, int]:
    """Count the participants admitted at the doors of each session (by id); nothing where no door counted anybody."""
    found = (
        select(Door.session_id, func.count(Admission.registration_id.distinct()))
        .join(Admission, Admission.door_id == Door.id)
        .join(Registration, Registration.id == Admission.registration_id)
        .where(Door.edition_id == edition.id, Door.session_id.is_not(None), Registration.category.in_(COUNTED))
        .group_by(Door.session_id)
    )
    return {session_id: count for session_id, count in db.session.execute(found) if session_id}


def languages_offered(edition: Edition) -> dict[str, int]:
    """Count the sessions of the programme in which one hears a language, the most frequent first."""
    counts = Counter(lang for row in programme(edition) for lang in {*row.spoken, *row.into})
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def recordings_watched(edition: Edition) -> dict[str, int]:
    """Count how often recordings were started in each language, the most frequent first."""
    total = func.sum(ViewCount.count)
    started = select(ViewCount.lang, total).join(Recording, Recording.id == ViewCount.recording_id)
    rows = started.where(Recording.edition_id == edition.id).group_by(ViewCount.lang)
    return {lang: int(count) for lang, count in db.session.execute(rows.order_by(total.desc(), ViewCount.lang))}


def languages_wanted(edition: Edition) -> tuple[int, dict[str, int]]:
    """Count those who said what they understand, and for each language those who understand it."""
    those = (
        Registration.edition_id == edition.id,
        Registration.category.in_(COUNTED),
        Registration.state.in_(ACTIVE),
    )
    said = Skill.registration_id == Registration.id, Skill.kind == SkillKind.UNDERSTANDS
    skills = select(Skill.lang, func.count()).join(Registration, said[0]).where(*those, said[1])
    rows = db.session.execute(skills.group_by(Skill.lang).order_by(Skill.lang)).all()
    people = select(func.count()).select_from(Registration).where(*those, exists().where(*said))
    return (db.session.scalar(people) or 0) if rows else 0, dict(rows)


def forms_of_address(edition: Edition) -> tuple[dict[str, int], dict[str, int]]:
    """Count the people of the programme by the grammatical form they gave: speakers, and those who only moderate."""
    roles: dict[int, set[AppearanceRole]] = {}
    for rows in appearances_in(programme(edition)).values():
        for row in rows:
            roles.setdefault(row.person_id, set()).add(row.role)
    said = select(Person.id, Person.grammatical_form).where(Person.id.in_(roles))
    forms = dict(db.session.execute(said).all())
    speakers, moderators = (dict.fromkeys(("f", "m", UNSAID), 0) for _group in range(2))
    for person, theirs in roles.items():
        group = moderators if theirs == {AppearanceRole.MODERATOR} else speakers
        group[forms.get(person) or UNSAID] += 1
    return speakers, moderators


def needs(edition: Edition) -> dict[str, int]:
    """Count each need as it was kept when the needs were deleted; nothing before."""
    rows = db.session.scalars(select(NeedTotal).where(NeedTotal.edition_id == edition.id).order_by(NeedTotal.kind))
    return {row.kind.value: row.count for row in rows}


def signed(edition: Edition) -> tuple[int, int, int | None]:
    """Count who signed in the days before, at the assembly, and since; None since an assembly that is not over."""
    last, today = clock.local_day(edition.ends_at, edition.zone), clock.today(edition.zone)
    since = len(signed_between(last + timedelta(days=1), today, SignatureKind.SIGN)) if edition.is_over else None
    return len(joined_before(edition)), len(joined_on_day(edition)), since


def compared(editions: list[Edition]) -> dict[int, dict[str, int | None]]:
    """Read what is compared between editions (`definitions.COMPARED`) for all of them at once, by id."""
    came = ParticipationCount.admitted > 0
    found = (
        select(
            ParticipationCount.edition_id,
            func.sum(ParticipationCount.registered),
            func.sum(ParticipationCount.admitted),
            func.count().filter(came, ParticipationCount.community_id != NO_COMMUNITY),
            func.count(Community.country.distinct()).filter(came),
        )
        .outerjoin(Community, Community.id == ParticipationCount.community_id)
        .where(ParticipationCount.edition_id.in_([one.id for one in editions]))
        .group_by(ParticipationCount.edition_id)
    )
    rows = {edition: numbers for edition, *numbers in db.session.execute(found)}
    return {one.id: _compared(one, *rows.get(one.id, (0, 0, 0, 0))) for one in editions}


def _compared(edition: Edition, registered: int, came: int, places: int, countries: int) -> dict[str, int | None]:
    return {
        "registered": registered or None,
        "attended": came or None,
        "communities_attended": places or None,
        "countries_attended": countries or None,
        "signed_during": len(joined_on_day(edition)) if edition.is_over and (registered or came) else None,
    }
