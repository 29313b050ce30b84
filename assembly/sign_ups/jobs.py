"""What happens by itself: seats in sessions that other changes left behind are given to the next who wait."""

from assembly.extensions import db, tasks
from assembly.models import Registration, Session
from assembly.sign_ups import queries, service
from assembly.transactions import writing


@tasks.job(every_minute=True)
def give_free_seats() -> None:
    """One transaction for each person who gave up their seats, and one for each session where seats wait for people."""
    for registration_id in queries.seats_of_nobody():
        with writing():
            service.free(db.session.get_one(Registration, registration_id))
    for session_id in queries.sessions_where_seats_wait():
        with writing():
            service.give_what_is_free(db.session.get_one(Session, session_id))
