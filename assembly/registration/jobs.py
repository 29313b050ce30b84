"""What happens by itself: offers end, free and reserved places are offered, forms nobody confirmed go."""

from assembly.extensions import db, tasks
from assembly.models import Edition, Registration
from assembly.quotas import queries as quota_queries
from assembly.registration.queries import unconfirmed
from assembly.registration.service import confirming, waiting_list
from assembly.transactions import writing


@tasks.job(every_minute=True)
def forget_unconfirmed() -> None:
    """Forms nobody confirmed are gone after a day."""
    if unconfirmed.has_old():
        with writing():
            confirming.forget_unconfirmed()
    db.session.rollback()


@tasks.job(every_minute=True)
def keep_moving() -> None:
    """One transaction for each offer that is over, one for some offers of each edition where places wait for people."""
    for registration_id in quota_queries.offers_over():
        with writing():
            waiting_list.end_offer(db.session.get_one(Registration, registration_id))
    for edition_id in quota_queries.editions_where_places_wait():
        more = True
        while more:
            with writing():
                more = waiting_list.offer_what_is_free(db.session.get_one(Edition, edition_id))
