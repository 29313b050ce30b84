"""Announcing a change of plan: one transaction in which the edition and everything that depends on it follow."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from assembly import clock, history, mail
from assembly.access.service.moving import move
from assembly.agenda.documents.service import move_documents
from assembly.agenda.service import releases
from assembly.errors import DomainError, Rejected, check_unchanged
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.mail import Recipient
from assembly.messages.service import groups
from assembly.models import (
    Edition,
    EditionChange,
    EditionChangeKind,
    GroupMessage,
    Mode,
    Person,
    PlaceCount,
    Pool,
    Registration,
    Release,
    SpeakerInvitation,
    State,
)
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.service.waiting_list import fill, renew_offers
from assembly.rescheduling import queries
from assembly.rescheduling.concerned import Concerned, moved_online
from assembly.rescheduling.decisions import Decision, decided, mail_key, possible
from assembly.rescheduling.sentences import sessions_moved
from assembly.rescheduling.shift import Shift
from assembly.speakers.service.appearances import restore_appearances
from assembly.transactions import locked
from assembly.values import values_of

_Kind = EditionChangeKind


class NotPossibleNow(DomainError):
    """The assembly has ended or people have come, or it is in another state than the page was made for."""

    sentence = _l("This action is no longer possible. The page shows what you can do now.")


class SameDate(Rejected):
    """The new date is the one the assembly has."""

    sentence = _l("The assembly already has this date. Enter another one.")


class DateHasPassed(Rejected):
    """The new date has passed, perhaps while the page was open."""

    sentence = _l("This date has passed. Choose a later one.")


def announce(edition: Edition, decision: Decision, *, seen: str) -> EditionChange | None:
    """Make the change that was seen (the digest of the preview), and tell everybody; a second press does nothing.

    Raises ChangedMeanwhile where something else would happen by now, NotPossibleNow, SameDate, DateHasPassed.
    """
    places = quotas.lock(edition)
    db.session.refresh(edition, with_for_update=True)
    db.session.expire(edition, ["changes"])
    if edition.changes and edition.changes[-1].seen == seen:
        return None
    check(edition, decision)
    now = queries.outlook(edition, decision)
    check_unchanged(now.digest, seen)
    made = decided(edition, decision)
    made.number, made.seen = len(edition.changes) + 1, seen
    made.at, made.by = clock.now(), history.actor()
    _follow(places, decision, made)
    _take_back_messages(now.messages)
    db.session.add(made)
    db.session.flush()
    db.session.expire(edition, ["changes"])
    _tell(edition, made, now.told)
    history.record("edition", edition.slug, f"plan: {decision.kind.value}", edition_id=edition.id, number=made.number)
    return made


def check(edition: Edition, decision: Decision) -> None:
    """Refuse what cannot be decided now. Raises NotPossibleNow, SameDate, DateHasPassed."""
    if decision.kind not in possible(edition, has_begun=queries.has_begun(edition)):
        raise NotPossibleNow
    if not decision.kind.changes_date:
        return
    if decision.starts_at is None or decision.starts_at <= clock.now():
        raise DateHasPassed
    if edition.takes_place and (decision.starts_at, decision.ends_at) == (edition.starts_at, edition.ends_at):
        raise SameDate


def _follow(places: Places, decision: Decision, made: EditionChange) -> None:
    """Bring the edition into its new state, with its sessions, dates, registrations and offers."""
    edition = places.edition
    shift = Shift(edition.starts_at, made.starts_at, edition.zone)
    edition.status, edition.is_online, edition.plan_changed_at = made.status, made.is_online, made.at
    if decision.kind is _Kind.RESCHEDULED:
        edition.starts_at, edition.ends_at = made.starts_at, made.ends_at
        move_dates(places, shift)
        release = move_sessions(edition, shift)
        made.release_id = release.id if release else None
    elif decision.kind is _Kind.ONLINE:
        made.moved = _move_online(places)
    elif decision.kind is _Kind.IN_PERSON:
        _move_back(places, moved_online(edition))
    db.session.flush()
    if decision.kind in (_Kind.RESCHEDULED, _Kind.REINSTATED) and edition.takes_place:
        renew_offers(places)
    if decision.kind is _Kind.IN_PERSON:
        fill(places, Mode.ON_SITE)


def move_dates(places: Places, shift: Shift) -> None:
    """Dates of registration keep their distance in days; what has come already stays as it was."""
    edition = places.edition
    for count in places.counts.values():
        count.opens_at, count.closes_at = shift.coming(count.opens_at), shift.deadline(count.closes_at)
    for pool in places.pools:
        pool.released_at = shift.coming(pool.released_at) if pool.released_at else None
    if edition.changes_until_at:
        edition.changes_until_at = shift.deadline(edition.changes_until_at)
    if edition.answer_by_on:
        edition.answer_by_on = shift.day(edition.answer_by_on)
    if edition.lead_up_from_on > clock.local_day(clock.now(), edition.zone):  # else it is in published figures
        edition.lead_up_from_on = shift.day(edition.lead_up_from_on)
    asked = select(SpeakerInvitation).where(SpeakerInvitation.edition_id == edition.id)
    for invitation in read_all(locked(asked)):
        invitation.answer_by_on = shift.day(invitation.answer_by_on)


def move_sessions(edition: Edition, shift: Shift) -> Release | None:
    """Move the draft, and publish what was public at its new times: calendars must not keep the old ones."""
    releases.move_draft(edition, shift.session)
    move_documents(edition, shift.session)
    name = clock.local(clock.now(), edition.zone).strftime("%Y-%m-%d %H:%M")
    release = releases.move_published(edition, shift.session, name=name, note=sessions_moved())
    if release is not None:
        restore_appearances(edition, release, release)
    return release


def _move_online(places: Places) -> dict[str, Any]:
    """Make every registration in person one for taking part online, and confirm those who waited; what each was
    before, to bring it back."""
    _offer_online(places)
    pool, moved = next(iter(places.of(Mode.ONLINE)), None), {}
    for one in queries.to_move(places.edition):
        moved[str(one.id)] = {"seq": one.seq, "state": one.state.value, "pool": one.pool_id}
        quotas.free(places, one)
        one.mode, one.seq, one.offered_until = Mode.ONLINE, places.number(Mode.ONLINE), None
        if one.state in (State.WAITING, State.OFFERED):
            move(one, State.CONFIRMED)
        _hold(pool, one)
    return moved


def _offer_online(places: Places) -> None:
    """An edition that was to meet in person alone has no numbers for taking part online yet."""
    if Mode.ONLINE in places.counts:
        return
    in_person = places.counts[Mode.ON_SITE]
    count = PlaceCount(
        edition_id=places.edition.id,
        mode=Mode.ONLINE,
        **values_of(in_person, "opens_at", "closes_at", "is_reviewed", "by_invitation"),
        next_seq=1,
    )
    places.edition.places.append(count)
    db.session.flush()
    places.counts[Mode.ONLINE] = count


def _move_back(places: Places, moved: dict[str, Any]) -> None:
    """Make those registrations what they were; whoever was offered a place waits for it as the first in line."""
    pools = {pool.id: pool for pool in places.pools}
    rows = select(Registration).where(Registration.id.in_([int(one) for one in moved]))
    for one in read_all(rows.order_by(Registration.id)):
        was = moved[str(one.id)]
        if one.mode is not Mode.ONLINE or not one.state.is_active:
            continue
        quotas.free(places, one)
        one.mode, one.seq = Mode.ON_SITE, was["seq"]
        waited = was["state"] in (State.WAITING, State.OFFERED) and one.category.takes_place
        if one.state is State.CONFIRMED and waited:
            move(one, State.WAITING)
        elif one.state is State.CONFIRMED:
            _hold(pools.get(was["pool"]) or next(iter(places.of(Mode.ON_SITE)), None), one)


def _hold(pool: Pool | None, registration: Registration) -> None:
    """Count somebody among the places of a mode, full or not: a change of plan turns nobody away."""
    if pool is not None and registration.state.holds_place and registration.category.takes_place:
        quotas.hold(pool, registration)


def _take_back_messages(planned: Sequence[GroupMessage]) -> None:
    """What was written for the old plan is a draft again: somebody reads it before it leaves."""
    for one in planned:
        groups.take_back(one)


def _tell(edition: Edition, made: EditionChange, told: Sequence[Concerned]) -> None:
    """One email to each person concerned, and to those who act for them."""
    recipients = []
    for one in told:
        facts = one.facts | {"change": made.id, "part": one.part.value, "assistant": one.link is not None}
        facts, key = facts | {"key": one.key}, mail_key(edition, made, one.key)
        if one.link is None and not one.address:
            recipients.append(Recipient(one.person_id, one.lang, key, facts))
            continue
        to, at = one.link or db.session.get_one(Person, one.person_id), one.address or None
        mail.post("edition_changed", to=to, at=at, lang=one.lang, dedupe_key=key, facts=facts, edition=edition)
    mail.post_all("edition_changed", recipients, edition=edition)
