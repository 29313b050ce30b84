"""What happens by itself: each city or region somebody comes for is represented."""

from assembly.delegations import queries, service
from assembly.extensions import db, tasks
from assembly.models import Community, Edition
from assembly.transactions import writing


@tasks.job(every_minute=True)
def keep_represented() -> None:
    """The directory has learnt a name that was typed, or has made two places one: one transaction for each place."""
    for edition_id, community_id in queries.unsettled():
        edition, community = db.session.get_one(Edition, edition_id), db.session.get_one(Community, community_id)
        db.session.expunge(community)  # or the transaction would read it once more
        with writing():
            service.settle_place(edition, community)
