"""What happens by itself: needs are deleted on the day of their edition, or with a registration that ends."""

from assembly import clock
from assembly.extensions import db, tasks
from assembly.models import Registration
from assembly.questions import queries
from assembly.questions.service import needs
from assembly.transactions import fresh, writing


@tasks.job(every_minute=True)
def delete_needs() -> None:
    """One transaction for each person who will not come, one for each edition whose day has come."""
    for registration_id in queries.needs_of_nobody():
        with writing():
            needs.forget(db.session.get_one(Registration, registration_id))
    for edition in queries.editions_with_needs():
        if needs.last_day(edition) <= clock.local_day(clock.now(), edition.zone):
            with writing():
                needs.purge(fresh(edition))
