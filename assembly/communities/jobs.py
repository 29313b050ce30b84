"""What happens by itself: names typed in forms become suggestions, tables nobody applied are forgotten."""

import structlog

from assembly import clock
from assembly.communities import queries
from assembly.communities.service import suggestions
from assembly.extensions import db, tasks
from assembly.models import Registration
from assembly.models.import_draft import KEPT
from assembly.tables import drafts
from assembly.transactions import writing


@tasks.job(every_minute=True)
def take_up_typed_names() -> None:
    """Each in a transaction of its own, so that a submission costs the same whether or not we know the place."""
    for registration_id in queries.typed_names():
        try:
            with writing():
                suggestions.take_up(db.session.get_one(Registration, registration_id))
        except Exception as problem:  # noqa: BLE001 -- one name must not hold up the others
            structlog.get_logger().error("typed_name", registration=registration_id, problem=type(problem).__name__)


@tasks.job(every_minute=True)
def forget_old_drafts() -> None:
    """Tables nobody applied are gone after a day, though nobody sends another."""
    if queries.has_old_drafts(clock.now() - KEPT):
        with writing():
            drafts.forget_old()
