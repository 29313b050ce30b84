"""Which mails a mail server has taken, before the database says so: a file for each batch of a worker.

The database is told of several mails at once, so that visitors wait less. A line in a file outlives the worker that
wrote it: whoever follows a killed worker knows what it had given away. A power cut may take the last lines along.
"""

from contextlib import suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Mail, MailState


def note(batch: str, mail_id: int) -> None:
    """Say that a mail of this batch has been taken. On a full disk a killed worker's mail is sent twice, no more."""
    folder = _folder()
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        with (folder / batch).open("a") as file:
            file.write(f"{mail_id}\n")


def noted(batch: str) -> set[int]:
    """Return the mails of this batch that were taken."""
    with suppress(FileNotFoundError):
        lines = (_folder() / batch).read_text(errors="replace").splitlines()
        return {int(line) for line in lines if line.isdecimal()}  # after a power cut a line may be anything
    return set()


def forget(batch: str) -> None:
    """Delete the file of a batch whose mails are marked."""
    (_folder() / batch).unlink(missing_ok=True)


def forget_ended() -> None:
    """Delete the files of batches of which no mail is left: another worker has taken and marked them.

    A batch has its rows before its file, and its name once: what is left of none is needed by nobody.
    """
    names = [file.name for file in _folder().glob("*")]
    if names:
        left = select(Mail.lease_owner).where(Mail.lease_owner.in_(names), Mail.state == MailState.SENDING).distinct()
        for name in set(names).difference(db.session.scalars(left)):
            forget(name)


def _folder() -> Path:
    data: Path = current_app.config["ASSEMBLY"].data
    return data / "sending"
