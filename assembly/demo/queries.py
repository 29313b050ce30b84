"""The mails the demo would have sent: files under DATA/mails."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import current_app

NEWEST = 50


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail as its reader sees it."""

    number: int
    subject: str
    to: str
    lang: str
    text: str
    code: str
    "The name of its picture of an entry code, if it has one."


def newest() -> list[ReadMail]:
    """The last fifty, newest first."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:NEWEST]
    return [_read(int(file.stem), _parsed(file)) for file in files]


def by_number(number: int) -> ReadMail | None:
    """One of them."""
    file = _file(number)
    return _read(number, _parsed(file)) if file.exists() else None


def html(number: int) -> str | None:
    """The HTML of a mail, its pictures still named by `cid:`."""
    file = _file(number)
    body = _parsed(file).get_body(("html",)) if file.exists() else None
    return str(body.get_content()) if body else None


def picture(number: int, cid: str) -> bytes | None:
    """A picture inside a mail."""
    file = _file(number)
    if not file.exists():
        return None
    for part in _parsed(file).walk():
        if part["Content-ID"] == f"<{cid}>":
            payload: bytes = part.get_content()
            return payload
    return None


def _folder() -> Path:
    folder: Path = current_app.config["ASSEMBLY"].data / "mails"
    return folder


def _file(number: int) -> Path:
    return _folder() / f"{number:06d}.eml"


def _parsed(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), policy=default)


def _read(number: int, message: EmailMessage) -> ReadMail:
    body = message.get_body(("plain",))
    pictures = {str(part["Content-ID"]).strip("<>") for part in message.walk() if part["Content-ID"]}
    return ReadMail(
        number,
        str(message["Subject"]),
        str(message["To"]),
        str(message["Content-Language"]),
        body.get_content() if body else "",
        "entry-code" if "entry-code" in pictures else "",
    )
