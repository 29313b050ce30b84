"""Reads of signatures and signings. `standing_on` is the one meaning of “counts on that day”."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from assembly import clock
from assembly.communities.queries import named
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    Balance,
    Community,
    DeclarationText,
    Edition,
    Signature,
    SignatureKind,
    Signing,
    SigningState,
    User,
)
from assembly.models.types import UTCDateTime
from assembly.paging import ListPage, only_page

_OPEN = [state for state in SigningState if state.is_open]


@lru_cache(64)
def standing_on(day: date) -> ColumnElement[bool]:
    """Match what counts on a day: signed by its end, not withdrawn by then, no mistake, and public now.

    An embargo hides it for every day. Of two of one community whose days overlap the one entered last counts, as when
    a wrong day was withdrawn and recorded anew: nobody counts twice on one day.

    Built once for a day: that costs more than what the database has to do. The present is asked with each use.
    """
    later = aliased(Signature)
    return and_(valid_on(Signature, day), ~_another(later, day, later.id > Signature.id))


def valid_on(signature: type[Signature], day: date) -> ColumnElement[bool]:
    """Match a signature that is valid on a day, whatever else its community has given."""
    now = bindparam(None, callable_=_now, type_=UTCDateTime)
    return and_(
        signature.signed_on <= day,
        or_(signature.withdrawn_on.is_(None), signature.withdrawn_on > day),
        or_(signature.public_from_at.is_(None), signature.public_from_at <= now),
        signature.mistaken_at.is_(None),
    )


def _now() -> datetime:
    return clock.now_until(_next_end_of_embargo)


def _next_end_of_embargo(after: datetime) -> datetime | None:
    return db.session.scalar(select(func.min(Signature.public_from_at)).where(Signature.public_from_at > after))


@lru_cache(64)
def also_signed_by(until: date, day: date) -> ColumnElement[bool]:
    """Match where the same community has another one, signed by the end of `until` and valid on the day."""
    other = aliased(Signature)
    return _another(other, day, other.id != Signature.id, other.signed_on <= until)


def _another(other: type[Signature], day: date, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    same = other.community_id == Signature.community_id, other.kind == Signature.kind
    return select(other.id).where(*same, *conditions, valid_on(other, day)).exists()


def signed_until(kind: SignatureKind, day: date) -> list[Signature]:
    """The dated signatures that stand on that day, newest first, those of one day by the community's own name."""
    return read_all(
        select(Signature)
        .join(Community)
        .where(Signature.kind == kind, standing_on(day))
        .options(joinedload(Signature.community), joinedload(Signature.edition))
        .order_by(Signature.signed_on.desc(), Community.native_name)
    )


def signed_between(first: date, last: date, kind: SignatureKind = SignatureKind.SIGN) -> list[Signature]:
    """Who signed from one day to another, both included, and stands on the last, by date."""
    return read_all(
        select(Signature)
        .where(Signature.kind == kind, Signature.signed_on >= first, standing_on(last))
        .options(joinedload(Signature.community))
        .order_by(Signature.signed_on, Signature.id)
    )


def joined_on_day(edition: Edition, kind: SignatureKind = SignatureKind.SIGN) -> list[Signature]:
    """Who signed at the assembly, on any of its days."""
    last_day = clock.local_day(edition.ends_at, edition.zone)
    return [one for one in signed_between(edition.day, last_day, kind) if one.edition_id == edition.id]


def joined_before(edition: Edition, kind: SignatureKind = SignatureKind.SIGN) -> list[Signature]:
    """Who signed in the days leading up to it."""
    return signed_between(edition.lead_up_from_on, edition.day - timedelta(days=1), kind)


def joined_in_year_of(day: date, kind: SignatureKind = SignatureKind.SIGN) -> list[Signature]:
    """Who signed from 1 January to that day."""
    return signed_between(day.replace(month=1, day=1), day, kind)


def by_code(code: str) -> Signing | None:
    """The signing a mail or an address speaks of."""
    return read_one(
        select(Signing)
        .where(Signing.code == code)
        .options(joinedload(Signing.edition), joinedload(Signing.community), joinedload(Signing.signature))
    )


def by_key(key: str) -> Signing | None:
    """What an earlier copy of the same form made."""
    return read_one(select(Signing).where(Signing.idempotency_key == key))


def by_token_hash(token_hash: str) -> Signing | None:
    """The signing whose link somebody holds, if the link is still good."""
    found = read_one(select(Signing).where(Signing.token_hash == token_hash))
    return found if found is not None and found.link_is_valid else None


def open_of(edition: Edition, sender_key: str) -> Signing | None:
    """The signing this address has begun for this body and not finished."""
    return read_one(
        select(Signing)
        .where(Signing.edition_id == edition.id, Signing.sender_key == sender_key, Signing.state.in_(_OPEN))
        .order_by(Signing.id)
        .limit(1)
    )


