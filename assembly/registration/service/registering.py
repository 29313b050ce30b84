"""Registering: one submission, one registration, with its number, its badge, its link and its mail."""

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.service import already_registered
from assembly.accounts.queries import name_key, person_by_address_and_name
from assembly.accounts.service.people import add_person, find_or_add_person
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.delegations.offices import office_of
from assembly.errors import SentBefore
from assembly.extensions import db
from assembly.models import (
    Community,
    Edition,
    Person,
    PlaceCount,
    Registration,
    Represents,
    Reserve,
    State,
    reserves_of,
)
from assembly.protocol.service.updating import place_folded
from assembly.quotas import queries as quota_queries
from assembly.quotas import service as quotas
from assembly.quotas.service import Places, Room
from assembly.registration.service.creating import create_registration
from assembly.registration.service.looking_up import DirectoryMatch, compared, entry_of, look_up
from assembly.registration.service.submission import (
    InvitationNeeded,
    NotHeld,
    OnlineOnly,
    Outcome,
    RegistrationClosed,
    Submission,
    ThereAlready,
)
from assembly.sealed import seal, unseal


def register(edition: Edition, sent: Submission, found: DirectoryMatch | None = None) -> Outcome:
    """One registration with its badge, its link and its mail, confirmed or waiting at once. `found` is what was looked
    up before the lock.

    Raises RegistrationClosed, OnlineOnly, and SentBefore when the key was used with other words. Sent twice, it
    answers twice the same and does nothing the second time.
    """
    places = quotas.lock(edition)
    is_repeated, still_so = compared(edition, sent, found)
    if is_repeated and (earlier := answered_before(edition, sent)) is not None:
        return earlier
    found = found if found is not None and still_so else look_up(sent)
    count = check_on_offer(places, sent, found.entry)
    person, community = _person(sent, found), _community(sent, found.entry)
    known = delegation_queries.known(edition, person, sent.mode, _origin(sent, community))
    if sent.represents is Represents.COMMUNITY and delegations.is_of_delegation(sent.mode, sent.category):
        delegations.check_size(edition, office_of(sent.function), known.coming)
    room = room_of(places, sent, known.waited_for)
    state = State.SUBMITTED if count.is_reviewed else room.state
    number = known.waiting + 1 if state is State.WAITING else None
    if known.active is not None:
        active = db.session.get_one(Registration, known.active)
        outcome = Outcome(active.code, state, number)
        _tell(active, sent, outcome)
        return outcome
    entered = create_registration(places, sent, person, community, room, state, known.representative)
    return Outcome(entered.code, state, number)


def check_on_offer(places: Places, sent: Submission, entry: Community | None) -> PlaceCount:
    """Find the mode that is asked for; `entry` is whom the directory knows under what was written.

    Raises RegistrationClosed, OnlineOnly and InvitationNeeded.
    """
    count = places.counts.get(sent.mode)
    if not places.edition.takes_place:
        raise NotHeld
    if count is None or not count.is_open:
        raise RegistrationClosed
    if sent.mode not in sent.represents.modes_for(entry.kind if entry else None):
        raise OnlineOnly
    if not count.takes_everybody:
        raise InvitationNeeded
    return count


def add_by_hand(
    edition: Edition, sent: Submission, *, though_namesake: bool = False, by_rules_of_form: bool = False
) -> Outcome:
    """The office adds somebody, before registration opens and after it closes alike; a full room means waiting.

    Without an address nobody is written to. Raises ThereAlready (`though_namesake` says that somebody of the same
    name and place is another person), SentBefore, and RegistrationClosed for a mode this edition does not have; with
    `by_rules_of_form` OnlineOnly too, where the form would offer no place in the room.
    """
    places = quotas.lock(edition)
    earlier = answered_before(edition, sent)
    if earlier is not None:
        return earlier
    if not edition.takes_place:
        raise NotHeld
    if sent.mode not in places.counts:
        raise RegistrationClosed
    known = person_by_address_and_name(sent.email, sent.given, sent.family) if sent.email else None
    same = access_queries.active_of(edition, known) if known is not None else None
    if same is not None:
        raise ThereAlready(registration=same.code, certain=True)
    community = community_of(sent)
    alike = access_queries.namesake(edition, name_key(sent.given, sent.family), community, sent.place)
    if alike is not None and not though_namesake:
        raise ThereAlready(registration=alike.code, certain=False)
    if by_rules_of_form and sent.mode not in sent.represents.modes_for(community.kind if community else None):
        raise OnlineOnly
    person, room = _person(sent), room_of(places, sent)  # nobody is written down who is refused
    representative = delegation_queries.leading(edition, community) if community else None
    return _outcome(create_registration(places, sent, person, community, room, room.state, representative))


