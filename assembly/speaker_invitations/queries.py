"""Reads of speakers' invitations: one of them, and the board of an edition."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from assembly import clock
from assembly.access import queries as access_queries
from assembly.accounts.queries import person_by_address_and_name
from assembly.extensions import db, read_all, read_one
from assembly.fold import email_key
from assembly.models import (
    HELD,
    Appearance,
    AppearanceState,
    BadAddress,
    Category,
    Edition,
    EditionStatus,
    Person,
    Presence,
    Registration,
    RoleAnswer,
    Session,
    SpeakerInvitation,
    State,
)
from assembly.registration.queries import own as own_queries
from assembly.registration.service.speaking import is_for_speaking
from assembly.speaker_invitations.facts import Ask, asks_of, role_of
from assembly.speakers import board
from assembly.speakers.board import Gap, Listed
from assembly.speakers.queries import co_chair_answers


def by_hash(token_hash: str) -> SpeakerInvitation | None:
    """The invitation somebody holds a link of, the speaker's own or the office's."""
    ours = or_(SpeakerInvitation.token_hash == token_hash, SpeakerInvitation.office_token_hash == token_hash)
    return read_one(select(SpeakerInvitation).where(ours))


def invitation_of(edition: Edition, person: Person) -> SpeakerInvitation | None:
    """The one of this person at this edition, sent or not."""
    mine = SpeakerInvitation.edition_id == edition.id, SpeakerInvitation.person_id == person.id
    return read_one(select(SpeakerInvitation).where(*mine))


def parts_of(invitation: SpeakerInvitation) -> list[Appearance]:
    """What the invitation is about, in time: their parts in the draft, but for those that are only an idea."""
    return [
        one
        for one in board.appearances_of(invitation.edition, invitation.person)
        if one.state is not AppearanceState.IDEA
    ]


def asks(invitation: SpeakerInvitation) -> list[Ask]:
    """What we still ask of this speaker."""
    profile = board.profile(invitation.edition, invitation.person)
    return asks_of(invitation, profile, parts_of(invitation), is_co_chair=is_co_chair(invitation))


def is_co_chair(invitation: SpeakerInvitation) -> bool:
    """Whether they are co-chair on the day of the assembly."""
    return any(one.person_id == invitation.person_id for one, _answer in co_chair_answers(invitation.edition))


def role_in(invitation: SpeakerInvitation) -> str | None:
    """What they have answered to being co-chair, as `role_of` says it; before it is sent an idea is a session, too."""
    parts = parts_of(invitation) if invitation.sent_at else board.appearances_of(invitation.edition, invitation.person)
    return role_of(invitation, parts, is_co_chair=is_co_chair(invitation))


def withdrawal_is_told(invitation: SpeakerInvitation) -> bool:
    """Whether somebody who has our invitation still expects to take part: they have a session they have not declined,
    or are co-chair and have not declined that. Who has declined everything, or knows that the assembly is cancelled,
    is not written to."""
    if not invitation.link_is_valid or invitation.edition.status is EditionStatus.CANCELLED:
        return False
    role = role_in(invitation)
    return role not in (None, RoleAnswer.DECLINES) or any(not one.state.is_over for one in parts_of(invitation))


def registration_of(invitation: SpeakerInvitation) -> Registration | None:
    """The registration by which they mean to come; also one under the same name and this address."""
    return access_queries.active_of(invitation.edition, invitation.person) or access_queries.active_under(
        invitation.edition, invitation.email, invitation.person.name_key
    )


def bad_addresses(invitation: SpeakerInvitation) -> list[str]:
    """Those of its addresses at which nobody reads emails."""
    mine = [one for one in (invitation.email, invitation.office_email) if one]
    bad = set(
        db.session.scalars(
            select(BadAddress.email_key).where(BadAddress.email_key.in_([email_key(one) for one in mine]))
        )
    )
    return [one for one in mine if email_key(one) in bad]


@dataclass(frozen=True, slots=True)
class Row:
    """One speaker on the board: what is missing, from whom, and how far the invitation is."""

    listed: Listed
    invitation: SpeakerInvitation | None
    registration: Registration | None

    @property
    def asks(self) -> list[Ask]:
        """What the speaker still has to give us; nothing while they are not invited."""
        if self.invitation is None or not self.invitation.is_open:
            return []
        return asks_of(self.invitation, self.listed.speaker, self._parts, is_co_chair=self.listed.is_co_chair)

    @property
    def role(self) -> str | None:
        """What they have answered to being co-chair, as `role_of` says it; None while they are not invited."""
        if self.invitation is None or not self.invitation.is_open:
            return None
        return role_of(self.invitation, self._parts, is_co_chair=self.listed.is_co_chair)

    @property
    def _parts(self) -> list[Appearance]:
        return [one for one in self.listed.appearances if one.state is not AppearanceState.IDEA]

    @property
    def gaps(self) -> list[Gap]:
        """What is missing otherwise, for the office to see to."""
        asked = {one.value for one in self.asks}
        return [one for one in self.listed.gaps if one.value not in asked]

    @property
    def can_be_reminded(self) -> bool:
        """Whether a reminder would ask for something, and none has been sent today; none is while it is not held."""
        one = self.invitation
        return one is not None and one.edition.takes_place and bool(self.asks) and not reminded_today(one)


def reminded_today(invitation: SpeakerInvitation) -> bool:
    """Whether we have reminded somebody on this day of the edition's zone."""
    zone, at = invitation.edition.zone, invitation.reminded_at
    return at is not None and clock.local_day(at, zone) == clock.local_day(clock.now(), zone)


