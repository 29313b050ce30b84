"""What happens to accounts by itself."""

from assembly import kept_forms
from assembly.accounts import queries
from assembly.accounts.service import hand_over
from assembly.extensions import db, tasks
from assembly.models import HandOver
from assembly.transactions import writing


@tasks.job(every_minute=True)
def end_hand_overs() -> None:
    """The day after the present team's last one, its roles end."""
    for hand_over_id in [one.id for one in queries.hand_overs_due()]:
        with writing():
            hand_over.end_hand_over(db.session.get_one(HandOver, hand_over_id))
    db.session.rollback()


@tasks.job(every_minute=True)
def forget_kept_forms() -> None:
    """Forms nobody came back for are gone after an hour, though nobody sends another."""
    if kept_forms.has_old():
        with writing():
            kept_forms.forget_old()
