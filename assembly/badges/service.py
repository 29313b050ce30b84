"""Badges are prepared in batches: exactly those in no batch yet, or changed since; a reprint keeps the code."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from assembly import clock, history
from assembly.badges import parts, queries
from assembly.badges.faces import Face, faces
from assembly.badges.papers import PrintOptions
from assembly.badges.sheet import face_hash
from assembly.errors import DomainError
from assembly.extensions import db, read_all, read_coded
from assembly.i18n import _l, current_language
from assembly.models import FILE_KEPT, Badge, BadgeFile, Edition, FaceCheck, PrintBatch
from assembly.sealed import code_of, new_code
from assembly.transactions import after_commit

AT_ONCE = 150
"Badges a page can wait for: more are looked at, and set, by the worker."


class Which(StrEnum):
    """Which badges a batch takes."""

    NEW = "new"
    CHANGED = "changed"


class NothingToPrint(DomainError):
    """All badges are in a batch as they are now; perhaps somebody else prepared them a moment ago."""

    sentence = _l("There are no badges to print: someone may have just prepared them.")


class AllPrepared(NothingToPrint):
    """All badges of a list are in a batch, and nobody said that they are to be printed again."""

    sentence = _l("Every badge of this list is already in a batch. To print them again, tick the box.")


def prepare_batch(edition: Edition, which: Which, by_id: int) -> PrintBatch:
    """Put the badges of this batch into it, in one transaction: nobody is in two, and nobody is forgotten.

    Raises NothingToPrint, so that a second press makes no empty batch.
    """
    _take_turn(edition)
    if which is Which.CHANGED:
        return _prepared(edition, [one.badge.id for one in outdated(edition, AT_ONCE)], by_id)
    return _prepared(edition, queries.unprepared_ids(edition), by_id)


def prepare_list(
    edition: Edition, people: Collection[ColumnElement[bool]], by_id: int, *, key: str, again: bool
) -> PrintBatch:
    """Put the badges of a list of people into a batch, those in another batch only if they are to be printed `again`.

    The same form (`key`) sent twice is one batch. Raises NothingToPrint and AllPrepared.
    """
    _take_turn(edition)
    code = code_of(f"batch {edition.id} {key}")
    made = read_coded(PrintBatch, code, of=edition)
    if made is not None and made.undone_at is None:
        return made
    chosen = queries.badge_ids(edition, people) if again else queries.unprepared_ids(edition).where(*people)
    if not again and not queries.how_many(chosen) and queries.how_many(queries.badge_ids(edition, people)):
        raise AllPrepared
    return _prepared(edition, chosen, by_id, new_code() if made else code)


def _prepared(edition: Edition, chosen: Select[int] | list[int], by_id: int, code: str | None = None) -> PrintBatch:
    last = db.session.scalar(select(func.max(PrintBatch.number)).where(PrintBatch.edition_id == edition.id)) or 0
    code = code or new_code()
    batch = PrintBatch(code=code, edition_id=edition.id, number=last + 1, made_at=clock.now(), by_id=by_id)
    db.session.add(batch)
    db.session.flush()
    _lock(chosen)
    taken = update(Badge).where(Badge.id.in_(chosen)).values(print_batch_id=batch.id, face_hash=None, face_check=None)
    badges = db.session.connection().execute(taken).rowcount
    if not badges:
        raise NothingToPrint
    db.session.expire_all()
    note_faces(batch)
    history.record("edition", edition.slug, "badges prepared", edition_id=edition.id, batch=batch.number, badges=badges)
    return batch


def _take_turn(edition: Edition) -> None:
    """Let one transaction at a time prepare badges, and all others still write rows that refer to the edition.

    Without `key_share` it waits for the history of an edit, which waits for a badge in the trigger that marks it.
    """
    db.session.refresh(edition, with_for_update={"key_share": True})


def _lock(which: Select[int] | list[int]) -> None:
    """Lock these badges in the order of their ids, so that the worker and a batch do not wait for each other."""
    if db.engine.dialect.name != "sqlite":
        rows = select(Badge.id).where(Badge.id.in_(which)).order_by(Badge.id)
        db.session.execute(rows.with_for_update(key_share=True)).all()


def note_faces(batch: PrintBatch) -> bool:
    """Keep what is on some badges of a batch; say whether there may be more. The worker does those of a long one."""
    some = queries.without_face(batch, AT_ONCE)
    for face in _faces_of(some):
        face.badge.face_hash = face_hash(face.page)
    return len(some) == AT_ONCE


def check_faces(ids: list[int]) -> None:
    """Find out which of these badges have changed since it was kept what was on them."""
    for face in _faces_of(ids):
        if face.badge.face_hash not in (None, face_hash(face.page)):
            face.badge.face_check = FaceCheck.CHANGED


def _faces_of(ids: list[int]) -> list[Face]:
    """Read what is on some badges now. They are marked and locked before: whoever changes it meanwhile comes after."""
    _lock(ids)
    db.session.connection().execute(update(Badge).where(Badge.id.in_(ids)).values(face_check=None))
    db.session.expire_all()
    return faces(queries.with_guests(ids))


def undo_batch(batch: PrintBatch) -> None:
    """The batch was not printed: its badges go into the next one. A second click changes nothing."""
    edition = db.session.get_one(Edition, batch.edition_id)
    _take_turn(edition)
    db.session.refresh(batch)
    if batch.undone_at is not None:
        return
    batch.undone_at = clock.now()
    db.session.flush()
    ours = (
        update(Badge)
        .where(Badge.print_batch_id == batch.id)
        .values(print_batch_id=None, face_hash=None, face_check=None)
    )
    badges = db.session.connection().execute(ours).rowcount
    db.session.expire_all()
    drop_files(select(BadgeFile.id).where(BadgeFile.batch_id == batch.id))
    history.record("edition", edition.slug, "batch undone", edition_id=edition.id, batch=batch.number, badges=badges)


def ask_for_file(batch: PrintBatch, options: PrintOptions) -> BadgeFile:
    """Have the worker set a batch on this paper; the same wish again gives the file there is."""
    edition = db.session.get_one(Edition, batch.edition_id)
    _take_turn(edition)
    lang, ids = current_language(), [one.id for one in queries.of_batch(edition, batch, options.order)]
    for known in queries.files_of(batch):
        if known.options == options.kept() and known.lang == lang and known.badge_ids == ids:
            return known
    file = BadgeFile(
        code=new_code(), batch_id=batch.id, options=options.kept(), lang=lang, badge_ids=ids, asked_at=clock.now()
    )
    db.session.add(file)
    return file


def drop_files(which: Select[int]) -> None:
    """Delete these files (a selection of ids), their rows now and their parts once that is certain."""
    rows = delete(BadgeFile).where(BadgeFile.id.in_(which)).returning(BadgeFile.code)
    codes = read_all(rows)
    after_commit(lambda: parts.drop(codes))


def drop_old_files() -> None:
    """Delete the files that have been kept long enough."""
    drop_files(select(BadgeFile.id).where(BadgeFile.asked_at <= clock.now() - FILE_KEPT))


def outdated(edition: Edition, most: int) -> list[Face]:
    """Up to `most` badges whose face has changed since they were put into a batch; their code is the same.

    Where much was written a moment ago, those the worker has not looked at yet may leave room for fewer.
    """
    noted = queries.maybe_changed(edition, most)
    return [one for one in faces(noted) if one.badge.face_hash != face_hash(one.page)]
