"""What happens by itself: who opened a stream is deleted on its day."""

from assembly.extensions import db, tasks
from assembly.live import queries, service
from assembly.transactions import fresh, writing


@tasks.job(every_minute=True)
def delete_online_attendance() -> None:
    """One transaction for each edition whose contact data have had their day."""
    for edition in queries.editions_with_attendance_over():
        with writing():
            service.forget_attendance(fresh(edition))
    db.session.rollback()
