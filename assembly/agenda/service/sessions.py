"""Sessions of the draft: added, changed, hidden, removed. Two of them may overlap until somebody publishes."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, exists, select, update

from assembly import clock, history
from assembly.agenda import queries
from assembly.agenda.documents.queries import documents_of
from assembly.agenda.documents.service import remove as remove_document
from assembly.errors import ChangedMeanwhile, DomainError, check_unchanged
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import (
    Appearance,
    Bilingual,
    Direction,
    Door,
    Edition,
    Quote,
    Recording,
    Room,
    Session,
    SessionKind,
    SessionLanguage,
    SpeakerProposal,
    Venue,
)
from assembly.sealed import new_code
from assembly.transactions import lock_row


class SessionRecorded(DomainError):
    """Its recording would lose what it is a recording of."""

    sentence = _l("There is a recording of this session, so it cannot be removed. You can hide it.")


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What the office says of a session: times are instants, languages are sorted codes."""

    kind: SessionKind
    title: Bilingual
    abstract: Bilingual
    starts_at: datetime
    ends_at: datetime
    room: Room | None = None
    spoken: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    key_messages: Bilingual = field(default_factory=Bilingual)

    @property
    def mark(self) -> str:
        """What a page was opened on, fact by fact: another mark means that somebody has changed something since."""
        said = (getattr(self, one.name) for one in fields(self))
        plain = (one.code if isinstance(one, Room) else one for one in said)
        return "-".join(sha256(repr(one).encode()).hexdigest()[:8] for one in plain)

    def as_in(self, mark: str) -> frozenset[str]:
        """The facts, by name, that are what this mark was made of: whoever sent them has not touched these."""
        pairs = zip(fields(self), self.mark.split("-"), mark.split("-"), strict=False)
        return frozenset(one.name for one, mine, seen in pairs if mine == seen)


def facts_of(session: Session) -> SessionFacts:
    """What is said of it now."""
    own = ("kind", "title", "abstract", "starts_at", "ends_at", "room", "key_messages")
    said: dict[str, Any] = {name: getattr(session, name) for name in own}
    said |= {one.value: tuple(session.in_direction(one)) for one in Direction}
    return SessionFacts(**said)


def add_room(venue: Venue, name: Bilingual, *, capacity: int | None = None) -> Room:
    """A room of the venue."""
    room = Room(venue=venue, code=new_code(), name=name, capacity=capacity, access=Bilingual())
    db.session.add(room)
    return room


def add_session(edition: Edition, **facts: Any) -> Session:
    """A session of the draft; `facts` are those of `SessionFacts` by name, its languages in any order."""
    langs = {one.value: tuple(sorted(facts.get(one.value, ()))) for one in Direction}
    session = new_session(edition, SessionFacts(**facts | langs))
    db.session.flush()
    return session


def new_session(edition: Edition, facts: SessionFacts) -> Session:
    """The same from its facts, not flushed: many are stored together."""
    session = Session(edition=edition, code=new_code(), **_own(facts))
    _set_languages(session, _languages(facts))
    db.session.add(session)
    history.record("session", session.code, "added", edition_id=edition.id)
    return session


def change_session(session: Session, facts: SessionFacts, *, seen: str) -> None:
    """Say something else of it; `seen` is the mark of what this was written over.

    Saving what is there already does nothing, so a second press is harmless. Raises ChangedMeanwhile, also where it
    has been removed.
    """
    _hold_in_draft(session)
    now = facts_of(session)
    if now == facts:
        return
    check_unchanged(now.mark, seen)
    rewrite(session, facts)


def rewrite(session: Session, facts: SessionFacts) -> None:
    """Make a session that nobody else can change now say this; what does not differ is not touched."""
    now = facts_of(session)
    changed = [one.name for one in fields(facts) if getattr(now, one.name) != getattr(facts, one.name)]
    if not changed:
        return
    for name, value in _own(facts).items():
        if name in changed:
            setattr(session, name, value)
    _set_languages(session, _languages(facts))
    history.record("session", session.code, "changed", edition_id=session.edition_id, changed=changed)


