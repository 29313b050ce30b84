"""What the worker does each minute: put into the outbox what of the series and of messages to a group has its time.

Each chunk is a transaction of its own, so that a long list holds up no visitor; what is there is not put there again.
"""

from assembly.extensions import db, tasks
from assembly.messages.queries import groups, series
from assembly.messages.service.groups import post_next
from assembly.messages.service.series import post_step
from assembly.models import Edition, GroupMessage, Step
from assembly.transactions import writing


@tasks.job(every_minute=True)
def post_due() -> None:
    """Everything that is due now. Several workers may run this at once."""
    steps = [(one.edition.id, one.step) for one in series.due_steps()]
    messages = groups.due()
    for edition_id, step in steps:
        while _post_step(edition_id, step):
            pass
    for message_id in messages:
        while _post_message(message_id):
            pass


def _post_step(edition_id: int, step: Step) -> bool:
    with writing():
        return post_step(db.session.get_one(Edition, edition_id), step)


def _post_message(message_id: int) -> bool:
    found = [one.person_id for one in groups.waiting_for(db.session.get_one(GroupMessage, message_id))]
    with writing():
        return post_next(db.session.get_one(GroupMessage, message_id), found or None)
