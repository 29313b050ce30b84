"""Reads of accounts and people."""

from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, selectinload

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.fold import email_key, fold
from assembly.models import (
    AccountLink,
    AccountStep,
    Edition,
    EditionRole,
    HandOver,
    HandOverPerson,
    HandOverState,
    Passkey,
    Person,
    RecoveryCode,
    Side,
    SignedIn,
    StepPurpose,
    User,
)
from assembly.sealed import token_hash
from assembly.security import Permission, granted, may_enter


def user_by_email(address: str) -> User | None:
    """The account of an address, however it is typed."""
    return read_one(select(User).where(User.email_key == email_key(address)))


def link_by_token(token: str) -> AccountLink | None:
    """A link that can still be used."""
    return read_one(
        select(AccountLink).where(
            AccountLink.token_hash == token_hash(token),
            AccountLink.used_at.is_(None),
            AccountLink.ends_at > clock.now(),
        )
    )


def devices(user: User) -> list[SignedIn]:
    """Where somebody is signed in, the latest first."""
    return read_all(
        select(SignedIn)
        .where(SignedIn.user_id == user.id, SignedIn.ends_at > clock.now())
        .order_by(SignedIn.seen_at.desc())
    )


def team(edition: Edition) -> list[User]:
    """Everybody with a role at this edition, or at all of them, by name."""
    here = select(EditionRole.user_id).where(
        or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None))
    )
    people = select(User).where(User.id.in_(here)).order_by(User.name, User.id)
    return read_all(people.options(selectinload(User.app), selectinload(User.passkeys)))


def team_here(edition: Edition) -> list[User]:
    """Those whose role is for this edition alone."""
    return [user for user in team(edition) if any(role.edition_id == edition.id for role in user.edition_roles)]


def managers(edition: Edition) -> set[int]:
    """Who can manage the team of this edition and come in: an invitation nobody has used lets nobody else in."""
    roles = db.session.scalars(
        select(EditionRole)
        .join(User)
        .where(
            or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None)),
            or_(
                User.password.is_not(None),
                User.id.in_(select(Passkey.user_id)),
                User.id.in_(select(SignedIn.user_id)),
                User.id.in_(select(HandOverPerson.user_id).where(HandOverPerson.settled_at.is_not(None))),
            ),
        )
    )
    return {role.user_id for role in roles if Permission.MANAGE_TEAM in granted(role) and may_enter(role.user)}


def owners(edition: Edition) -> set[int]:
    """Those of the managers whose role is for all editions: no hand-over ends it."""
    everywhere = select(EditionRole).where(EditionRole.edition_id.is_(None))
    holders = {one.user_id for one in db.session.scalars(everywhere) if Permission.MANAGE_TEAM in granted(one)}
    return managers(edition) & holders


def may_take_second_factor(by: User, user: User) -> bool:
    """Whether `by` manages the team wherever this other person works: nobody reaches beyond their own editions."""
    managed = {role.edition_id for role in by.edition_roles if Permission.MANAGE_TEAM in granted(role)}
    worked_at = {role.edition_id for role in user.edition_roles}
    return user.id != by.id and bool(worked_at) and (None in managed or worked_at <= managed)


def member(edition: Edition, code: str) -> User | None:
    """Somebody of this edition's team, by the code of an address."""
    return next((user for user in team(edition) if user.code == code), None)


def person_by_address_and_name(address: str, given: str, family: str) -> Person | None:
    """One person is address plus folded name, or whom that person turned out to be."""
    known = aliased(Person)
    return db.session.scalars(
        select(Person)
        .join(known, Person.id == func.coalesce(known.merged_into_id, known.id))
        .where(known.email_key == email_key(address), known.name_key == name_key(given, family))
        .order_by(known.merged_into_id.is_not(None), known.id.desc())
        .limit(1)
    ).one_or_none()


def name_key(given: str, family: str) -> str:
    """The form in which two spellings of one name meet. One sign may fold to many: as much as the column holds."""
    return fold(f"{given} {family}")[:260]


# --- second factors and steps -----------------------------------------------------------------------------------------


def step(purpose: StepPurpose, clear: str) -> AccountStep | None:
    """A step of this browser that is not over."""
    return read_one(
        select(AccountStep).where(
            AccountStep.hash == token_hash(clear), AccountStep.purpose == purpose, AccountStep.ends_at > clock.now()
        )
    )


def recovery_codes_left(user: User) -> int:
    """How many are unused."""
    unused = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0


def passkey(user: User, code: str) -> Passkey | None:
    """One of somebody's own passkeys."""
    return next((key for key in user.passkeys if key.code == code), None)


# --- handing over -----------------------------------------------------------------------------------------------------


def hand_overs(edition: Edition) -> list[HandOver]:
    """All of this edition, the latest first."""
    mine = select(HandOver).where(HandOver.edition_id == edition.id)
    return read_all(mine.order_by(HandOver.id.desc()))


def open_hand_over(edition: Edition) -> HandOver | None:
    """The one that is going on."""
    return next((one for one in hand_overs(edition) if one.state in _GOING_ON), None)


def hand_over(edition: Edition, code: str) -> HandOver | None:
    """One of this edition, by the code of an address."""
    return next((one for one in hand_overs(edition) if one.code == code), None)


def hand_over_by_code(code: str) -> HandOver:
    """One that a mail speaks of."""
    return db.session.scalars(select(HandOver).where(HandOver.code == code)).one()


def hand_overs_awaiting(user: User) -> list[HandOver]:
    """Those in which this user is invited and has not come yet, while the invitation counts."""
    awaited = (
        select(HandOver)
        .join(HandOverPerson)
        .where(
            HandOverPerson.user_id == user.id,
            HandOverPerson.side == Side.INCOMING,
            HandOverPerson.settled_at.is_(None),
            HandOver.state != HandOverState.WITHDRAWN,
            HandOver.began_at > clock.now() - CLAIM_LASTS,
        )
    )
    return read_all(awaited.order_by(HandOver.id))


def hand_overs_due() -> list[HandOver]:
    """Accepted ones whose last day is over."""
    accepted = db.session.scalars(select(HandOver).where(HandOver.state == HandOverState.ACCEPTED))
    return [one for one in accepted if is_due(one)]


def is_due(hand_over: HandOver) -> bool:
    """Whether the present team's last day is over, where the edition takes place."""
    return hand_over.last_on is None or hand_over.last_on < clock.local_day(clock.now(), hand_over.edition.zone)


CLAIM_LASTS = timedelta(days=30)
"From the beginning of a hand-over: whoever of the next team comes later than that is invited anew."
_GOING_ON = {HandOverState.OPEN, HandOverState.ACCEPTED}
