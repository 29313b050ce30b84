"""Reads of badges."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload
from sqlalchemy.sql.base import ExecutableOption

from assembly import clock, fold
from assembly.badges.papers import Order
from assembly.extensions import db, read_all, read_one
from assembly.models import (
    FILE_KEPT,
    Badge,
    BadgeFile,
    Consent,
    Edition,
    FaceCheck,
    Mode,
    Notice,
    NoticeKind,
    PrintBatch,
    Registration,
    Representation,
    Skill,
    SkillKind,
    State,
)
from assembly.pdf import unprintable
from assembly.privacy.notices import LANGUAGES_ON_BADGES_FROM
from assembly.values import grouped


def issued(edition: Edition) -> int:
    """The valid badges of those who may come in."""
    statement = select(func.count()).select_from(Badge).join(Registration).where(*_valid(edition))
    return db.session.scalar(statement) or 0


def unprintable_names(edition: Edition) -> list[tuple[Registration, str]]:
    """List those whose badge would show empty boxes, with the signs that no font of ours has."""
    rows = read_all(
        select(Registration)
        .join(Badge)
        .where(*_valid(edition))
        .options(joinedload(Registration.person))
        .order_by(Registration.id)
    )
    written = {row: f"{row.badge_name}{row.function}{'' if row.community_id else row.org_text}" for row in rows}
    missing = set(unprintable("".join(written.values())))
    found = ((row, "".join(sign for sign in dict.fromkeys(text) if sign in missing)) for row, text in written.items())
    return [(row, signs) for row, signs in found if signs]


def _valid(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.edition_id == edition.id,
        Registration.state == State.CONFIRMED,
        Registration.mode == Mode.ON_SITE,
        Badge.revoked_at.is_(None),
    )


def by_reference(edition: Edition, reference: str) -> Badge | None:
    """The valid badge of whoever says this reference, such as `K7-42`, however it was typed."""
    return _one(edition, Registration.spoken_ref == fold.reference(reference))


def by_code(edition: Edition, code: str) -> Badge | None:
    """The valid badge of a registration, by the code of an address."""
    return _one(edition, Registration.code == code)


def _one(edition: Edition, condition: ColumnElement[bool]) -> Badge | None:
    return read_one(
        select(Badge)
        .join(Registration)
        .where(Registration.edition_id == edition.id, condition, Badge.revoked_at.is_(None))
        .options(joinedload(Badge.registration).options(joinedload(Registration.community)))
    )


def maybe_changed(edition: Edition, most: int) -> list[Badge]:
    """Some of the prepared badges that have changed since, or may have, by name; the certain ones first."""
    rows = select(Badge).join(Registration).where(*_valid(edition), *_may_have_changed(*FaceCheck))
    by_name = Registration.folded, Badge.id
    return read_all(rows.order_by(Badge.face_check, *by_name).limit(most).options(_guest()))


def due_ids(most: int) -> list[int]:
    """Some of the prepared badges, of any edition, of which nobody knows whether they have changed."""
    rows = select(Badge.id).where(*_may_have_changed(FaceCheck.DUE))
    return read_all(rows.order_by(Badge.id).limit(most))


def _may_have_changed(*checks: FaceCheck) -> tuple[ColumnElement[bool], ...]:
    return Badge.face_check.in_(checks), Badge.face_check.is_not(None), Badge.face_hash.is_not(None)


def with_guests(ids: Sequence[int]) -> list[Badge]:
    """The badges with these ids, with whose they are."""
    return read_all(select(Badge).where(Badge.id.in_(ids)).options(_guest()))


def unprepared(edition: Edition) -> int:
    """How many valid badges are in no batch yet."""
    return how_many(unprepared_ids(edition))


def badge_ids(edition: Edition, people: Iterable[ColumnElement[bool]]) -> Select[int]:
    """Select the valid badges of a list of people, by the conditions on their registrations."""
    return select(Badge.id).join(Registration).where(*_valid(edition), *people)


def how_many(badges: Select[int]) -> int:
    """How many badges are selected."""
    return db.session.scalar(badges.with_only_columns(func.count())) or 0


def unprepared_ids(edition: Edition) -> Select[int]:
    """Select the valid badges that are in no batch yet."""
    return select(Badge.id).join(Registration).where(*_valid(edition), Badge.print_batch_id.is_(None))


def without_face(batch: PrintBatch, most: int) -> list[int]:
    """Some of the badges of a batch of which it is not kept what was on them when it was prepared."""
    rows = select(Badge.id).where(Badge.print_batch_id == batch.id, Badge.face_hash.is_(None)).order_by(Badge.id)
    return read_all(rows.limit(most))


def file_by_code(batch: PrintBatch, code: str) -> BadgeFile | None:
    """A file of this batch that can still be fetched, by the code of its address."""
    return next((one for one in files_of(batch) if one.code == code), None)


def files_of(batch: PrintBatch) -> list[BadgeFile]:
    """The files of a batch that were asked for and can still be fetched, the latest first."""
    rows = db.session.scalars(select(BadgeFile).where(BadgeFile.batch_id == batch.id).order_by(BadgeFile.id.desc()))
    return [one for one in rows if one.is_fresh]


def has_old_files() -> bool:
    """Whether a file has been kept long enough."""
    return bool(db.session.scalar(select(exists().where(BadgeFile.asked_at <= clock.now() - FILE_KEPT))))


def batches(edition: Edition) -> list[tuple[PrintBatch, int]]:
    """The batches of an edition, the latest first, with how many of their badges are valid still."""
    held = (
        select(func.count())
        .select_from(Badge)
        .join(Registration)
        .where(*_valid(edition), Badge.print_batch_id == PrintBatch.id)
        .scalar_subquery()
    )
    rows = select(PrintBatch, held).where(PrintBatch.edition_id == edition.id).order_by(PrintBatch.number.desc())
    return [(batch, number) for batch, number in db.session.execute(rows)]


def emptied_ids(edition: Edition) -> set[int]:
    """The batches, by id, all of whose badges went into others."""
    held = exists().where(Badge.print_batch_id == PrintBatch.id)
    return set(db.session.scalars(select(PrintBatch.id).where(PrintBatch.edition_id == edition.id, ~held)))


_ORDERS: dict[Order, InstrumentedAttribute[str]] = {
    Order.NAME: Registration.folded,
    Order.PLACE: Registration.place_folded,
    Order.PROTOCOL: Registration.protocol_key,
}


def of_batch(edition: Edition, batch: PrintBatch, order: Order = Order.NAME) -> list[Badge]:
    """The badges of one batch that are valid still."""
    return _sorted(edition, Badge.print_batch_id == batch.id, order)


def size_of(edition: Edition, batch: PrintBatch) -> int:
    """How many badges of a batch are valid still."""
    rows = select(func.count()).select_from(Badge).join(Registration)
    return db.session.scalar(rows.where(*_valid(edition), Badge.print_batch_id == batch.id)) or 0


def of_ids(edition: Edition, batch: PrintBatch, ids: Sequence[int]) -> list[Badge]:
    """Those of these badges that are in this batch and valid still, in the order of `ids`."""
    found = {one.id: one for one in _sorted(edition, (Badge.print_batch_id == batch.id) & Badge.id.in_(ids))}
    return [found[one] for one in ids if one in found]


def _sorted(edition: Edition, which: ColumnElement[bool], order: Order = Order.NAME) -> list[Badge]:
    rows = select(Badge).join(Registration).where(*_valid(edition), which)
    return read_all(rows.order_by(_ORDERS[order], Registration.folded, Badge.id).options(_guest()))


def _guest() -> ExecutableOption:
    return joinedload(Badge.registration).joinedload(Registration.community)


def represented_by(registration_ids: Sequence[int]) -> dict[int, Representation]:
    """For whom each of these people comes, by the id of their registration; those who come as themselves are left
    out."""
    rows = db.session.scalars(
        select(Representation)
        .where(Representation.registration_id.in_(registration_ids), Representation.until_at.is_(None))
        .options(joinedload(Representation.community), joinedload(Representation.for_person))
    )
    return {one.registration_id: one for one in rows}


def agreed_to_photos(registration_ids: Sequence[int]) -> set[int]:
    """The ids of those of these people who agreed to photographs."""
    said = select(Consent.registration_id).where(
        Consent.registration_id.in_(registration_ids),
        Consent.kind == NoticeKind.PHOTO,
        Consent.ended_at.is_(None),
        Consent.said_yes,
    )
    return set(db.session.scalars(said))


def languages_on_badges(registration_ids: Sequence[int]) -> dict[int, list[str]]:
    """The languages these people speak, by the id of their registration, where they were told that a badge says so."""
    rows = db.session.execute(
        select(Skill.registration_id, Skill.lang)
        .join(Registration, Registration.id == Skill.registration_id)
        .join(Notice, Notice.id == Registration.notice_id)
        .where(
            Skill.registration_id.in_(registration_ids),
            Skill.kind == SkillKind.SPEAKS,
            Notice.version >= LANGUAGES_ON_BADGES_FROM,
        )
        .order_by(Skill.lang)
    )
    return grouped(rows)
