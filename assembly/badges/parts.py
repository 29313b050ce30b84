"""The parts of long files of badges: sealed, beside the database, since they hold names and entry codes."""

import os
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from flask import current_app

from assembly.models import BadgeFile
from assembly.sealed import seal_bytes, unseal_bytes

LENGTH = 500
"Badges in one part: so many are set in a process that stays under 200 MB, whatever the paper."
_BEGUN = "."
"Before the name of a part that is being written."
_ABANDONED = 3600
"Seconds after which nobody is writing it any more."


def count(file: BadgeFile) -> int:
    """How many parts a file has."""
    return -(-len(file.badge_ids) // LENGTH)


def keep(file: BadgeFile, number: int, content: bytes) -> None:
    """Keep a part (counted from 1); one that is there already is replaced as a whole."""
    path = _path(file.code, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{_BEGUN}{secrets.token_hex(8)}")
    with fresh.open("wb") as out:
        out.write(seal_bytes(content))
        out.flush()
        os.fsync(out.fileno())
    fresh.rename(path)


def read(file: BadgeFile, number: int) -> bytes | None:
    """Read a part, if it is finished and was not deleted a moment ago."""
    if not 1 <= number <= count(file) or min(number * LENGTH, len(file.badge_ids)) > file.done:
        return None
    try:
        return unseal_bytes(_path(file.code, number).read_bytes())
    except FileNotFoundError:
        return None


def drop(codes: Iterable[str]) -> None:
    """Delete all parts of these files."""
    for code in codes:
        for part in _folder().glob(f"{code}-*"):
            part.unlink(missing_ok=True)


def sweep(codes: Callable[[], Iterable[str]]) -> None:
    """Delete what a killed process left: parts of files that are none of `codes`, and parts begun long ago.

    The codes are read after the folder, since a part comes after the row of its file is stored.
    """
    found = list(_folder().glob("*"))
    kept = set(codes()) if found else set()
    for part in found:
        with suppress(FileNotFoundError):  # finished, or deleted by another worker
            if _is_left(part, kept):
                part.unlink()


def _is_left(part: Path, kept: set[str]) -> bool:
    if part.name.startswith(_BEGUN):
        return part.stat().st_mtime < time.time() - _ABANDONED
    return part.name.rpartition("-")[0] not in kept


def _folder() -> Path:
    data: Path = current_app.config["ASSEMBLY"].data
    return data / "badges"


def _path(code: str, number: int) -> Path:
    return _folder() / f"{code}-{number}"
