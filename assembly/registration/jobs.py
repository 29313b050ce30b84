"""What time alone brings about: offers end, places kept for some are released to all, forgotten seats are given."""

from __future__ import annotations

from assembly.extensions import db, tasks
from assembly.models import Edition, Registration, Session
from assembly.registration import queries, service
from assembly.transactions import writing


@tasks.job(every_minute=True)
def keep_moving() -> None:
    """One transaction for each offer that is over, one for each edition where places wait for people,
    and the same for seats in sessions."""
    for registration_id in queries.offers_over():
        with writing():
            service.end_offer(db.session.get_one(Registration, registration_id))
    for edition_id in queries.editions_where_places_wait():
        with writing():
            service.offer_what_is_free(db.session.get_one(Edition, edition_id))
    for registration_id in queries.sign_ups.seats_of_nobody():
        with writing():
            service.sign_ups.free(db.session.get_one(Registration, registration_id))
    for session_id in queries.sign_ups.sessions_where_seats_wait():
        with writing():
            service.sign_ups.give_what_is_free(db.session.get_one(Session, session_id))