def rows(edition: Edition) -> list[Row]:
    """Everybody on the list of speakers, in its order."""
    everybody = board.listed(edition)
    mine = select(SpeakerInvitation).where(SpeakerInvitation.edition_id == edition.id)
    invitations = {one.person_id: one for one in db.session.scalars(mine.options(joinedload(SpeakerInvitation.person)))}
    registered = _registered(edition, [one.person.id for one in everybody])
    return [Row(one, invitations.get(one.person.id), registered.get(one.person.id)) for one in everybody]


def _registered(edition: Edition, people: Iterable[int]) -> dict[int, Registration]:
    active = [state for state in State if state.is_active]
    mine = Registration.edition_id == edition.id, Registration.person_id.in_(people), Registration.state.in_(active)
    return {one.person_id: one for one in db.session.scalars(select(Registration).where(*mine))}


def in_person() -> ColumnElement[bool]:
    """The condition under which an appearance brings its person into the room."""
    said = Appearance.state == AppearanceState.CONFIRMED, Appearance.presence == Presence.IN_PERSON
    return said[0] & said[1] & Session.removed_at.is_(None)


def speaks_in_person(invitation: SpeakerInvitation) -> bool:
    """Whether they have confirmed a session in which they speak in the room, or come as co-chair."""
    here = Session.edition_id == invitation.edition_id, Appearance.person_id == invitation.person_id
    mine = select(Appearance.id).join(Session).where(*here, in_person())
    return _comes_as_chair(invitation) or db.session.scalar(select(mine.exists())) or False


def _comes_as_chair(invitation: SpeakerInvitation) -> bool:
    """Whether they have said that they come as co-chair, and still are one on the day."""
    return invitation.role_answer is RoleAnswer.IN_PERSON and is_co_chair(invitation)


def other_entry(invitation: SpeakerInvitation) -> Person | None:
    """Whoever has the name and the address of the invitation: this person, perhaps as another entry."""
    return person_by_address_and_name(invitation.email, invitation.person.given, invitation.person.family)


def unsettled() -> list[int]:
    """Invitations, by id, whose speaker comes in person and was never registered, or is registered for nothing but
    a part that is over: what the office changed in the programme. A registration counts under either entry of somebody
    whom the list of people has twice."""
    confirmed = exists().where(
        Appearance.person_id == SpeakerInvitation.person_id,
        Appearance.session_id == Session.id,
        Session.edition_id == SpeakerInvitation.edition_id,
        in_person(),
    )
    as_chair = func.coalesce(SpeakerInvitation.role_answer == RoleAnswer.IN_PERSON, False)
    here, entry = Registration.edition_id == Edition.id, aliased(Person)
    theirs = exists().where(Registration.person_id == SpeakerInvitation.person_id, here)
    as_speaker = Registration.category == Category.SPEAKER, Registration.state == State.CONFIRMED
    under_name = exists().where(
        entry.id == Registration.person_id, entry.name_key == Person.name_key, here, *as_speaker
    )
    found = (
        select(SpeakerInvitation, confirmed)
        .join(Edition, Edition.id == SpeakerInvitation.edition_id)
        .join(Person, Person.id == SpeakerInvitation.person_id)
        .where(
            Edition.ends_at > clock.now(),
            Edition.status.in_(HELD),
            SpeakerInvitation.sent_at.is_not(None),
            or_((as_chair | confirmed) & Edition.is_online.is_(False) & ~theirs, ~confirmed & under_name),
        )
        .order_by(SpeakerInvitation.id)
    )
    rows = db.session.execute(found).all()
    comes = {one.id: speaks or _comes_as_chair(one) for one, speaks in rows}  # the day of a mandate is a local one
    return [one.id for one, _speaks in rows if (_is_unregistered(one) if comes[one.id] else _has_ended(one))]


def _is_unregistered(invitation: SpeakerInvitation) -> bool:
    """Whether they were never registered, under either entry."""
    known = other_entry(invitation) or invitation.person
    return registration_of(invitation) is None and not own_queries.ended(invitation.edition, known)


def _has_ended(invitation: SpeakerInvitation) -> bool:
    """Whether what they were given for speaking can be taken back."""
    there = registration_of(invitation)
    return there is not None and there.can_be_cancelled and was_given(invitation, there) and is_for_speaking(there)


def was_given(invitation: SpeakerInvitation, registration: Registration) -> bool:
    """Whether speaking made this registration, or made it a speaker's."""
    return registration.origin == "speaker" or invitation.brought_from is not None


def unanswered() -> list[SpeakerInvitation]:
    """Open invitations of coming editions that are held on a known day, with what a reminder needs of them."""
    return read_all(
        select(SpeakerInvitation)
        .join(SpeakerInvitation.edition)
        .where(
            Edition.ends_at > clock.now(),
            Edition.status.in_(HELD),
            SpeakerInvitation.sent_at.is_not(None),
            SpeakerInvitation.withdrawn_at.is_(None),
        )
        .options(contains_eager(SpeakerInvitation.edition))
        .order_by(SpeakerInvitation.id)
    )
