"""One registration, its links and its badge."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import joinedload

from assembly import plain_statements
from assembly.extensions import db, read_all, read_one
from assembly.fold import email_key
from assembly.models import (
    AccessLink,
    Badge,
    Community,
    Edition,
    ExternalCode,
    Invitation,
    Mail,
    Person,
    Purpose,
    Registration,
    State,
)


def registration_with(edition: Edition, external_hash: str) -> Registration | None:
    """The registration the code of another event stands for, by its hash."""
    found = select(ExternalCode.registration_id).where(
        ExternalCode.edition_id == edition.id, ExternalCode.code_hash == external_hash
    )
    registration_id = db.session.scalar(found)
    return db.session.get_one(Registration, registration_id).standing if registration_id else None


def has_external_code(registration: Registration) -> bool:
    """Whether the badge of another event stands for somebody."""
    return db.session.get(ExternalCode, registration.id) is not None


_BY_CODE = (
    select(Registration)
    .where(Registration.code == bindparam("of"))
    .options(joinedload(Registration.edition), joinedload(Registration.person), joinedload(Registration.community))
)
_LINKS = select(AccessLink).where(AccessLink.registration_id == bindparam("of"))
_FIRST_ASSISTANT = (
    select(AccessLink.sent_to)
    .where(AccessLink.registration_id == bindparam("of"), AccessLink.purpose == Purpose.ASSISTANT)
    .order_by(AccessLink.id)
    .limit(1)
)
_VALID_BADGE = select(Badge).where(Badge.registration_id == bindparam("of"), Badge.revoked_at.is_(None))
"Built once, as each email to a person asks for them."


def by_code(code: str) -> Registration | None:
    """The registration a mail speaks of."""
    return read_one(_BY_CODE, {"of": code})


def of_edition(edition: Edition, code: str) -> Registration | None:
    """The registration of an address, if it belongs to this edition."""
    found = by_code(code)
    return found if found is not None and found.edition_id == edition.id else None


def by_key(edition: Edition, key: str) -> Registration | None:
    """What an earlier copy of the same form made."""
    wanted = select(Registration).where(Registration.edition_id == edition.id, Registration.idempotency_key == key)
    return read_one(wanted)


def sent_before(edition: Edition, key: str, dedupe_key: str) -> tuple[Registration | None, dict[str, Any]]:
    """What an earlier copy of the same form made: a registration, or the facts of the mail by which somebody was told
    that they have one. One statement, for every submission asks."""
    one = select(literal(1).label("one")).subquery()
    made = and_(Registration.edition_id == edition.id, Registration.idempotency_key == key)
    both = one.outerjoin(Registration, made).outerjoin(Mail, Mail.dedupe_key == dedupe_key)
    registration, facts = db.session.execute(select(Registration, Mail.facts).select_from(both)).one()
    return registration, facts or {}


_STILL_SO = select(
    or_(
        exists().where(
            Registration.edition_id == bindparam("edition"), Registration.idempotency_key == bindparam("key")
        ),
        exists().where(Mail.dedupe_key == bindparam("told")),
    ),
    select(Community.id).where(Community.id == bindparam("entry")).scalar_subquery(),
    select(Person.id)
    .where(
        Person.id == bindparam("person"),
        Person.email_key == bindparam("email_key"),
        Person.name_key == bindparam("name_key"),
        Person.merged_into_id.is_(None),
    )
    .scalar_subquery(),
)
"Built once: a submission asks it under the lock."


def still_so(
    edition: Edition, key: str, told: str, *, entry_id: int | None, person_id: int | None, of: dict[str, str]
) -> tuple[bool, bool]:
    """Whether a form with this key, or the mail that answered it (`told`), is there, and whether the directory and the
    people are as they were found: the same entry, the same person of an address and name (`of`, both folded)."""
    asked = {"edition": edition.id, "key": key, "told": told, "entry": entry_id, "person": person_id}
    before, entry, person = plain_statements.execute(_STILL_SO, asked | of).one()
    return bool(before), (entry, person) == (entry_id, person_id)


def active_of(edition: Edition, person: Person) -> Registration | None:
    """The registration by which this person still means to come."""
    return read_one(
        select(Registration).where(
            Registration.edition_id == edition.id,
            Registration.person_id == person.id,
            Registration.means_to_come(),
        )
    )


def active_under(edition: Edition, address: str, name_key: str) -> Registration | None:
    """Find the registration by which whoever has this address and name still means to come."""
    return read_one(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.means_to_come(),
            Registration.person_id.in_(
                select(Person.id).where(Person.email_key == email_key(address), Person.name_key == name_key)
            ),
        )
        .limit(1)
    )


def was_opened(registration: Registration, since: datetime) -> bool:
    """Say whether somebody has opened the person's own link since then."""
    opened = exists().where(
        AccessLink.registration_id == registration.id,
        AccessLink.purpose == Purpose.OWN,
        AccessLink.opened_at >= since,
    )
    return bool(db.session.scalar(select(opened)))


