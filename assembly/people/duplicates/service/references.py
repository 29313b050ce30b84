"""What refers to a person or to a registration follows when two are made one.

As in the directory, references are found in the tables themselves: a table that comes later needs a rule in `RULES`,
and a test fails until it has one.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, and_, case, delete, exists, or_, select, update

from assembly import clock
from assembly.communities.service.merging import move, references, table_of, unique_with
from assembly.extensions import db, read_all
from assembly.models import (
    Admission,
    Appearance,
    AppearanceState,
    Consent,
    Invitation,
    Need,
    OnlineAttendance,
    Person,
    Registration,
    SignUp,
    State,
    Subscription,
    TwoPeople,
)
from assembly.people.duplicates.service.speaker_references import one_profile, one_speaker_invitation
from assembly.sealed import new_code, new_token, seal, unseal

_STATES = [state for state in State if state.is_active]
Rule = Callable[[Column[Any], int, int], object]


def follow(noun: type[Person] | type[Registration], kept: int, gone: int) -> None:
    """Every column that refers to the one, by its rule; without one it is moved, or refuses where one may stand."""
    db.session.flush()
    for column in references(table_of(noun)):
        RULES[noun].get(f"{column.table.name}.{column.name}", move)(column, kept, gone)
    db.session.flush()
    db.session.expire_all()


def _leave(column: Column[Any], kept: int, gone: int) -> None:
    """A fact of its own time: it stays with whom it was about, who leads to the other."""


def _unless_there(column: Column[Any], kept: int, gone: int) -> None:
    """Moved where the other has none of it; what both have is there once."""
    table = column.table
    for together in unique_with(column):
        twin = table.alias()
        same = [table.c[name] == twin.c[name] for name in together]
        there = exists().where(twin.c[column.name] == kept, *same)
        db.session.execute(delete(table).where(column == gone, there))
    move(column, kept, gone)


def _registrations(column: Column[Any], kept: int, gone: int) -> None:
    """All of them, but for those at editions where both are registered: there nothing changes."""
    table, twin = column.table, column.table.alias()
    both = exists().where(twin.c.person_id == kept, twin.c.edition_id == table.c.edition_id, twin.c.state.in_(_STATES))
    movable = and_(column == gone, or_(table.c.state.not_in(_STATES), ~both))
    db.session.execute(update(table).where(movable).values(person_id=kept, version=table.c.version + 1))


def _one_appearance(column: Column[Any], kept: int, gone: int) -> None:
    """Of the same part in a session once, confirmed if either was."""
    rows = read_all(select(Appearance).where(Appearance.person_id.in_([kept, gone])))
    mine = {(one.session_id, one.role): one for one in rows if one.person_id == kept}
    for one in rows:
        twin = mine.get((one.session_id, one.role))
        if one.person_id == gone and twin is not None and one.state is AppearanceState.CONFIRMED:
            if twin.state is not AppearanceState.CONFIRMED:
                twin.presence = one.presence
            twin.state = AppearanceState.CONFIRMED
    db.session.flush()
    _unless_there(column, kept, gone)


def _one_invitation(column: Column[Any], kept: int, gone: int) -> None:
    """Where both were invited one invitation has the answer, the open one if it is the only one; the other is
    withdrawn, and what it led to is what the first led to."""
    rows = read_all(select(Invitation).where(Invitation.person_id.in_([kept, gone])))
    mine = {one.edition_id: one for one in rows if one.person_id == kept}
    for one in rows:
        twin = mine.get(one.edition_id)
        if one.person_id != gone:
            continue
        if twin is None:
            one.person_id = kept
            continue
        if twin.withdrawn_at is not None and one.withdrawn_at is None:
            _exchange(one, twin)
        if twin.reply is None and one.reply is not None:
            twin.reply, twin.replied_at = one.reply, one.replied_at
        twin.registration_id = twin.registration_id or one.registration_id
        one.withdrawn_at = one.withdrawn_at or clock.now()
        made = update(Registration).where(Registration.invitation_id == one.id)
        db.session.execute(made.values(invitation_id=twin.id))
    db.session.flush()


def _exchange(one: Invitation, other: Invitation) -> None:
    """The two people have each other's invitation, with its link, its dates and its answer; of each one there is one at
    an edition, so that the rows stay and what they say changes places."""
    names = [each.key for each in Invitation.__mapper__.column_attrs if each.key not in _OF_THE_ROW]
    of_one, of_other = ({name: getattr(each, name) for name in names} for each in (one, other))
    nobodys = new_token()
    steps = (one, of_one | {"code": new_code(), "token_hash": nobodys.hash}), (other, of_one), (one, of_other)
    for row, facts in steps:  # codes and tokens are there once, also in between
        for name, value in facts.items():
            setattr(row, name, value)
        db.session.flush()
    made_by = {one.id: other.id, other.id: one.id}
    made = update(Registration).where(Registration.invitation_id.in_(made_by))
    db.session.execute(made.values(invitation_id=case(made_by, value=Registration.invitation_id)))


_OF_THE_ROW = ("id", "edition_id", "person_id", "version")


def _news(column: Column[Any], kept: int, gone: int) -> None:
    """Whoever left the news has left them; links in earlier mails go on working."""
    mine, theirs = db.session.get(Subscription, kept), db.session.get(Subscription, gone)
    if mine is None:
        move(column, kept, gone)
    elif theirs is not None and theirs.ended_at is not None:
        mine.ended_at = mine.ended_at or theirs.ended_at
    db.session.flush()


def _two_people(column: Column[Any], kept: int, gone: int) -> None:
    """Who is not the one is not the other either; these two are one after all."""
    rows = read_all(select(TwoPeople).where(or_(TwoPeople.one_id == gone, TwoPeople.other_id == gone)))
    for row in rows:
        other = row.other_id if row.one_id == gone else row.one_id
        ids = min(kept, other), max(kept, other)
        if other != kept and db.session.get(TwoPeople, ids) is None:
            db.session.add(TwoPeople(one_id=ids[0], other_id=ids[1], by=row.by, at=row.at))
        db.session.delete(row)
        db.session.flush()


def _consents(column: Column[Any], kept: int, gone: int) -> None:
    """Of two answers the “no” stands, else the first: nobody is shown who ever said no. The other is kept as ended."""
    rows = db.session.scalars(
        select(Consent)
        .where(Consent.registration_id.in_([kept, gone]), Consent.ended_at.is_(None))
        .order_by(Consent.said_yes, Consent.at, Consent.id)
    )
    seen = set()
    for one in rows:
        if one.kind in seen:
            one.ended_at = clock.now()
        seen.add(one.kind)
    db.session.flush()
    db.session.execute(update(column.table).where(column == gone).values(registration_id=kept))


def _needs(column: Column[Any], kept: int, gone: int) -> None:
    """What either needs, deleted on the earlier day. The person's own word among it makes all of it theirs: an office,
    which sees what it reported, must not come to see what they said themselves."""
    mine, theirs = db.session.get(Need, kept), db.session.get(Need, gone)
    if mine is None or theirs is None:
        move(column, kept, gone)
        return
    one, other = json.loads(unseal(mine.sealed)), json.loads(unseal(theirs.sealed))
    kinds = list(dict.fromkeys([*one["kinds"], *other["kinds"]]))
    texts = dict.fromkeys(filter(None, (one["text"], other["text"])))
    mine.sealed = seal(json.dumps({"kinds": kinds, "text": "\n".join(texts)}, ensure_ascii=False))
    mine.reported_by_office = mine.reported_by_office and theirs.reported_by_office
    mine.delete_on = min(mine.delete_on, theirs.delete_on)
    db.session.delete(theirs)
    db.session.flush()


def _seats(column: Column[Any], kept: int, gone: int) -> None:
    """One seat in a session: the confirmed one, else the wait for one; of two alike the earlier number."""
    rows = read_all(select(SignUp).where(SignUp.registration_id.in_([kept, gone])))
    mine = {one.session_id: one for one in rows if one.registration_id == kept}
    for one in rows:
        twin = mine.get(one.session_id)
        if one.registration_id == gone and twin is not None:
            better = _seat_rank(one) < _seat_rank(twin)
            state, seq, version = one.state, one.seq, one.ics_sequence
            db.session.delete(one)
            db.session.flush()
            if better:
                twin.state, twin.seq, twin.ics_sequence = state, seq, version
    db.session.flush()
    move(column, kept, gone)


def _seat_rank(seat: SignUp) -> tuple[int, int]:
    return (State.CONFIRMED, State.WAITING, State.CANCELLED).index(seat.state), seat.seq


def _admissions(column: Column[Any], kept: int, gone: int) -> None:
    """Through one checkpoint on one day once, at the earlier time; the scans stay the facts they are."""
    _first_only(Admission, lambda one: (one.checkpoint, one.day), kept, gone)
    move(column, kept, gone)


def _online(column: Column[Any], kept: int, gone: int) -> None:
    """The stream was opened on one day once, at the earlier time."""
    _first_only(OnlineAttendance, lambda one: one.day, kept, gone)
    move(column, kept, gone)


def _first_only(noun: type[Any], key: Callable[[Any], Any], kept: int, gone: int) -> None:
    rows = select(noun).where(noun.registration_id.in_([kept, gone]))
    seen = set()
    for one in read_all(rows.order_by(noun.first_at, noun.registration_id != kept)):
        if key(one) in seen:
            db.session.delete(one)
        seen.add(key(one))
    db.session.flush()


RULES: dict[type[Person] | type[Registration], dict[str, Rule]] = {
    Person: {
        "person.merged_into_id": move,
        "mandate.person_id": move,
        "day_card.person_id": move,
        "subscription.person_id": _news,
        "quote.person_id": move,
        "appearance.person_id": _one_appearance,
        "speaker.person_id": one_profile,
        "speaker_invitation.person_id": one_speaker_invitation,
        "released_appearance.person_id": _unless_there,
        "picture_of.person_id": _unless_there,
        "part.person_id": move,
        "registration.person_id": _registrations,
        "consent.person_id": move,
        "invitation.person_id": _one_invitation,
        "representation.for_person_id": move,
        "mail.person_id": _leave,
        "two_people.one_id": _two_people,
        "two_people.other_id": _two_people,
    },
    Registration: {
        "access_link.registration_id": move,
        "admission.registration_id": _admissions,
        "answer.registration_id": _unless_there,
        "badge.registration_id": _leave,
        "consent.registration_id": _consents,
        "external_code.registration_id": _unless_there,
        "invitation.registration_id": move,
        "mail_entry.registration_id": _leave,
        "move.registration_id": _leave,
        "need.registration_id": _needs,
        "online_attendance.registration_id": _online,
        "registration.head_id": move,
        "registration.merged_into_id": move,
        "registration.succeeds_id": _leave,
        "representation.left_by_id": _leave,
        "representation.registration_id": move,
        "scan.registration_id": _leave,
        "selected_session.registration_id": _unless_there,
        "sign_up.registration_id": _seats,
        "skill.registration_id": _unless_there,
        "suggested.registration_id": _leave,
    },
}
"What becomes of each column that refers to a person or to a registration; a test holds the lists complete."
