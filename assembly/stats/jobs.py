"""What happens by itself: what people said about themselves is counted once, when their assembly has ended."""

from assembly.extensions import db, tasks
from assembly.stats import group_totals
from assembly.transactions import fresh, writing


@tasks.job(every_minute=True)
def keep_group_totals() -> None:
    """One short transaction for each edition. Several workers may run this at once."""
    for edition in group_totals.not_kept():
        with writing():
            group_totals.keep(fresh(edition))
    db.session.rollback()