def link_by_hash(token_hash: str) -> AccessLink | None:
    """The link somebody holds."""
    wanted = select(AccessLink).where(AccessLink.token_hash == token_hash).options(joinedload(AccessLink.registration))
    return read_one(wanted)


def link_of(registration: Registration, assistant: bool) -> AccessLink | None:
    """The person's own link, or the assistant's."""
    links = db.session.scalars(_LINKS, {"of": registration.id})
    return next((link for link in links if bool(link.sent_to) is assistant and link.is_valid), None)


def valid_badge(registration: Registration) -> Badge | None:
    """The badge whose code opens the door."""
    return read_one(_VALID_BADGE, {"of": registration.id})


def namesake(edition: Edition, name_key: str, community: Community | None, org_text: str) -> Registration | None:
    """Somebody who means to come, of the same folded name and from the same place: probably the same person."""
    place = Registration.community_id == community.id if community else Registration.org_text == org_text
    return read_one(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.means_to_come(),
            Registration.person_id.in_(select(Person.id).where(Person.name_key == name_key)),
            place,
        )
        .limit(1)
    )


def newest(edition: Edition, state: State) -> Registration | None:
    """The last to register of those in this state: mails are previewed on a real person."""
    return read_one(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.state == state)
        .order_by(Registration.id.desc())
        .limit(1)
    )


def assistants_of(registration: Registration) -> list[AccessLink]:
    """The links by which somebody acts for this person."""
    links = db.session.scalars(
        select(AccessLink)
        .where(AccessLink.registration_id == registration.id, AccessLink.purpose == Purpose.ASSISTANT)
        .order_by(AccessLink.id)
    )
    return [link for link in links if link.is_valid]


def registered_by(registration: Registration) -> str:
    """The address of whoever registered this person; "" for who came by themselves, by a hand-over, or as a speaker."""
    first = db.session.scalars(_FIRST_ASSISTANT, {"of": registration.id}).first()
    return "" if registration.origin in {"handed_over", "speaker"} else first or ""


def links_to(slug: str, email_key: str) -> list[AccessLink]:
    """Every link that goes to this address at the edition with this slug: people's own, and those of an office for its
    people."""
    rows = db.session.scalars(
        select(AccessLink)
        .join(Registration, Registration.id == AccessLink.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .join(Edition, Edition.id == Registration.edition_id)
        .where(
            Edition.slug == slug,
            or_(
                (AccessLink.purpose == Purpose.OWN) & (Person.email_key == email_key),
                (AccessLink.purpose == Purpose.ASSISTANT) & (AccessLink.sent_to_key == email_key),
            ),
        )
        .options(joinedload(AccessLink.registration))
        .order_by(Registration.id, AccessLink.id)
    )
    return [link for link in rows if link.is_valid]


def invitation_by_code(code: str) -> Invitation | None:
    """The invitation a mail speaks of."""
    return read_one(whole_invitation(select(Invitation).where(Invitation.code == code)))


def invitation_of(edition: Edition, person: Person) -> Invitation | None:
    """The one of this person, withdrawn or not."""
    return read_one(select(Invitation).where(Invitation.edition_id == edition.id, Invitation.person_id == person.id))


def led_to(registration: Registration) -> list[Invitation]:
    """Those answered by this registration: of the person themselves, or of whom they come for."""
    return read_all(select(Invitation).where(Invitation.registration_id == registration.id))


def whole_invitation(found: Select[Invitation]) -> Select[Invitation]:
    """Read invitations with the person, place, network and registration they speak of."""
    return found.options(
        joinedload(Invitation.person),
        joinedload(Invitation.community),
        joinedload(Invitation.invited_by),
        joinedload(Invitation.registration),
    )
