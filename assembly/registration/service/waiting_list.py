"""The waiting list: a free place is offered at once to whoever is first; an offer not taken goes on to the next."""

from datetime import datetime, timedelta

from sqlalchemy import select

from assembly import clock
from assembly.access.service.moving import lock_places, move, write_to_all
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import Edition, Mode, Registration, State
from assembly.quotas import queries as quota_queries
from assembly.quotas import service as quotas
from assembly.quotas.offers import answer_until
from assembly.quotas.service import Places, Rules

AT_ONCE = 5
"Offers of one transaction: they take 10 ms, and whoever else writes waits meanwhile."
_REST = timedelta(days=2)
"So long somebody who said “not now” is not asked again for what they let go: it goes to others, new ones included."


class OfferOver(DomainError):
    """The offer was answered before, or its time has passed."""

    sentence = _l("This offer is no longer open. This page shows the current status of your registration.")


def fill(places: Places, mode: Mode, *, afresh: bool = True) -> bool:
    """Offer the free places to those who wait the longest for such a place, at most `AT_ONCE` of them, and say whether
    more may be left.

    A thousand offers take seconds, in which nobody else could register or come through a door; the job of each minute
    makes those that are left. `afresh` says that another place has become free than those let go before: that one is
    also for who rests.
    """
    now, edition = clock.now(), places.edition
    if now >= edition.starts_at or not edition.takes_place:
        return False
    db.session.flush()  # who has just left or joined the list counts
    until, still = answer_until(now, edition.starts_at, edition.zone), AT_ONCE
    for room in places.free_rooms(mode):
        most = still if room.left is None else min(still, room.left)
        first = quota_queries.first_waiting(edition, mode, room.open_to, most, resting=afresh) if most else []
        still -= len(first)
        for registration in first:
            room.take(registration)
            registration.asked_again_from = None
            if registration.person.email is None:  # who cannot be asked has their place: the office speaks for them
                move(registration, State.CONFIRMED)
                write_to_all("registration_received", registration)
                continue
            with db.session.no_autoflush:  # all of them are written together, below
                registration.offered_until = until
                move(registration, State.OFFERED)
                write_to_all("place_offered", registration)
        db.session.flush()
    return still == 0


def accept_offer(registration: Registration) -> None:
    """The person takes the place. A second click changes nothing. Raises OfferOver."""
    lock_places(registration)
    if registration.state is State.CONFIRMED:
        return
    if not registration.offer_is_open:
        raise OfferOver
    registration.offered_until = None
    move(registration, State.CONFIRMED)
    write_to_all("registration_received", registration)


def decline_offer(registration: Registration) -> None:
    """The person lets the place go, stays on the list, at its end, and rests. Raises OfferOver."""
    places = lock_places(registration)
    if registration.state is State.WAITING:
        return
    if registration.state is not State.OFFERED:
        raise OfferOver
    registration.asked_again_from = clock.now() + _REST
    _to_the_end(places, registration)
    fill(places, registration.mode, afresh=False)


def _to_the_end(places: Places, registration: Registration) -> None:
    """A new number and a mail that says so: nobody loses their turn silently."""
    quotas.free(places, registration)
    registration.offered_until = None
    registration.seq = places.number(registration.mode)
    move(registration, State.WAITING)
    write_to_all("offer_over", registration)
    db.session.flush()


def offer_what_is_free(edition: Edition) -> bool:
    """Offer what a release, a larger size or an office set right has made free, and say whether more may be left."""
    places = quotas.lock(edition)
    return any(fill(places, mode, afresh=False) for mode in places.counts)


def set_rules(edition: Edition, mode: Mode, rules: Rules, *, seen: str | None = None) -> int:
    """Change places and dates of one mode, and offer what has become free at once.

    Gives how many more places are given than there are now: nobody is thrown out, nobody new comes in. `seen` is the
    mark of the rules they were written over, None for no page. Raises ChangedMeanwhile.
    """
    places = quotas.lock(edition)
    before = places.left(mode)
    surplus = quotas.set_rules(places, mode, rules, seen=seen)
    fill(places, mode, afresh=places.left(mode) > before)
    return surplus


def renew_offers(places: Places) -> datetime | None:
    """Give everybody who is offered a place a new deadline, as if it were offered now; which one, None for nobody."""
    edition = places.edition
    until = answer_until(clock.now(), edition.starts_at, edition.zone)
    mine = Registration.edition_id == edition.id, Registration.state == State.OFFERED
    offered = read_all(select(Registration).where(*mine))
    for registration in offered:
        registration.offered_until = max(until, registration.offered_until or until)
    return until if offered else None


def end_offer(registration: Registration) -> None:
    """An offer whose time has passed goes on to the next; its person goes to the end of the list.

    They may have missed it, so they do not rest: where nobody else is in line they are asked again at once.
    """
    places = lock_places(registration)
    if registration.state is not State.OFFERED or registration.offer_is_open or not registration.edition.takes_place:
        return  # answered in the meantime, or kept until there is a date
    _to_the_end(places, registration)
    fill(places, registration.mode, afresh=False)
