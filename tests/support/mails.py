"""The outbox as its readers see it: worked off by the real job, read back from the files of the demo."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from flask import Flask
from PIL import Image

from assembly.mail import send_due


class _ReadMail(EmailMessage):
    """A mail that was sent: it does not change, and the parser would read a header anew each time it is asked for."""

    @cached_property
    def _read_headers(self) -> dict[str, Any]:
        return {}

    def get(self, name: str, failobj: Any = None) -> Any:
        """A header, read once."""
        if name not in self._read_headers:
            self._read_headers[name] = super().get(name)
        found = self._read_headers[name]
        return failobj if found is None else found


def deliver(app: Flask) -> list[EmailMessage]:
    """Let the worker's job run, and give all mails of this test, oldest first."""
    with app.app_context():
        send_due()
    return [_read(file) for file in sorted((app.config["ASSEMBLY"].data / "mails").glob("*.eml"))]


@cache
def _read(file: Path) -> EmailMessage:
    return message_from_bytes(file.read_bytes(), _ReadMail, policy=default)


def text_of(mail: EmailMessage) -> str:
    """The plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(mail: EmailMessage) -> str:
    """The HTML."""
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: EmailMessage) -> str:
    """The path of the own page's link, the same in both parts."""
    found = re.findall(r"http://localhost(/\w\w/r/[\w-]+)", text_of(mail))
    assert len(set(found)) == 1
    assert found[0] in html_of(mail)
    return str(found[0])


def has_code(mail: EmailMessage) -> bool:
    """Whether an entry code is in it."""
    return any(part["Content-ID"] == "<entry-code>" for part in mail.walk())


def code_in(mail: EmailMessage) -> str:
    """The path in the entry code, read from the picture as a phone would."""
    (code,) = [part for part in mail.walk() if part["Content-ID"] == "<entry-code>"]
    assert "cid:entry-code" in html_of(mail)
    return path_of(read_code(code.get_content()))


def read_code(png: bytes) -> str:
    """What another library than ours reads in the picture."""
    read = zxingcpp.read_barcodes(np.array(Image.open(BytesIO(png)).convert("L")))
    assert len(read) == 1
    return str(read[0].text)


def path_of(address: str) -> str:
    """An address of the test's own site without its host."""
    assert address.startswith("http://localhost/")
    return address.removeprefix("http://localhost")
