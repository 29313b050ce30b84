"""One new registration, with its number, its badge, its links and its mail."""

from sqlalchemy import insert

from assembly import clock, history
from assembly.access.service.moving import write
from assembly.delegations import service as delegations
from assembly.delegations.offices import office_of
from assembly.extensions import db
from assembly.fold import email_key
from assembly.models import (
    AccessLink,
    Badge,
    Community,
    Edition,
    Mode,
    Move,
    NoticeKind,
    Person,
    Purpose,
    Registration,
    State,
)
from assembly.plain_statements import execute, insert_object
from assembly.privacy.service import kept_notices
from assembly.protocol.service.sorting import first_key
from assembly.protocol.service.updating import folded_words, place_folded
from assembly.quotas.service import Places, Room
from assembly.registration.service.submission import Submission
from assembly.sealed import new_code, new_token

HANDED_OVER = "handed_over"
"The origin of a registration that has the place of another."
SEES_STATEMENT = frozenset({"form", "invitation"})
"Origins of registrations that begin on a page with the privacy statement below its button."
_ADD_MOVE, _ADD_BADGE, _ADD_LINK = insert(Move), insert(Badge), insert(AccessLink)
"Sent without the session, to which each object costs more under the lock than its statement."


def create_registration(
    places: Places,
    sent: Submission,
    person: Person,
    community: Community | None,
    room: Room,
    state: State,
    representative: int | None,
    *,
    tell: bool = True,
    for_person: Person | None = None,
) -> Registration:
    """One more registration, with its number, its place if it is confirmed, its badge and its mail.

    Who is confirmed in person stands for their place (`for_person`: for its mayor), or comes with its
    `representative` (by id).
    """
    registration = _new(places.edition, sent, person.id, community, places.number(sent.mode), state)
    if tell and person.email:
        note_asked(registration, sent)
    comes_for_place = community is not None and delegations.is_of_delegation(sent.mode, sent.category)
    if state is State.CONFIRMED:
        room.take(registration)
        registration.head_id = representative if comes_for_place else None
    _add(registration)
    if state is State.CONFIRMED and comes_for_place and representative is None:
        delegations.stand(registration, for_person)
    if person.email:
        send_links(registration, sent, tell)
    return registration


def create_successor(
    places: Places,
    before: Registration,
    sent: Submission,
    person: Person,
    community: Community | None,
    state: State,
) -> Registration:
    """A registration in the place of another that has just ended: the same place, turn and offer, another badge.

    The mail is the caller's to write.
    """
    turn, fresh = before.seq, places.number(before.mode)
    before.seq = fresh
    db.session.flush()  # a number is given to one at a time
    registration = _new(places.edition, sent, person.id, community, fresh, state)
    registration.seq, registration.offered_until = turn, before.offered_until
    registration.pool_id, before.pool_id, before.offered_until = before.pool_id, None, None
    registration.succeeds_id = before.id if sent.origin == HANDED_OVER else None
    _add(registration)
    return registration


def _new(
    edition: Edition, sent: Submission, person_id: int, community: Community | None, seq: int, state: State
) -> Registration:
    reference = spoken_reference((seq - 1) * len(Mode) + list(Mode).index(sent.mode))
    code, now = new_code(), clock.now()
    own_name = community.native_name if community else ""
    searchable = (f"{sent.family} {sent.given}", own_name, sent.place, reference, code)
    return Registration(
        code=code,
        edition_id=edition.id,
        person_id=person_id,
        category=sent.category,
        mode=sent.mode,
        origin=sent.origin,
        state=state,
        seq=seq,
        lang=sent.lang,
        badge_name=f"{sent.given} {sent.family}",
        function=sent.function,
        office=office_of(sent.function),
        represents=sent.represents,
        community_id=community.id if community else None,
        org_text="" if community else sent.place,
        folded=folded_words(searchable),
        place_folded=place_folded(own_name or sent.place),
        protocol_key=first_key(code, sent.given, sent.family, office_of(sent.function), community or sent.place),
        notice_id=kept_notices.id_of(NoticeKind.PRIVACY, sent.lang) if sent.origin in SEES_STATEMENT else None,
        spoken_ref=reference,
        invitation_id=sent.invitation_id,
        idempotency_key=sent.key,
        body_hash=sent.body_hash,
        registered_at=now,
        note=sent.note,
    )


def _add(registration: Registration) -> None:
    """The registration with its first move and the badge that is born with it."""
    token, now = new_token(), registration.registered_at
    insert_object(registration)
    ours = {"registration_id": registration.id}
    secret = {"token_hash": token.hash, "token_sealed": token.sealed}
    execute(_ADD_MOVE, ours | {"to_state": registration.state, "at": now, "by": history.actor()})
    execute(_ADD_BADGE, ours | secret | {"issued_at": now})
    history.record(
        "registration",
        registration.code,
        "registered",
        edition_id=registration.edition_id,
        state=registration.state.value,
    )


def note_asked(registration: Registration, sent: Submission) -> None:
    """Note that the email to somebody whom another registered also leads to the questions only they answer."""
    if sent.is_by_another:
        registration.consents_asked_at = clock.now()


def send_links(registration: Registration, sent: Submission, tell: bool = True) -> None:
    """The person's own link to the person; another, revocable by itself, to whoever registered them.

    Untold, the link waits for the next mail.
    """
    kind = "registration_received" if tell else None
    send_link(registration, Purpose.OWN, None, kind)
    if sent.is_by_another:
        send_link(registration, Purpose.ASSISTANT, sent.assistant_email, kind)


def send_link(registration: Registration, purpose: Purpose, sent_to: str | None, kind: str | None) -> None:
    """A new link, and the mail of this kind that holds it: to the person, or to whoever acts for them.

    Without a kind it waits for the next mail.
    """
    token, link = new_token(), None
    facts = {"purpose": purpose, "sent_to": sent_to, "token_hash": token.hash, "token_sealed": token.sealed}
    if sent_to is None:  # the mail to the person finds it by the registration
        execute(_ADD_LINK, facts | {"registration_id": registration.id})
    else:
        link = AccessLink(registration=registration, sent_to_key=email_key(sent_to), **facts)
        db.session.add(link)
    if kind is not None:
        about = purpose.value if kind == "registration_received" else f"{purpose.value}:{token.hash[:16]}"
        write(kind, registration, about, to=link)


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
