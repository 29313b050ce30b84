"""Reads of co-chairs."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, union
from sqlalchemy.orm import contains_eager, joinedload

from assembly.agenda.difference import people_differ
from assembly.agenda.queries import draft, latest_rows, programme
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.models import (
    Announcement,
    Appearance,
    AppearanceState,
    Bilingual,
    Edition,
    Mandate,
    MandateRole,
    Person,
    Phase,
    Quote,
    QuoteReturn,
    Registration,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    RoleAnswer,
    Session,
    Speaker,
    SpeakerInvitation,
)
from assembly.speakers.facts import QuoteFacts
from assembly.values import grouped


def co_chairs(edition: Edition) -> list[Mandate]:
    """Those who held the co-chair on the edition's day, as they were then, by family name; nobody who has declined to
    be co-chair of that assembly."""
    return [mandate for mandate, answer in co_chair_answers(edition) if answer is not RoleAnswer.DECLINES]


def co_chair_answers(edition: Edition) -> list[tuple[Mandate, RoleAnswer | None]]:
    """Everybody who held the co-chair on the edition's day, by family name, with what they have answered to being
    co-chair of that assembly; None for nothing, or where a session asks them."""
    found = db.session.execute(_CO_CHAIRS, {"edition_id": edition.id, "day": edition.day})
    return sorted(((mandate, answer) for mandate, answer in found), key=lambda one: by_family_name(one[0].person))


def by_family_name(person: Person) -> tuple[str, str]:
    """The order of every list of speakers and co-chairs, blind to accents and case; the database has no such column."""
    return fold(person.family), person.name_key


_CO_CHAIRS = (
    select(Mandate, SpeakerInvitation.role_answer)
    .select_from(Mandate)
    .outerjoin(
        SpeakerInvitation,
        and_(
            SpeakerInvitation.person_id == Mandate.person_id,
            SpeakerInvitation.edition_id == bindparam("edition_id"),
        ),
    )
    .where(
        Mandate.role == MandateRole.CO_CHAIR,
        or_(Mandate.from_on.is_(None), Mandate.from_on <= bindparam("day")),
        or_(Mandate.to_on.is_(None), Mandate.to_on >= bindparam("day")),
    )
    .options(joinedload(Mandate.person), joinedload(Mandate.community))
    .order_by(Mandate.id)
)
"Built once, as each home page asks it."


def parts(edition: Edition) -> dict[int, list[Appearance]]:
    """Everybody in the sessions of the draft (by id), whatever they answered, in the order of the stage."""
    rows = db.session.scalars(
        select(Appearance)
        .join(Session)
        .where(_in_draft(edition))
        .options(joinedload(Appearance.person), joinedload(Appearance.mandate))
        .order_by(Appearance.position, Appearance.id)
    )
    return grouped((row.session_id, row) for row in rows)


def among_confirmed(people: dict[int, list[Appearance]]) -> dict[int, list[Appearance]]:
    """Those of `parts` who have said yes; a session without any is absent."""
    said_yes = {one: [row for row in rows if row.state is AppearanceState.CONFIRMED] for one, rows in people.items()}
    return {one: rows for one, rows in said_yes.items() if rows}


def confirmed(edition: Edition) -> dict[int, list[Appearance]]:
    """Who has said yes to which session (by id), in the order of the stage."""
    return among_confirmed(parts(edition))


def known_people(edition: Edition, text: str, *, and_guests: bool, most: int = 21) -> list[Person]:
    """Find who holds all these words in their name, blind to accents and case: speakers of any edition with or without
    a position, people in office or in some programme, and with `and_guests` those registered for this edition.

    A page shows one fewer, and says that there are more.
    """
    words = fold(text).split()
    if not words:
        return []
    on_stage = union(*(select(noun.person_id) for noun in (Mandate, Appearance, Speaker)))
    known = Person.in_public_office | Person.id.in_(on_stage)
    if and_guests:
        guests = select(Registration.person_id).where(Registration.edition_id == edition.id)
        known = known | Person.id.in_(guests)
    mine = select(Person).where(known, Person.merged_into_id.is_(None))
    for word in words:
        mine = mine.where(Person.name_key.contains(word, autoescape=True))
    return read_all(mine.order_by(Person.name_key, Person.id).limit(most))


def in_session(session: Session) -> list[Appearance]:
    """Everybody in one session, whatever they answered, in the order of the stage."""
    mine = select(Appearance).where(Appearance.session_id == session.id)
    loaded = mine.options(joinedload(Appearance.person), joinedload(Appearance.mandate))
    return read_all(loaded.order_by(Appearance.position, Appearance.id))


def _in_draft(edition: Edition) -> ColumnElement[bool]:
    return (Session.edition_id == edition.id) & Session.removed_at.is_(None)


def published_appearances(edition: Edition) -> dict[int, list[ReleasedAppearance]]:
    """Who appears in which session (by id), as last published."""
    return appearances_in(latest_rows(edition))


_APPEARANCES = (
    select(ReleasedAppearance)
    .where(ReleasedAppearance.session_id.in_(bindparam("ids", expanding=True)))
    .options(joinedload(ReleasedAppearance.person))
    .order_by(ReleasedAppearance.position, ReleasedAppearance.person_id)
)


def appearances_in(released: Iterable[ReleasedSession]) -> dict[int, list[ReleasedAppearance]]:
    """Who appears in which of these sessions (by id), as published with them."""
    latest = {row.session_id: row.release_id for row in released}
    rows = db.session.scalars(_APPEARANCES, {"ids": list(latest)})
    return grouped((row.session_id, row) for row in rows if latest[row.session_id] == row.release_id)


def appearances_by_release(edition: Edition) -> dict[int, dict[int, list[ReleasedAppearance]]]:
    """Who appeared in which session (by id) as each release (by id) said, in the order of the stage."""
    rows = db.session.scalars(
        select(ReleasedAppearance)
        .join(Release, Release.id == ReleasedAppearance.release_id)
        .where(Release.edition_id == edition.id)
        .order_by(ReleasedAppearance.position, ReleasedAppearance.person_id)
    )
    found: dict[int, dict[int, list[ReleasedAppearance]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.release_id][row.session_id].append(row)
    return found


def still_confirmed(edition: Edition, released: Iterable[ReleasedSession]) -> dict[int, list[ReleasedAppearance]]:
    """Those of `appearances_in` who say yes to the same part now, also where the session has left the draft."""
    said_yes = select(Appearance.session_id, Appearance.person_id, Appearance.role).join(Session)
    mine = Session.edition_id == edition.id, Appearance.state == AppearanceState.CONFIRMED
    now = {tuple(row) for row in db.session.execute(said_yes.where(*mine))}
    return {
        session_id: [one for one in rows if (session_id, one.person_id, one.role) in now]
        for session_id, rows in appearances_in(released).items()
    }


def changed_sessions(edition: Edition, rows: Iterable[ReleasedSession] | None = None) -> frozenset[int]:
    """The sessions (by id) whose confirmed people read otherwise than those last published; `rows` are its sessions as
    last published, where they are known already."""
    now, then = confirmed(edition), appearances_in(latest_rows(edition) if rows is None else rows)
    over = edition.phase is Phase.AFTER
    either = now.keys() | then.keys()
    return frozenset(one for one in either if people_differ(now.get(one, []), then.get(one, []), over=over))


def name_and_position(edition: Edition, person: Person) -> frozenset[tuple[int, str, str, str]]:
    """Which words a release would publish of somebody now, in each published session (by id) that stays public: until
    the assembly is over their name, and their position in both languages."""
    public = {row.session_id for row in programme(edition)}
    name = "" if edition.phase is Phase.AFTER else person.full_name
    mine = [one for one in parts_of(edition, person) if one.state is AppearanceState.CONFIRMED]
    shown = [one for one in mine if one.session_id in public and not one.session.hidden]
    functions = ((one.session_id, one.mandate.function if one.mandate else Bilingual()) for one in shown)
    return frozenset((session_id, name, function.en, function.fr) for session_id, function in functions)


def unconfirmed(edition: Edition) -> list[Appearance]:
    """Who has been asked to a session and has not answered, in the order of the programme."""
    return read_all(
        select(Appearance)
        .join(Session)
        .where(_in_draft(edition), Appearance.state == AppearanceState.INVITED)
        .options(joinedload(Appearance.person), joinedload(Appearance.mandate))
        .order_by(Session.starts_at, Appearance.position, Appearance.id)
    )


def open_parts(edition: Edition) -> list[Appearance]:
    """List who has said neither yes nor no, in the sessions of the draft that are not hidden, in their order."""
    people, shown = parts(edition), (one for one in draft(edition) if not one.hidden)
    return [part for session in shown for part in people.get(session.id, []) if part.state.is_open]


def speakers(edition: Edition) -> list[tuple[Person, list[ReleasedAppearance]]]:
    """Everybody in the published programme with what they do there, by family name."""
    found = grouped((row.person_id, row) for rows in published_appearances(edition).values() for row in rows)
    people = [(rows[0].person, rows) for rows in found.values()]
    return sorted(people, key=lambda one: by_family_name(one[0]))


def office_holder(edition: Edition, code: str) -> Person | None:
    """A speaker or co-chair of this edition by code; nobody else has a public page."""
    public = [person for person, _rows in speakers(edition)] + [mandate.person for mandate in co_chairs(edition)]
    return next((person for person in public if person.code == code), None)


def mandates_on(person: Person, edition: Edition) -> list[Mandate]:
    """What somebody was on the edition's day, as far as the dates are known."""
    return read_all(
        select(Mandate)
        .where(
            Mandate.person_id == person.id,
            or_(Mandate.from_on.is_(None), Mandate.from_on <= edition.day),
            or_(Mandate.to_on.is_(None), Mandate.to_on >= edition.day),
        )
        .order_by(Mandate.id)
    )


