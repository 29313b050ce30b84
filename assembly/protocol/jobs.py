"""What happens by itself: people are sorted anew in protocol order when something that sorts them has changed."""

from assembly.extensions import db, tasks
from assembly.models import Edition
from assembly.protocol import queries
from assembly.protocol.service import sorting
from assembly.transactions import writing


@tasks.job(every_minute=True)
def keep_sorted() -> None:
    """Protocol order follows signatures, mandates and spellings. Who has to move is found before anybody has to wait
    for it: one transaction for each hundred people. Nobody is looked for while nothing was written to what sorts them.
    """
    for edition_id, state in [(one.id, queries.state_of(one)) for one in queries.editions_to_sort()]:
        if sorting.was_sorted(edition_id, state):
            continue
        ids = [one.id for one in queries.stale(db.session.get_one(Edition, edition_id))]
        for first in range(0, len(ids), sorting.BATCH):
            with writing():
                sorting.renew(db.session.get_one(Edition, edition_id), ids[first : first + sorting.BATCH])
        sorting.remember_sorted(edition_id, state)
    db.session.rollback()
