"""Reads for the list of a phone."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from assembly import clock
from assembly.checkin.queries.invited import accepted_to_speak, invited
from assembly.checkin.queries.scans import doors, has_external_codes
from assembly.checkin.roster import RosterGuest
from assembly.extensions import db
from assembly.models import (
    Alias,
    Badge,
    Community,
    DoorShift,
    Edition,
    ExternalCode,
    Invitation,
    Person,
    Registration,
    SpeakerInvitation,
    State,
)
from assembly.sealed import unseal
from assembly.values import grouped

_valid = aliased(Registration)


def list_mark(edition: Edition, shift: DoorShift | None) -> str:
    """Tell one state of the list from another, in a few statements."""
    ours = Registration.edition_id == edition.id
    people = db.session.execute(
        select(func.count(), func.sum(Registration.version), func.count(Registration.merged_into_id)).where(ours)
    ).one()
    codes = db.session.execute(
        select(func.count(), func.max(Badge.token_hash), func.count(Badge.revoked_at)).join(Registration).where(ours)
    ).one()
    led_to = select(func.count(Invitation.registration_id)).where(Invitation.edition_id == edition.id)
    speaking = select(func.count()).where(SpeakerInvitation.edition_id == edition.id, accepted_to_speak())
    invitations = tuple(db.session.execute(select(led_to.scalar_subquery(), speaking.scalar_subquery())).one())
    at_doors = [(one.code, one.spans, one.held, one.roles, one.invited_only) for one in doors(edition)]
    running = shift.id if shift else 0
    foreign = db.session.scalar(select(func.count()).where(ExternalCode.edition_id == edition.id)) or 0
    facts = (*people, *codes, bool(foreign), invitations, edition.version, edition.status, at_doors, running)
    return sha256(repr(facts).encode()).hexdigest()[:32]


def roster_guests(edition: Edition, only: Registration | None = None) -> Iterator[RosterGuest]:
    """Everybody with an entry code for an edition, or one of them, replaced codes included, with what is valid for them
    now."""
    statement = (
        select(
            Badge.token_sealed,
            Badge.revoked_at,
            _valid.code,
            _valid.badge_name,
            _valid.function,
            _valid.org_text,
            _valid.lang,
            _valid.state,
            _valid.mode,
            _valid.spoken_ref,
            _valid.desk_note,
            _valid.category,
            invited(_valid).label("is_invited"),
            _valid.folded,
            Person.name_key,
            Community,
        )
        .join(Registration, Registration.id == Badge.registration_id)
        .join(_valid, or_(_valid.id == Registration.merged_into_id, _stays()))
        .join(Person, Person.id == _valid.person_id)
        .outerjoin(Community, Community.id == _valid.community_id)
        .where(Registration.edition_id == edition.id)
        .order_by(Badge.id)
    )
    if only is not None:
        statement = statement.where(_valid.id == only.id)
    successors = _successors(edition)
    places: dict[int, str] = {}
    for row in db.session.execute(statement):
        community = row.Community
        if community and community.id not in places:
            places[community.id] = str(community.names)
        yield RosterGuest(
            token=unseal(row.token_sealed),
            code=row.code,
            name=row.badge_name,
            function=row.function,
            place=places[community.id] if community else row.org_text,
            lang=row.lang,
            state=row.state.value,
            mode=row.mode.value,
            ref=row.spoken_ref,
            replaced_at=int(row.revoked_at.timestamp()) if row.revoked_at else 0,
            desk_note=row.desk_note,
            category=row.category.value,
            is_invited=row.is_invited,
            successor=successors.get(row.code, ""),
            place_code=community.code if community else "",
            name_key=row.name_key,
            words=row.folded,
        )


def _stays() -> Any:
    return Registration.merged_into_id.is_(None) & (_valid.id == Registration.id)


def _successors(edition: Edition) -> dict[str, str]:
    """Who took a place over, by the code of the registration it was taken from: those who still come."""
    after = aliased(Registration)
    rows = db.session.execute(
        select(Registration.code, after.badge_name)
        .join(after, after.succeeds_id == Registration.id)
        .where(Registration.edition_id == edition.id, after.state.in_([one for one in State if one.is_active]))
    )
    return {row.code: row.badge_name for row in rows}


def place_names(edition: Edition) -> dict[str, str]:
    """All folded names of each city or region somebody comes from, by its code."""
    coming = select(Registration.community_id).where(Registration.edition_id == edition.id)
    rows = select(Community.code, Alias.folded).join(Alias).where(Community.id.in_(coming)).order_by(Alias.id)
    found = grouped(db.session.execute(rows))
    return {code: "|".join(dict.fromkeys(names)) for code, names in found.items()}


def list_header(edition: Edition, shift: DoorShift | None) -> dict[str, Any]:
    """What a phone reads of a list before any code: which assembly, which doors and their hours, from when."""
    return {
        "at": clock.now().timestamp(),
        "mark": list_mark(edition, shift),
        "edition": edition.slug,
        "external": has_external_codes(edition),
        "takes_place": edition.takes_place and not edition.is_online,
        "zone": edition.zone,
        "doors": {
            one.code: {
                "checkpoint": one.checkpoint,
                "open": [[opens.timestamp(), closes.timestamp()] for opens, closes in one.spans],
                "held": [moment.timestamp() for moment in one.held],
                "roles": one.roles,
                "invited_only": one.invited_only,
            }
            for one in doors(edition)
        },
    }
