"""What keeps deleted data from being read in the files of the database."""

from __future__ import annotations

from assembly.extensions import db, tasks
from assembly.wiping import empty_log, wipe_again


@tasks.job(every_minute=True)
def empty_database_log() -> None:
    """Whoever deleted something, and even where somebody read just when a purge wanted to do it."""
    db.session.rollback()  # our own reading would keep the log
    empty_log()


@tasks.job(every_minute=True)
def finish_wiping() -> None:
    """What a purge could not remove from the files, because a long reader kept it from that."""
    db.session.rollback()  # our own reading would be one
    wipe_again()