def _own(facts: SessionFacts) -> dict[str, Any]:
    """What a session says in columns of its own."""
    langs = {one.value for one in Direction}
    return {one.name: getattr(facts, one.name) for one in fields(facts) if one.name not in langs}


def _languages(facts: SessionFacts) -> dict[str, Any]:
    return {one.value: getattr(facts, one.value) for one in Direction}


def plan_session(
    edition: Edition,
    facts: SessionFacts,
    *,
    capacity: int | None = None,
    hidden: bool = False,
    beside: Session | None = None,
) -> Session:
    """A session of the draft, from the office's form, with so many seats (None without limit).

    The same once more is that session, as it is by now: a second press adds none. `beside` does not count as the same.
    """
    db.session.refresh(edition, with_for_update=True)
    for one in queries.draft(edition):
        if one is not beside and one.hidden is hidden and facts_of(one) == facts:
            return one
    session = new_session(edition, facts)
    session.capacity, session.hidden = capacity, hidden
    db.session.flush()
    return session


def duplicate(session: Session) -> Session:
    """A hidden twin with the same words, time, room and languages, and nobody in it yet."""
    return plan_session(session.edition, facts_of(session), capacity=session.capacity, hidden=True, beside=session)


def set_hidden(session: Session, hidden: bool) -> None:
    """Keep it out of the next release, or let it in again; what is public stays public until then.

    Raises ChangedMeanwhile where it has been removed.
    """
    _hold_in_draft(session)
    if session.hidden is hidden:
        return
    session.hidden = hidden
    history.record("session", session.code, "hidden" if hidden else "shown", edition_id=session.edition_id)


def remove_session(session: Session) -> None:
    """Take it out of the draft. Raises SessionRecorded.

    One that was never published is deleted with its documents and the parts of its people, which the history keeps;
    quotes, proposed speakers and doors lose it.
    A published one stays as a row that only releases know: the next release says that it is cancelled, and seats in
    it stay with the row, for it may be brought back.
    """
    lock_row(session)
    if session.removed_at is not None:
        return
    if db.session.scalar(select(exists().where(Recording.session_id == session.id))):
        raise SessionRecorded
    if queries.was_published(session):
        session.removed_at = clock.now()
    else:
        for document in documents_of(session):
            remove_document(document)
        db.session.execute(delete(Appearance).where(Appearance.session_id == session.id))
        for noun in (Quote, SpeakerProposal, Door):
            db.session.execute(update(noun).where(noun.session_id == session.id).values(session_id=None))
        db.session.delete(session)
    history.record("session", session.code, "removed", edition_id=session.edition_id)


def bring_back(session: Session) -> None:
    """Put a removed session into the draft again, as it was."""
    lock_row(session)
    if session.removed_at is not None:
        session.removed_at = None
        history.record("session", session.code, "brought back", edition_id=session.edition_id)


def still_right(session: Session) -> None:
    """Somebody has read both languages of each text of this session, and they say the same.

    Raises ChangedMeanwhile where it has been removed.
    """
    _hold_in_draft(session)
    session.words_still_right()
    history.record("session", session.code, "languages compared", edition_id=session.edition_id)


def _hold_in_draft(session: Session) -> None:
    lock_row(session)
    if session.removed_at is not None:
        raise ChangedMeanwhile


def _set_languages(session: Session, wanted: dict[str, Any]) -> None:
    """Keep the rows that are right: one deleted and added again in a flush would meet itself."""
    pairs = {(lang, Direction(direction)) for direction, langs in wanted.items() for lang in langs}
    kept = [one for one in session.languages if (one.lang, one.direction) in pairs]
    new = pairs - {(one.lang, one.direction) for one in kept}
    session.languages = [*kept, *(SessionLanguage(lang=lang, direction=direction) for lang, direction in sorted(new))]
