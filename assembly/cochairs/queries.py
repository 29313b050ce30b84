"""Reads of the desk: days, proposed speakers, the order of the ceremony."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from assembly import clock
from assembly.cochairs import arrivals
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    CeremonyPlace,
    Edition,
    ProposalState,
    Session,
    Signature,
    SignatureKind,
    Signing,
    SigningState,
    Speaker,
    SpeakerProposal,
)
from assembly.signatures.queries import standing_on
from assembly.values import grouped


def days_of(edition: Edition) -> list[date]:
    """Every local day of an edition; an end at midnight belongs to the day before."""
    last = clock.local_day(edition.ends_at - timedelta(microseconds=1), edition.zone)
    return [edition.day + timedelta(days=number) for number in range((last - edition.day).days + 1)]


def day_to_show(edition: Edition) -> date:
    """Today where it is one of the days of the edition, else the nearest of them."""
    days, today = days_of(edition), clock.local_day(clock.now(), edition.zone)
    return min(max(today, days[0]), days[-1])


def profiles(edition: Edition, people: Iterable[int]) -> dict[int, Speaker]:
    """What this edition says of these people (by id)."""
    mine = select(Speaker).where(Speaker.edition_id == edition.id, Speaker.person_id.in_(list(people)))
    return {one.person_id: one for one in db.session.scalars(mine)}


def editions_around(at: datetime) -> list[Edition]:
    """Those that begin in less than two days, have not ended and take place."""
    near = select(Edition).where(Edition.starts_at < at + timedelta(days=2), Edition.ends_at > at)
    return [one for one in db.session.scalars(near.order_by(Edition.id)) if one.takes_place]


def proposals(edition: Edition) -> dict[Session | None, list[SpeakerProposal]]:
    """All proposals but those withdrawn, by session in time; ideas first, in their order, then what was answered."""
    mine = (
        select(SpeakerProposal)
        .outerjoin(Session, SpeakerProposal.session_id == Session.id)
        .where(SpeakerProposal.edition_id == edition.id, SpeakerProposal.state != ProposalState.WITHDRAWN)
        .options(
            joinedload(SpeakerProposal.session).lazyload(Session.languages), selectinload(SpeakerProposal.comments)
        )
        .order_by(Session.starts_at, Session.id, SpeakerProposal.position, SpeakerProposal.id)
    )
    found = grouped((one.session, one) for one in db.session.scalars(mine))
    return {
        session: sorted(rows, key=lambda one: one.state is not ProposalState.IDEA) for session, rows in found.items()
    }


def ideas(edition: Edition) -> list[SpeakerProposal]:
    """The proposals nobody has answered, by session and in their order."""
    rows = (one for several in proposals(edition).values() for one in several)
    return [one for one in rows if one.state is ProposalState.IDEA]


def count_ideas(edition: Edition) -> int:
    """How many proposals nobody has answered."""
    mine = SpeakerProposal.edition_id == edition.id, SpeakerProposal.state == ProposalState.IDEA
    return db.session.scalar(select(func.count()).where(*mine)) or 0


@dataclass(frozen=True, slots=True)
class Called:
    """One community of the ceremony: whether somebody of it is there (None: not known), and whether the public list of
    signatures has it, which the ceremony never changes."""

    place: CeremonyPlace
    is_present: bool | None
    by_hand: bool
    in_public_list: bool


def ceremony(edition: Edition, day: date, at: datetime) -> list[Called]:
    """Those who sign on stage, in their order."""
    mine = select(CeremonyPlace).where(CeremonyPlace.edition_id == edition.id)
    rows = read_all(
        mine.options(joinedload(CeremonyPlace.community)).order_by(CeremonyPlace.position, CeremonyPlace.id)
    )
    if not rows:
        return []
    inside, measured = arrivals.communities_inside(edition, day), _is_measured(edition, day, at)
    signed = _in_public_list((one.community_id for one in rows), day)
    return [
        Called(
            one,
            one.present if one.present is not None else True if one.community_id in inside else _unless(measured),
            one.present is not None,
            one.community_id in signed,
        )
        for one in rows
    ]


def _is_measured(edition: Edition, day: date, at: datetime) -> bool:
    return clock.local_day(at, edition.zone) == day and arrivals.is_measured(edition, at)


def _unless(measured: bool) -> bool | None:
    return False if measured else None


def _in_public_list(communities: Iterable[int], day: date) -> set[int]:
    found = select(Signature.community_id).where(Signature.community_id.in_(list(communities)), standing_on(day))
    return set(db.session.scalars(found))


def signing_here(edition: Edition, *, but_of: Iterable[int]) -> list[Signing]:
    """The bodies of the directory that said they would sign at this assembly and are not called yet (by community)."""
    mine = (
        select(Signing)
        .where(
            Signing.edition_id == edition.id,
            Signing.at_assembly,
            Signing.kind == SignatureKind.SIGN,
            Signing.state.in_([SigningState.DRAFT, SigningState.CHECKING, SigningState.SIGNED]),
            Signing.community_id.is_not(None),
            Signing.community_id.not_in(list(but_of)),
        )
        .options(joinedload(Signing.community))
        .order_by(Signing.id)
    )
    return read_all(mine)


def signatories(edition: Edition, *, but: Iterable[str]) -> list[Appearance]:
    """Who is to sign in a session of the draft, in its time, but for the names that the order of the ceremony has."""
    names = {fold(name) for name in but}
    mine = (
        select(Appearance)
        .join(Session)
        .where(
            Session.edition_id == edition.id,
            Session.removed_at.is_(None),
            Appearance.role == AppearanceRole.SIGNATORY,
            Appearance.state.not_in([one for one in AppearanceState if one.is_over]),
        )
        .options(contains_eager(Appearance.session).lazyload(Session.languages), joinedload(Appearance.person))
        .order_by(Session.starts_at, Appearance.position, Appearance.id)
    )
    return [one for one in db.session.scalars(mine) if fold(one.person.full_name) not in names]