def parts_of(edition: Edition, person: Person) -> list[Appearance]:
    """What somebody does in the programme the organisers work on, unless they said no, in time."""
    return read_all(
        select(Appearance)
        .join(Session)
        .where(
            _in_draft(edition),
            Appearance.person_id == person.id,
            Appearance.state.not_in([one for one in AppearanceState if one.is_over]),
        )
        .options(contains_eager(Appearance.session).lazyload(Session.languages))
        .order_by(Session.starts_at, Appearance.id)
    )


def approved_quotes(edition: Edition, person: Person | None = None) -> list[Quote]:
    """The words that may be shown, of everybody or of one person, in the order of the report."""
    statement = select(Quote).where(Quote.edition_id == edition.id, Quote.approved_at.is_not(None))
    if person is not None:
        statement = statement.where(Quote.person_id == person.id)
    joined = statement.options(joinedload(Quote.person), joinedload(Quote.mandate))
    return read_all(joined.order_by(Quote.position, Quote.id))


def sent_back(quotes: Iterable[Quote]) -> dict[int, QuoteReturn]:
    """What a co-chair wrote last about each of these quotes (by id), while it still says what they sent back."""
    marks = {one.id: QuoteFacts.of(one).mark for one in quotes if one.approved_at is None}
    rows = db.session.scalars(select(QuoteReturn).where(QuoteReturn.quote_id.in_(marks)).order_by(QuoteReturn.id))
    return {one.quote_id: one for one in rows if one.mark == marks[one.quote_id]}


def announcements(edition: Edition) -> list[Announcement]:
    """What this assembly announced, in its own order."""
    mine = select(Announcement).where(Announcement.edition_id == edition.id)
    return read_all(mine.order_by(Announcement.position, Announcement.id))
