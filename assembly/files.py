"""Stored files: their content lies beside the database under its SHA-256, once, however often it is put."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from assembly.extensions import db, read_one
from assembly.models import Base, StoredFile
from assembly.transactions import after_commit


def put(content: bytes, mime: str) -> StoredFile:
    """Keep this content, inside `writing()`. A rolled-back transaction leaves at most a file nobody refers to."""
    digest = sha256(content).hexdigest()
    known = read_one(select(StoredFile).where(StoredFile.sha256 == digest))
    if known is not None and path_of(known).exists():
        return known
    stored = known or StoredFile(sha256=digest, mime=mime, size=len(content))
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{secrets.token_hex(8)}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    db.session.add(stored)
    return stored


def drop(stored: StoredFile) -> None:
    """Forget this content, inside `writing()`, unless any row still refers to it; on the disk once that is certain."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            refers = any(one.column.table is StoredFile.__table__ for one in column.foreign_keys)
            if refers and db.session.execute(select(column).where(column == stored.id).limit(1)).first():
                return
    path = path_of(stored)
    db.session.delete(stored)
    after_commit(lambda: path.unlink(missing_ok=True))


def path_of(stored: StoredFile) -> Path:
    """Where its content lies."""
    folder: Path = current_app.config["ASSEMBLY"].data / "files"
    return folder / stored.sha256[:2] / stored.sha256
