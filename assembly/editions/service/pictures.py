"""The picture library of an edition."""

from collections.abc import Iterable

from sqlalchemy import select

from assembly import clock, files, history
from assembly.editions.service.editions import claim
from assembly.errors import Untranslated
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Person, Picture, PictureKind
from assembly.sealed import new_code


def add_picture(
    edition: Edition,
    kind: PictureKind,
    content: bytes,
    mime: str,
    *,
    alt: Bilingual,
    credit: Bilingual,
    size: tuple[int, int],
) -> Picture:
    """A picture with its alternative text in both languages; `size` is its width and height. Raises Untranslated."""
    if alt.missing() or credit.missing():
        raise Untranslated(picture=alt.missing() + credit.missing())
    picture = Picture(
        code=new_code(),
        file=files.put(content, mime),
        edition=edition,
        kind=kind,
        alt=alt,
        credit=credit,
        width=size[0],
        height=size[1],
    )
    db.session.add(picture)
    history.record("picture", picture.code, "added", edition_id=edition.id, kind=kind.value)
    return picture


def add_once(
    edition: Edition,
    kind: PictureKind,
    content: bytes,
    mime: str,
    *,
    alt: Bilingual,
    credit: Bilingual,
    size: tuple[int, int],
    persons: Iterable[Person] | None,
    consent_reason: str | None = None,
) -> Picture:
    """The same, with the persons shown (None: nobody was asked); a picture this edition has with these words already
    is that one."""
    stored = files.put(content, mime)
    db.session.add(stored)
    db.session.flush()
    known = db.session.scalars(select(Picture).where(Picture.edition_id == edition.id, Picture.file_id == stored.id))
    same = next((one for one in known if (one.alt, one.credit, one.kind) == (alt, credit, kind)), None)
    picture = same or add_picture(edition, kind, content, mime, alt=alt, credit=credit, size=size)
    if persons is not None:
        picture.persons = list(persons)
    _explain(picture, consent_reason)
    return picture


def change_picture(
    picture: Picture,
    *,
    kind: PictureKind,
    alt: Bilingual,
    credit: Bilingual,
    persons: Iterable[Person] | None,
    consent_reason: str | None,
    seen: int,
) -> None:
    """What it says and whom it shows (None: as before); its content stays. Raises Untranslated, ChangedMeanwhile."""
    if alt.missing() or credit.missing():
        raise Untranslated(picture=alt.missing() + credit.missing())
    shown = picture.persons if persons is None else list(persons)
    reason = picture.consent_reason if consent_reason is None else consent_reason
    before = (picture.kind, picture.alt, picture.credit, {one.id for one in picture.persons})
    if before == (kind, alt, credit, {one.id for one in shown}) and reason == picture.consent_reason:
        _explain(picture, consent_reason)
        return
    claim(picture.edition, seen=seen)
    picture.kind, picture.alt, picture.credit, picture.persons = kind, alt, credit, shown
    _explain(picture, consent_reason)
    history.record("picture", picture.code, "changed", edition_id=picture.edition_id)


def _explain(picture: Picture, reason: str | None) -> None:
    """Keep why it is shown although somebody has not agreed; saving the same reason says it of later answers, too."""
    if reason is not None:
        picture.consent_reason, picture.consent_reason_at = reason, clock.now() if reason else None


def remove_picture(picture: Picture) -> None:
    """It is gone, and its content with it unless something else shows the same."""
    stored, edition_id, code = picture.file, picture.edition_id, picture.code
    db.session.delete(picture)
    db.session.flush()
    files.drop(stored)
    history.record("picture", code, "deleted", edition_id=edition_id)
