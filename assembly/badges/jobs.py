"""What the worker does for badges: it sets long files part by part, notes the faces of long batches, and deletes
files after a day."""

from collections.abc import Sequence
from datetime import timedelta
from subprocess import SubprocessError

import structlog
from sqlalchemy import select

from assembly import clock
from assembly.badges import parts, queries, service
from assembly.badges.faces import faces, insides
from assembly.badges.papers import PrintOptions
from assembly.badges.setting import set_apart
from assembly.badges.sheet import document
from assembly.extensions import db, read_all, read_one, tasks
from assembly.i18n import _, speaking
from assembly.models import Badge, BadgeFile, Edition, PrintBatch
from assembly.transactions import writing

_TURN = timedelta(minutes=5)
"Longer than one part takes: a worker that was killed is followed by another."


@tasks.job(every_minute=True)
def set_files() -> None:
    """Set what was asked for, one part after the other, and delete what is old or was left behind."""
    if queries.has_old_files():
        with writing():
            service.drop_old_files()
    parts.sweep(_codes)
    for code in _codes():
        while (file := _take(code)) is not None and _set_part(file):
            pass


def _codes() -> Sequence[str]:
    """The codes of all files that are stored by now, not of those when the session began to read."""
    db.session.rollback()
    return read_all(select(BadgeFile.code).order_by(BadgeFile.id))


@tasks.job(every_minute=True)
def note_faces() -> None:
    """Keep what is on the badges of batches that were too long for a page, and find those that have changed since, in
    short turns."""
    waiting = select(PrintBatch.id).join(Badge, Badge.print_batch_id == PrintBatch.id).where(Badge.face_hash.is_(None))
    for batch_id in read_all(waiting.distinct()):
        while _note_some(batch_id):
            pass
    while some := queries.due_ids(service.AT_ONCE):
        with writing():
            service.check_faces(some)
    db.session.rollback()


def _note_some(batch_id: int) -> bool:
    with writing():
        return service.note_faces(db.session.get_one(PrintBatch, batch_id))


def _take(code: str) -> BadgeFile | None:
    """Take a file that is not finished, unless another worker is at it."""
    with writing():
        row = select(BadgeFile).where(BadgeFile.code == code).with_for_update()
        file = read_one(row.execution_options(populate_existing=True))
        now = clock.now()
        if file is None or file.is_ready or (file.taken_until_at is not None and file.taken_until_at > now):
            return None
        file.taken_until_at = now + _TURN
    return file


def _set_part(file: BadgeFile) -> bool:
    """Set the next part; where that fails the file is tried again when its turn is over."""
    number = file.done // parts.LENGTH + 1
    try:
        parts.keep(file, number, _content(file, number))
    except (SubprocessError, OSError) as problem:
        structlog.get_logger().error("badges not set", file=file.code, part=number, problem=type(problem).__name__)
        return False
    with writing():
        done = db.session.get(BadgeFile, file.id, populate_existing=True)
        if done is not None:
            done.done = min(number * parts.LENGTH, len(done.badge_ids))
            done.taken_until_at = None
    if done is None:  # the batch was undone meanwhile
        parts.drop([file.code])
    return done is not None


def _content(file: BadgeFile, number: int) -> bytes:
    batch = db.session.get_one(PrintBatch, file.batch_id)
    edition = db.session.get_one(Edition, batch.edition_id)
    some = file.badge_ids[(number - 1) * parts.LENGTH : number * parts.LENGTH]
    pages = [one.page for one in faces(queries.of_ids(edition, batch, some))]
    with speaking(file.lang):
        title = f"{_('Badges')} – {edition.name}"
        return set_apart(*document(pages, insides(edition), PrintOptions.read(file.options), title))
