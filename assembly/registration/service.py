"""Verbs of registration. Each runs inside `writing()`, under the lock of the edition's places."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import select

from assembly import clock, history, mail
from assembly.accounts.service import find_or_add_person
from assembly.communities import queries as directory
from assembly.communities.service import suggest
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import (
    AccessLink,
    Badge,
    Category,
    Edition,
    Mode,
    Move,
    PlaceCount,
    Pool,
    Purpose,
    Registration,
    Represents,
    State,
)
from assembly.registration import queries
from assembly.sealed import new_code, new_token
from assembly.transactions import locked


class RegistrationClosed(DomainError):
    """The deadline passed, perhaps while the form was open; our clock decides."""

    sentence = _l("Registration for this way of taking part is closed.")


class SentBefore(DomainError):
    """The same form was sent before with other words; the first stays."""

    sentence = _l("This form was sent before with other answers. The first ones were kept.")


class TooLate(DomainError):
    """The assembly is over, so nothing can be cancelled any more."""

    sentence = _l("The assembly is over: nothing can be changed any more.")


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sent, clean and checked. `key` was made with the empty form; `lang` is the page's."""

    key: str
    represents: Represents
    place: str
    given: str
    family: str
    function: str
    email: str
    mode: Mode
    lang: str
    assistant_email: str = ""
    category: Category = Category.PARTICIPANT
    origin: str = "form"

    @property
    def body_hash(self) -> str:
        """The same words give the same value; the key is not among them."""
        words = {name: value for name, value in asdict(self).items() if name != "key"}
        return sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the visitor is told: a reference, the state, and the number on the waiting list if there is one.

    For a person who is registered already it looks like any other (tests-to-pass.md E9): the mail tells them.
    """

    reference: str
    state: State
    waiting_number: int | None = None


def register(edition: Edition, sent: Submission) -> Outcome:
    """One registration with its badge, its link and its mail, confirmed or waiting at once.

    Raises RegistrationClosed, and SentBefore when the key was used with other words. Sent twice, it answers twice
    the same and does nothing the second time.
    """
    places = _lock_places(edition)
    earlier = queries.by_key(edition, sent.key)
    if earlier is not None:
        if earlier.body_hash != sent.body_hash:
            raise SentBefore
        return _outcome(earlier)
    place = places.get(sent.mode)
    if place is None or not place.is_open or sent.mode not in sent.represents.modes:
        raise RegistrationClosed
    person = find_or_add_person(given=sent.given, family=sent.family, email=sent.email, mail_lang=sent.lang)
    pool = _lock_pool(edition, sent.mode)
    waiting = queries.waiting_before(edition, sent.mode)
    state = State.CONFIRMED if not sent.category.takes_place or _is_free(pool, waiting) else State.WAITING
    active = queries.active_of(edition, person)
    if active is not None:
        _remind(active, sent)
        return Outcome(active.code, state, waiting + 1 if state is State.WAITING else None)
    registration = _add(edition, sent, person.id, place, state)
    if pool is not None and state is State.CONFIRMED and sent.category.takes_place:
        pool.taken += 1
    _send_links(registration, sent)
    return Outcome(registration.code, state, waiting + 1 if state is State.WAITING else None)


def cancel(registration: Registration) -> None:
    """The person will not come; their place is free again. A second click changes nothing. Raises TooLate."""
    _lock_places(registration.edition)
    db.session.refresh(registration)
    if registration.state is State.CANCELLED:
        return
    if not registration.can_be_cancelled:
        raise TooLate
    if registration.state is State.CONFIRMED and registration.category.takes_place:
        pool = _lock_pool(registration.edition, registration.mode)
        if pool is not None:
            pool.taken -= 1
    _move(registration, State.CANCELLED)
    _post("registration_cancelled", registration, f"cancelled:{registration.code}:{len(registration.moves)}")


def _lock_places(edition: Edition) -> dict[Mode, PlaceCount]:
    """All modes at once and in one order: registrations of an edition come one after the other."""
    rows = db.session.scalars(
        locked(select(PlaceCount).where(PlaceCount.edition_id == edition.id).order_by(PlaceCount.mode))
    )
    return {row.mode: row for row in rows}


def _lock_pool(edition: Edition, mode: Mode) -> Pool | None:
    return db.session.scalars(
        locked(select(Pool).where(Pool.edition_id == edition.id, Pool.mode == mode))
    ).one_or_none()


def _is_free(pool: Pool | None, waiting: int) -> bool:
    """A place goes to a new registration only if nobody waits for it."""
    return pool is None or (pool.taken < pool.size and waiting == 0)


def _add(edition: Edition, sent: Submission, person_id: int, place: PlaceCount, state: State) -> Registration:
    community = directory.matching(sent.place) if sent.represents is Represents.COMMUNITY else None
    reference = spoken_reference((place.next_seq - 1) * len(Mode) + list(Mode).index(sent.mode))
    badge, code, now = new_token(), new_code(), clock.now()
    own_name = community.native_name if community else ""
    searchable = (f"{sent.family} {sent.given}", own_name, sent.place, reference, code)
    registration = Registration(
        code=code,
        edition_id=edition.id,
        person_id=person_id,
        category=sent.category,
        mode=sent.mode,
        origin=sent.origin,
        state=state,
        seq=place.next_seq,
        lang=sent.lang,
        badge_name=f"{sent.given} {sent.family}",
        function=sent.function,
        represents=sent.represents,
        community_id=community.id if community else None,
        org_text="" if community else sent.place,
        folded=fold(" ".join(searchable)),
        spoken_ref=reference,
        idempotency_key=sent.key,
        body_hash=sent.body_hash,
        registered_at=now,
        moves=[Move(from_state=None, to_state=state, at=now, by=history.actor())],
    )
    place.next_seq += 1
    db.session.add_all(
        [
            registration,
            Badge(registration=registration, token_hash=badge.hash, token_sealed=badge.sealed, issued_at=now),
        ]
    )
    db.session.flush()
    if community is None and sent.represents is Represents.COMMUNITY:
        suggest(sent.place, registration=registration)
    history.record("registration", registration.code, "registered", edition_id=edition.id, state=state.value)
    return registration


def _send_links(registration: Registration, sent: Submission) -> None:
    """The person's own link to the person; another, revocable by itself, to whoever registered them."""
    recipients: list[tuple[Purpose, str | None]] = [(Purpose.OWN, None)]
    if sent.assistant_email and sent.assistant_email.casefold() != sent.email.casefold():
        recipients.append((Purpose.ASSISTANT, sent.assistant_email))
    for purpose, sent_to in recipients:
        token = new_token()
        link = AccessLink(
            purpose=purpose,
            registration=registration,
            sent_to=sent_to,
            token_hash=token.hash,
            token_sealed=token.sealed,
        )
        db.session.add(link)
        _post("registration_received", registration, f"received:{registration.code}:{purpose.value}", to=link)


