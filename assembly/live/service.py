"""Verbs on the live stream: its channels, whether it is on, and who opened it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import CursorResult, delete, select, update

from assembly import clock, history
from assembly.errors import ChangedMeanwhile, DomainError, Rejected, check_unchanged
from assembly.extensions import db, read_all, read_one
from assembly.i18n import _l
from assembly.live import queries
from assembly.live.states import by_hand
from assembly.models import (
    Bilingual,
    Broadcast,
    Edition,
    LiveState,
    OnlineAttendance,
    Registration,
    State,
    Stream,
    StreamDay,
)
from assembly.sealed import new_code
from assembly.transactions import after_commit, insert_once, locked
from assembly.values import Values
from assembly.wiping import wipe_deleted


class NoStreamNow(DomainError):
    """An assembly that is not held has no stream to start or end."""

    sentence = _l("The assembly is cancelled or postponed, so there is no stream.")


class NotAStream(Rejected):
    """Links on public pages lead to https addresses of other sites, nowhere else."""

    sentence = _l("Enter the full address, starting with https://")


class SameChannel(DomainError):
    """Each language has one channel."""

    sentence = _l("There is already a channel in this language. Change that channel instead.")


class NotOnAir(DomainError):
    """There is nothing to watch now."""

    sentence = _l("The stream is not on air. Go back to the live page to see when it starts.")


class LinkNeeded(DomainError):
    """The stream is for people who are registered."""

    status = 403
    sentence = _l("This stream is for people who have registered. Open the link in your email first.")


@dataclass(frozen=True, slots=True)
class StreamFacts(Values):
    """What the office says of a channel; an empty language is the floor."""

    lang: str
    address: str
    captions_address: str = ""


def add_stream(edition: Edition, facts: StreamFacts) -> Stream:
    """One more channel; the same once more is there already. Raises NotAStream, SameChannel."""
    _check(facts)
    db.session.refresh(edition, with_for_update=True)
    twin = next((one for one in edition.streams if one.lang == facts.lang), None)
    if twin is not None:
        if StreamFacts.of(twin) == facts:
            return twin
        raise SameChannel
    if not edition.streams:
        _shown_in_calendars(edition)
    stream = Stream(code=new_code(), edition=edition)
    facts.write(stream)
    db.session.add(stream)
    history.record("stream", stream.code, "added", edition_id=edition.id, lang=facts.lang)
    return stream


def change_stream(stream: Stream, facts: StreamFacts, *, seen: str) -> None:
    """Say something else of a channel. Raises NotAStream, SameChannel, ChangedMeanwhile."""
    _check(facts)
    db.session.refresh(stream.edition, with_for_update=True)
    db.session.refresh(stream)
    if not facts.differs(StreamFacts.of(stream), seen):
        return
    if any(one.lang == facts.lang for one in stream.edition.streams if one.id != stream.id):
        raise SameChannel
    facts.write(stream)
    history.record("stream", stream.code, "changed", edition_id=stream.edition_id, lang=facts.lang)


def remove_stream(stream: Stream) -> None:
    """Take a channel away; what was counted stays."""
    edition = stream.edition
    db.session.refresh(edition, with_for_update=True)
    if len(edition.streams) == 1:
        _shown_in_calendars(edition)
    history.record("stream", stream.code, "removed", edition_id=edition.id, lang=stream.lang)
    db.session.delete(stream)


def set_state(edition: Edition, state: LiveState | None, *, seen: LiveState | None) -> None:
    """Say for today whether the stream is on; None lets the programme's times decide again.

    Saying what is so already does nothing. Raises ChangedMeanwhile where it is not as the page showed, and NoStreamNow.
    """
    said = _broadcast(edition)
    if not edition.takes_place:
        raise NoStreamNow
    now = by_hand(edition, clock.now())
    if now is state:
        return
    if now is not seen:
        raise ChangedMeanwhile
    said.state, said.state_set_at = state, clock.now() if state else None
    history.record("stream", edition.slug, "set", edition_id=edition.id, state=state.value if state else "by clock")


def tell_viewers(edition: Edition, notice: Bilingual, *, seen: Bilingual) -> None:
    """Show a notice on the live page; an empty one takes it away. Raises ChangedMeanwhile."""
    said = _broadcast(edition)
    if said.notice == notice:
        return
    check_unchanged(said.notice, seen)
    said.notice = notice
    history.record("stream", edition.slug, "told", edition_id=edition.id)


def set_access(edition: Edition, *, for_registered: bool) -> None:
    """Open the stream to everybody or to registered people alone."""
    said = _broadcast(edition)
    if said.is_for_registered is not for_registered:
        said.is_for_registered = for_registered
        history.record("stream", edition.slug, "access", edition_id=edition.id, for_registered=for_registered)


def may_open(live: queries.Live, registration: Registration | None) -> bool:
    """Whether this visitor may open the streams once they are on."""
    return not live.is_for_registered or (
        registration is not None
        and registration.edition_id == live.edition.id
        and registration.state is State.CONFIRMED
    )


def open_stream(live: queries.Live, registration: Registration | None, *, is_own: bool) -> None:
    """Note that somebody opens a stream, once a day for a registration, as one more opening for anybody else.

    `is_own` is false for whoever acts for the person: they are nobody's attendance. A test counts nothing. Raises
    NotOnAir, LinkNeeded.
    """
    edition = live.edition
    if not live.state.can_be_opened:
        raise NotOnAir
    if not may_open(live, registration):
        raise LinkNeeded
    if live.state is LiveState.TEST:
        return
    day = clock.local_day(clock.now(), edition.zone)
    is_confirmed = registration is not None and registration.state is State.CONFIRMED
    if registration is not None and is_own and is_confirmed and registration.edition_id == edition.id:
        facts = {"registration_id": registration.id, "day": day, "first_at": clock.now()}
        db.session.execute(insert_once(OnlineAttendance).values(**facts))
        return
    _day_of(edition, day)
    mine = StreamDay.edition_id == edition.id, StreamDay.day == day
    db.session.execute(update(StreamDay).where(*mine).values(without_link=StreamDay.without_link + 1))


def forget_attendance(edition: Edition) -> None:
    """Delete who opened the stream, and keep how many on each day. Done twice it is done once."""
    ours = select(Registration.id).where(Registration.edition_id == edition.id)
    rows = OnlineAttendance.registration_id.in_(ours)
    days = read_all(select(OnlineAttendance.day).where(rows).distinct())
    for day in days:
        _day_of(edition, day)
        mine = StreamDay.edition_id == edition.id, StreamDay.day == day
        gone: CursorResult[Any] = db.session.execute(delete(OnlineAttendance).where(rows, OnlineAttendance.day == day))  # type: ignore[assignment]
        kept = update(StreamDay).where(*mine)
        db.session.execute(kept.values(with_link=StreamDay.with_link + gone.rowcount))
    history.record("stream", edition.slug, "attendance deleted", edition_id=edition.id)
    after_commit(wipe_deleted)


def _day_of(edition: Edition, day: Any) -> None:
    facts = {"edition_id": edition.id, "day": day, "without_link": 0, "with_link": 0}
    db.session.execute(insert_once(StreamDay).values(**facts))


def _broadcast(edition: Edition) -> Broadcast:
    """What was said of the stream, locked; made when something is said first."""
    db.session.refresh(edition, with_for_update=True)
    said = read_one(locked(select(Broadcast).where(Broadcast.edition_id == edition.id)))
    if said is None:
        said = Broadcast(edition=edition, state=None, notice=Bilingual(), is_for_registered=False)
        db.session.add(said)
        db.session.flush()
    return said


def _check(facts: StreamFacts) -> None:
    for address in (facts.address, facts.captions_address):
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that enclose no address of the network
            raise NotAStream from None
        if address and (parts.scheme != "https" or not parts.hostname or "@" in parts.netloc):
            raise NotAStream


def _shown_in_calendars(edition: Edition) -> None:
    """Entries of sessions name the live page while there is a stream (RFC 5545 3.8.7.4)."""
    edition.ics_place_sequence += 1
    edition.ics_place_changed_at = clock.now()
