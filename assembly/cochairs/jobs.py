"""What happens by itself: the card of the day is emailed the evening before and in the morning."""

from assembly import clock
from assembly.cochairs import queries, readers
from assembly.cochairs.schedule import due
from assembly.cochairs.service import cards
from assembly.extensions import db, tasks
from assembly.models import Edition
from assembly.transactions import writing


@tasks.job(every_minute=True)
def post_day_cards() -> None:
    """Post what is due now and has not been posted. Several workers may run this at once."""
    now = clock.now()
    waiting = [
        (edition.id, day, when)
        for edition in queries.editions_around(now)
        for day in queries.days_of(edition)
        for when in due(day, edition.zone, now)
        if readers.without_mail(edition, day, when)
    ]
    for edition_id, day, when in waiting:
        with writing():
            cards.post_cards(db.session.get_one(Edition, edition_id), day, when)
