"""What happens by itself: offers end, reserves and forgotten seats are given, what has had its day goes, cities are
stood for."""

from __future__ import annotations

from assembly import clock
from assembly.extensions import db, tasks
from assembly.models import Community, Edition, Registration, Session
from assembly.registration import queries, service
from assembly.registration.queries import protocol, unconfirmed
from assembly.registration.service import sorting
from assembly.transactions import writing


@tasks.job(every_minute=True)
def delete_needs() -> None:
    """One transaction for each person who will not come, one for each edition whose day has come."""
    for registration_id in queries.needs_of_nobody():
        with writing():
            service.needs.forget(db.session.get_one(Registration, registration_id))
    for edition in queries.editions_with_needs():
        if service.needs.last_day(edition) <= clock.local_day(clock.now(), edition.zone):
            with writing():
                service.needs.purge(db.session.get_one(Edition, edition.id))


@tasks.job(every_minute=True)
def delete_contacts() -> None:
    """One transaction for each edition whose addresses and answers have had their day, which leaves the last people
    for the end, so that one that was interrupted goes on; before it one for each five hundred others."""
    needing, size = queries.contacts.editions_that_need_addresses(), service.contacts.AT_ONCE
    for edition in queries.contacts.editions_with_contacts_over():
        people, edition_id = queries.contacts.people_whose_address_is_over(edition, needing), edition.id
        for first in range(0, len(people) - size, size):
            with writing():
                service.contacts.forget_some(db.session.get_one(Edition, edition_id), people[first : first + size])
        with writing():
            service.contacts.purge(db.session.get_one(Edition, edition_id))


@tasks.job(every_minute=True)
def forget_unconfirmed() -> None:
    """Forms nobody confirmed are gone after a day."""
    if unconfirmed.has_old():
        with writing():
            service.confirming.forget_unconfirmed()
    db.session.rollback()


@tasks.job(every_minute=True)
def keep_moving() -> None:
    """One transaction for each offer that is over, one for some offers of each edition where places wait for people,
    and the same for seats in sessions."""
    for registration_id in queries.offers_over():
        with writing():
            service.end_offer(db.session.get_one(Registration, registration_id))
    for edition_id in queries.editions_where_places_wait():
        more = True
        while more:
            with writing():
                more = service.offer_what_is_free(db.session.get_one(Edition, edition_id))
    for registration_id in queries.sign_ups.seats_of_nobody():
        with writing():
            service.sign_ups.free(db.session.get_one(Registration, registration_id))
    for session_id in queries.sign_ups.sessions_where_seats_wait():
        with writing():
            service.sign_ups.give_what_is_free(db.session.get_one(Session, session_id))


@tasks.job(every_minute=True)
def keep_sorted() -> None:
    """Protocol order follows signatures, mandates and spellings. Who has to move is found before anybody has to wait
    for it: one transaction for each hundred people. Nobody is looked for while nothing was written to what sorts them.
    """
    for edition_id, state in [(one.id, protocol.state_of(one)) for one in protocol.editions_to_sort()]:
        if sorting.was_sorted(edition_id, state):
            continue
        ids = [one.id for one in protocol.stale(db.session.get_one(Edition, edition_id))]
        for first in range(0, len(ids), sorting.BATCH):
            with writing():
                sorting.renew(db.session.get_one(Edition, edition_id), ids[first : first + sorting.BATCH])
        sorting.remember_sorted(edition_id, state)
    db.session.rollback()


@tasks.job(every_minute=True)
def keep_represented() -> None:
    """The directory has learnt a name that was typed, or has made two places one: one transaction for each place."""
    for edition_id, community_id in queries.unsettled():
        with writing():
            service.settle_place(db.session.get_one(Edition, edition_id), db.session.get_one(Community, community_id))
