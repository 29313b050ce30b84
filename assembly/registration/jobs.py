"""What happens by itself: offers end, reserves and forgotten seats are given, what has had its day goes, cities are
stood for."""

from __future__ import annotations

from assembly import clock
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.extensions import db, tasks
from assembly.models import Community, Edition, Registration, Session
from assembly.privacy.queries import contacts as contact_queries
from assembly.privacy.service import contacts
from assembly.privacy.service.contacts import AT_ONCE
from assembly.protocol import queries as protocol_queries
from assembly.protocol.service import sorting
from assembly.questions import queries as question_queries
from assembly.questions.service import needs
from assembly.quotas import queries as quota_queries
from assembly.registration.queries import unconfirmed
from assembly.registration.service import confirming, waiting_list
from assembly.sign_ups import queries as seat_queries
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing


@tasks.job(every_minute=True)
def delete_needs() -> None:
    """One transaction for each person who will not come, one for each edition whose day has come."""
    for registration_id in question_queries.needs_of_nobody():
        with writing():
            needs.forget(db.session.get_one(Registration, registration_id))
    for edition in question_queries.editions_with_needs():
        if needs.last_day(edition) <= clock.local_day(clock.now(), edition.zone):
            with writing():
                needs.purge(db.session.get_one(Edition, edition.id))


@tasks.job(every_minute=True)
def delete_contacts() -> None:
    """One transaction for each edition whose addresses and answers have had their day, which leaves the last people
    for the end, so that one that was interrupted goes on; before it one for each five hundred others."""
    needing, size = contact_queries.editions_that_need_addresses(), AT_ONCE
    for edition in contact_queries.editions_with_contacts_over():
        people, edition_id = contact_queries.people_whose_address_is_over(edition, needing), edition.id
        for first in range(0, len(people) - size, size):
            with writing():
                contacts.forget_some(db.session.get_one(Edition, edition_id), people[first : first + size])
        with writing():
            contacts.purge(db.session.get_one(Edition, edition_id))


@tasks.job(every_minute=True)
def forget_unconfirmed() -> None:
    """Forms nobody confirmed are gone after a day."""
    if unconfirmed.has_old():
        with writing():
            confirming.forget_unconfirmed()
    db.session.rollback()


@tasks.job(every_minute=True)
def keep_moving() -> None:
    """One transaction for each offer that is over, one for some offers of each edition where places wait for people,
    and the same for seats in sessions."""
    for registration_id in quota_queries.offers_over():
        with writing():
            waiting_list.end_offer(db.session.get_one(Registration, registration_id))
    for edition_id in quota_queries.editions_where_places_wait():
        more = True
        while more:
            with writing():
                more = waiting_list.offer_what_is_free(db.session.get_one(Edition, edition_id))
    for registration_id in seat_queries.seats_of_nobody():
        with writing():
            sign_ups.free(db.session.get_one(Registration, registration_id))
    for session_id in seat_queries.sessions_where_seats_wait():
        with writing():
            sign_ups.give_what_is_free(db.session.get_one(Session, session_id))


@tasks.job(every_minute=True)
def keep_sorted() -> None:
    """Protocol order follows signatures, mandates and spellings. Who has to move is found before anybody has to wait
    for it: one transaction for each hundred people. Nobody is looked for while nothing was written to what sorts them.
    """
    for edition_id, state in [(one.id, protocol_queries.state_of(one)) for one in protocol_queries.editions_to_sort()]:
        if sorting.was_sorted(edition_id, state):
            continue
        ids = [one.id for one in protocol_queries.stale(db.session.get_one(Edition, edition_id))]
        for first in range(0, len(ids), sorting.BATCH):
            with writing():
                sorting.renew(db.session.get_one(Edition, edition_id), ids[first : first + sorting.BATCH])
        sorting.remember_sorted(edition_id, state)
    db.session.rollback()


@tasks.job(every_minute=True)
def keep_represented() -> None:
    """The directory has learnt a name that was typed, or has made two places one: one transaction for each place."""
    for edition_id, community_id in delegation_queries.unsettled():
        edition, community = db.session.get_one(Edition, edition_id), db.session.get_one(Community, community_id)
        db.session.expunge(community)  # or the transaction would read it once more
        with writing():
            delegations.settle_place(edition, community)