def now_public() -> list[int]:
    """Signings (by inner id) whose embargo has ended and whose people have not been told."""
    return read_all(
        select(Signing.id)
        .join(Signature, Signing.signature_id == Signature.id)
        .where(
            Signing.told_public_at.is_(None),
            Signature.withdrawn_on.is_(None),
            Signature.mistaken_at.is_(None),
            Signature.public_from_at <= clock.now(),
        )
        .order_by(Signing.id)
    )


@dataclass(frozen=True, slots=True)
class SigningsPage(ListPage[Signing]):
    """One page of the office's list, and how many there are in each state."""

    counts: dict[SigningState, int]


def counts(edition: Edition) -> dict[SigningState, int]:
    """How many signings of this office are in each state, in the order in which they want attention."""
    rows = select(Signing.state, func.count()).where(Signing.edition_id == edition.id).group_by(Signing.state)
    found: dict[SigningState, int] = dict(db.session.execute(rows).all())
    return {state: found.get(state, 0) for state in SigningState}


def to_check(edition: Edition) -> int:
    """How many signed declarations wait for this office."""
    return counts(edition)[SigningState.CHECKING]


def signings(edition: Edition, state: SigningState | None, number: int) -> SigningsPage:
    """Those of one state, or all that are open: what is to be checked first, and there what waits longest."""
    states = [state] if state else _OPEN
    urgency = case({one.value: place for place, one in enumerate(SigningState)}, value=Signing.state, else_=99)
    found = (
        select(Signing)
        .where(Signing.edition_id == edition.id, Signing.state.in_(states))
        .options(joinedload(Signing.community))
        .order_by(urgency, Signing.changed_at, Signing.id)
    )
    by_state, rows = counts(edition), db.session.scalars(only_page(found, number)).all()
    return SigningsPage(rows, sum(by_state[one] for one in states), number, by_state)


def signing_of(edition: Edition, code: str) -> Signing | None:
    """A signing this office checks."""
    found = by_code(code)
    return found if found is not None and found.edition_id == edition.id else None


def _of_office(edition: Edition) -> ColumnElement[bool]:
    return or_(Signature.edition_id == edition.id, Signature.edition_id.is_(None))


def recorded(edition: Edition, search: str, number: int) -> ListPage[Signature]:
    """List the signatures given at this assembly or at none, newest first, those that do not count included."""
    found = select(Signature).where(_of_office(edition))
    if search:
        found = found.where(Signature.community_id.in_(named(search)))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.options(joinedload(Signature.community), joinedload(Signature.edition))
    newest_first = page.order_by(Signature.signed_on.desc(), Signature.id.desc())
    return ListPage(db.session.scalars(only_page(newest_first, number)).all(), total, number)


def recorded_one(edition: Edition, code: str) -> Signature | None:
    """One of them."""
    return read_one(
        select(Signature).where(_of_office(edition), Signature.code == code).options(joinedload(Signature.community))
    )


def signing_behind(signature: Signature) -> Signing | None:
    """How it came about, if it did not come on paper."""
    return read_one(select(Signing).where(Signing.signature_id == signature.id))


def names_of_actors(actors: Iterable[str]) -> dict[str, str]:
    """Name the accounts among those who acted, by the reference the history gives them."""
    ids = {int(one.removeprefix("user:")) for one in actors if one.startswith("user:")}
    return {f"user:{user.id}": user.name for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def current_declaration() -> DeclarationText | None:
    """Give the text one signs now; None as long as nobody has entered it."""
    return read_one(select(DeclarationText).order_by(DeclarationText.number.desc()).limit(1))


def declaration_versions() -> list[DeclarationText]:
    """List every version of the text, newest first."""
    return read_all(select(DeclarationText).order_by(DeclarationText.number.desc()))


def declaration_version(number: int) -> DeclarationText | None:
    """Give the version of this number."""
    return read_one(select(DeclarationText).where(DeclarationText.number == number))


def signed_versions() -> dict[int, int]:
    """Count the documents that bear each version, by its inner id, but for those sent back or withdrawn."""
    rows = (
        select(DeclarationText.id, func.count())
        .join(Signing, Signing.declaration_id == DeclarationText.id)
        .where(Signing.state.in_((SigningState.CHECKING, SigningState.SIGNED)))
        .group_by(DeclarationText.id)
    )
    found: dict[int, int] = dict(db.session.execute(rows).all())
    return found


def may_change(edition: Edition, signature: Signature) -> bool:
    """Whether this office may correct or end it: what came by a declaration is changed where that was checked."""
    signing = signing_behind(signature)
    return signature.mistaken_at is None and (signing is None or signing.edition_id == edition.id)


def balances() -> list[Balance]:
    """How many had signed or supported before our dated signatures, the latest day first."""
    return read_all(select(Balance).order_by(Balance.as_of_on.desc(), Balance.kind))


def balance_by_code(code: str) -> Balance | None:
    """One of them, by its kind and day: `sign-2023-01-01`."""
    return next((one for one in balances() if f"{one.kind.value}-{one.as_of_on}" == code), None)
