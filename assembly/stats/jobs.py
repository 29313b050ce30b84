"""What happens by itself: what people said about themselves is counted once, when their assembly has ended."""

from assembly.extensions import db, tasks
from assembly.models import Edition
from assembly.stats import group_totals
from assembly.transactions import writing


@tasks.job(every_minute=True)
def keep_group_totals() -> None:
    """One short transaction for each edition. Several workers may run this at once."""
    for edition in group_totals.not_kept():
        with writing():
            group_totals.keep(db.session.get_one(Edition, edition.id))
    db.session.rollback()
