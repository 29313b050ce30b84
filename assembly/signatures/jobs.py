"""What happens by itself: those whose embargo has ended are told that their signature is public."""

from assembly.extensions import db, tasks
from assembly.models import Signing
from assembly.signatures import queries
from assembly.signatures.service import checking
from assembly.transactions import writing


@tasks.job(every_minute=True)
def tell_public() -> None:
    """One mail for each, each in a transaction of its own. Making public needs no job: queries look at the clock."""
    for signing_id in queries.now_public():
        with writing():
            checking.tell_public(db.session.get_one(Signing, signing_id))
