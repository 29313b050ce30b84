"""What happens by itself: the summary of each morning."""

from assembly import clock
from assembly.extensions import db, tasks
from assembly.models import Edition
from assembly.office import summary
from assembly.office.service import post_summaries
from assembly.transactions import writing


@tasks.job(every_minute=True)
def post_daily_summaries() -> None:
    """Post what is due now and has not been posted. Several workers may run this at once."""
    waiting = [(one.id, day) for one, day in summary.due(clock.now()) if summary.without_summary(one, day)]
    for edition_id, day in waiting:
        with writing():
            post_summaries(db.session.get_one(Edition, edition_id), day)
