"""Tables somebody has sent and not yet applied: sealed, their sender's alone, forgotten after a day."""

import json
from typing import Any

from sqlalchemy import delete, select

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import Edition, ImportDraft
from assembly.models.import_draft import KEPT
from assembly.sealed import new_code, seal, unseal


class FaultsLeft(DomainError):
    """All or nothing: some rows cannot be stored."""

    sentence = _l(
        "Some lines cannot be imported. Correct them in the file and upload it again. Nothing has been saved."
    )


class StoredBefore(DomainError):
    """Somebody was quicker, perhaps the first of two clicks."""

    sentence = _l("This file has already been imported, or it was uploaded more than a day ago.")


def keep(edition: Edition, kind: str, content: dict[str, Any]) -> ImportDraft:
    """Keep what JSON can say of a table until it is applied, a day at most; inside `writing()`."""
    forget_old()
    made = ImportDraft(
        code=new_code(),
        edition_id=edition.id,
        kind=kind,
        by=history.actor(),
        made_at=clock.now(),
        sealed=seal(packed(content)),
    )
    db.session.add(made)
    return made


def packed(content: dict[str, Any]) -> str:
    """Write what a draft holds as JSON."""
    return json.dumps(content, ensure_ascii=False)


def content_of(kept: ImportDraft) -> dict[str, Any]:
    """What `keep` was given."""
    told: dict[str, Any] = json.loads(unseal(kept.sealed))
    return told


def find(edition: Edition, kind: str, code: str) -> ImportDraft | None:
    """A table of this kind that whoever acts now has sent here within a day."""
    found = select(ImportDraft).where(
        ImportDraft.code == code,
        ImportDraft.kind == kind,
        ImportDraft.edition_id == edition.id,
        ImportDraft.by == history.actor(),
    )
    kept = read_one(found)
    return kept if kept is not None and kept.is_fresh else None


def forget_old() -> None:
    """Those nobody applied within a day; inside `writing()`."""
    db.session.execute(delete(ImportDraft).where(ImportDraft.made_at <= clock.now() - KEPT))