def register_invited(
    places: Places,
    sent: Submission,
    person: Person,
    entry: Community | None,
    *,
    late: bool = False,
    for_person: Person | None = None,
) -> Registration:
    """Whoever comes upon an invitation, with a place or on the waiting list; the one they have already, if they do.

    `entry` is the invited city or region, `for_person` whom they stand for there: to such a person the mail is the
    caller's to write.

    Passes before registration opens and where only the invited may register. Raises RegistrationClosed for a mode this
    edition does not have, and after the deadline unless the office says so (`late`); OnlineOnly.
    """
    count = places.counts.get(sent.mode)
    if count is None or not count.is_offered or not (late or clock.now() <= count.closes_at):
        raise RegistrationClosed
    if sent.mode not in sent.represents.modes_for(entry.kind if entry else None):
        raise OnlineOnly
    community = _community(sent, entry)
    known = delegation_queries.known(places.edition, person, sent.mode, _origin(sent, community))
    if known.active is not None:
        return db.session.get_one(Registration, known.active)
    room = room_of(places, sent, known.waited_for)
    tell, stands = for_person is None, known.representative
    return create_registration(
        places, sent, person, community, room, room.state, stands, tell=tell, for_person=for_person
    )


def answered_before(edition: Edition, sent: Submission) -> Outcome | None:
    """Find what an earlier copy of the same form was answered. Raises SentBefore if it had other words.

    Both hold for a form that named somebody registered already, or sending it twice would tell who is.
    """
    earlier, told = access_queries.sent_before(edition, sent.key, already_registered.dedupe_key(edition, sent.key))
    if earlier is None and not told:
        return None
    said = earlier.body_hash if earlier else unseal(told["said"]) if "said" in told else ""
    if said != sent.body_hash:
        raise SentBefore
    return _outcome(earlier) if earlier else Outcome(told["registration"], State(told["state"]), told["number"])


def _tell(active: Registration, sent: Submission, outcome: Outcome) -> None:
    """That person gets the link again, nobody else learns of it; the mail keeps what this form is answered."""
    said, state = seal(sent.body_hash), outcome.state.value
    already_registered.tell(active, sent.key, said=said, state=state, number=outcome.waiting_number)


def _person(sent: Submission, found: DirectoryMatch | None = None) -> Person:
    """The person of a submission; where nobody was `found` they are probably new."""
    if found is not None and found.person_id is not None:
        return db.session.get_one(Person, found.person_id)
    if sent.email:
        is_new = found is not None
        name = {"given": sent.given, "family": sent.family}
        return find_or_add_person(**name, email=sent.email, mail_lang=sent.lang, is_new=is_new)
    return add_person(given=sent.given, family=sent.family, name_lang="", grammatical_form=None, mail_lang=sent.lang)


def room_of(places: Places, sent: Submission, waited_for: frozenset[Reserve] | None = None) -> Room:
    """What there is for somebody new who sends this."""
    reserves = reserves_of(sent.represents, office_of(sent.function))
    return places.room_for(sent.mode, sent.category, reserves, waited_for)


def enter(places: Places, sent: Submission, room: Room, *, tell: bool) -> Registration:
    """A person of a table, in the room the preview spoke of; `tell` is whether they get their mail now."""
    community = community_of(sent)
    representative = delegation_queries.leading(places.edition, community) if community else None
    return create_registration(places, sent, _person(sent), community, room, room.state, representative, tell=tell)


def community_of(sent: Submission) -> Community | None:
    """The city or region of the directory that somebody comes for, if the directory knows it."""
    return _community(sent, entry_of(sent))


def _community(sent: Submission, entry: Community | None) -> Community | None:
    return entry if sent.represents is Represents.COMMUNITY else None


def _origin(sent: Submission, community: Community | None) -> Community | str | None:
    """The city or region somebody comes from, by what they wrote where the directory does not know it."""
    return community or (place_folded(sent.place) if sent.represents is Represents.COMMUNITY else None)


def _outcome(registration: Registration) -> Outcome:
    return Outcome(registration.code, registration.state, quota_queries.waiting_number(registration))
