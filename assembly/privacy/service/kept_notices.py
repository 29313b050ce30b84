"""Keeping what people were told: each version of a notice once in each language."""

from flask import current_app
from sqlalchemy import Select, select

from assembly import clock
from assembly.extensions import db, read_one
from assembly.i18n import LANGUAGES, speaking
from assembly.models import Notice, NoticeKind
from assembly.privacy import notices
from assembly.transactions import after_commit, insert_once


def shown(kind: NoticeKind, lang: str) -> Notice:
    """The notice as it stands on pages in this language now; its words are kept when they are first needed."""
    found = read_one(_present(kind, lang))
    if found is not None:
        return found
    with speaking(lang):
        text = notices.words(kind)
    row = {"kind": kind, "version": notices.VERSIONS[kind], "lang": lang, "text": text, "shown_from_at": clock.now()}
    db.session.execute(insert_once(Notice).values(**row))
    return db.session.scalars(_present(kind, lang)).one()


def keep() -> None:
    """Keep every notice of this version beforehand, so that nobody's registration has to."""
    for kind in NoticeKind:
        for lang in LANGUAGES:
            shown(kind, lang)


def id_of(kind: NoticeKind, lang: str) -> int:
    """The same by its inner id, looked up once by each process: a notice that is kept stays as it is."""
    known: dict[tuple[NoticeKind, int, str], int] = current_app.extensions.setdefault("notices", {})
    name = (kind, notices.VERSIONS[kind], lang)
    if name in known:
        return known[name]
    found = shown(kind, lang).id
    after_commit(lambda: known.update({name: found}))
    return found


def _present(kind: NoticeKind, lang: str) -> Select[Notice]:
    return select(Notice).where(Notice.kind == kind, Notice.version == notices.VERSIONS[kind], Notice.lang == lang)