def _remind(registration: Registration, sent: Submission) -> None:
    """Somebody registers a person who is registered: that person gets the link again, nobody else learns of it."""
    _post("already_registered", registration, f"again:{registration.code}:{sent.key}")


def _post(kind: str, registration: Registration, dedupe_key: str, to: AccessLink | None = None) -> None:
    facts = {"registration": registration.code, "assistant": bool(to and to.sent_to)}
    recipient = to if to is not None and to.sent_to else registration.person
    mail.post(
        kind,
        to=recipient,
        lang=registration.lang,
        dedupe_key=dedupe_key,
        facts=facts,
        edition=registration.edition,
    )


def _move(registration: Registration, to: State, reason: str = "") -> None:
    before = registration.state
    registration.moves.append(Move(from_state=before, to_state=to, at=clock.now(), by=history.actor(), reason=reason))
    registration.state = to
    history.record("registration", registration.code, to.value, edition_id=registration.edition_id, before=before.value)


def _outcome(registration: Registration) -> Outcome:
    number = None
    if registration.state is State.WAITING:
        number = queries.waiting_before(registration.edition, registration.mode, registration.seq) + 1
    return Outcome(registration.code, registration.state, number)


_LETTERS = "ACDEFGHJKLMNPRTUVWXY"
_ROUND = len(_LETTERS) * 8 * 100


def spoken_reference(number: int) -> str:
    """A short reference to say aloud at the door, such as `K7-42`: unique for each `number`, not telling it.

    16,000 of them have five characters; later rounds put one more digit in front of the last two.
    """
    turn, within = divmod(number, _ROUND)
    scattered = within * 7919 % _ROUND
    letter, rest = divmod(scattered, 800)
    digit, last = divmod(rest, 100)
    return f"{_LETTERS[letter]}{digit + 2}-{turn or ''}{last:02d}"
