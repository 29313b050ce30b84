"""Stored files: their content lies beside the database under its SHA-256, once, however often it is put."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import StoredFile


def put(content: bytes, mime: str) -> StoredFile:
    """Keep this content, inside `writing()`. A rolled-back transaction leaves at most a file nobody refers to."""
    digest = sha256(content).hexdigest()
    known = db.session.scalars(select(StoredFile).where(StoredFile.sha256 == digest)).one_or_none()
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


def path_of(stored: StoredFile) -> Path:
    """Where its content lies."""
    folder: Path = current_app.config["ASSEMBLY"].data / "files"
    return folder / stored.sha256[:2] / stored.sha256
