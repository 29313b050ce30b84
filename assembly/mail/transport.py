"""The last step: to the mail server of the settings, or in the demo, which needs none, to a file one can read."""

import re
import smtplib
import ssl
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app

PATIENCE = 45.0
"Seconds one mail may take, less than its lease with `_TO_LISTEN`: a server may answer slowly, but not for ever."
_TO_LISTEN = 5.0
"Seconds a server may take to say whether it still listens, before another connection is made."
_ON_ONE_CONNECTION = 100
"Mails after which a new connection is made: servers allow so many on one."
_WELL = 250
_NO_MAILBOX = {550, 551, 553}
_ENHANCED = re.compile(rb"\s*([245])\.(\d{1,3})\.\d{1,3}\b")


class _Patient:
    """A connection whose answers must all have come by one instant, however slowly each of them comes."""

    sock: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.renew_patience()
        super().__init__(*arguments, timeout=PATIENCE, **options)  # type: ignore[call-arg]

    def renew_patience(self, seconds: float | None = None) -> None:
        """From now on there is so much time, as much as one mail may take if nothing else is said."""
        self._until = time.monotonic() + (PATIENCE if seconds is None else seconds)

    def getreply(self) -> tuple[int, bytes]:
        """One answer; raises TimeoutError when it comes too late."""
        if self.sock is not None:
            self.sock.settimeout(max(0.05, self._until - time.monotonic()))
        return super().getreply()  # type: ignore[misc, no-any-return]


class _Plain(_Patient, smtplib.SMTP):
    """Begins in clear, and goes on encrypted where the server can or a password is to be sent."""


class _Encrypted(_Patient, smtplib.SMTP_SSL):
    """Encrypted from the first byte."""


class Outgoing:
    """The way to the mail server, for the length of a block: one connection for many mails."""

    def __init__(self) -> None:
        self._connection: _Plain | _Encrypted | None = None
        self._left = 0

    def __enter__(self) -> "Outgoing":
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            with suppress(OSError):  # taken is taken, whatever happens to the farewell
                self._connection.renew_patience()
                self._connection.quit()
            self._close()

    def hand_over(self, number: int, message: EmailMessage) -> None:
        """Give the mail away. Raises OSError (which smtplib's errors are) when nobody takes it.

        Whoever takes it over an encrypted connection has shown a valid certificate for the host of the settings, and no
        password leaves without one: a server, or somebody between, that does not offer STARTTLS is refused.
        """
        config = current_app.config["ASSEMBLY"]
        if not config.mail_server:
            _keep(config.data / "mails", number, message)
            return
        try:
            self._connected(config.mail_server).send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
            raise  # about this mail; whether the server still listens the next one asks
        except BaseException:
            self._close()
            raise

    def _connected(self, address: str) -> _Plain | _Encrypted:
        """The open connection, while the server still listens, or another."""
        if not (self._left and self._listens()):
            self._close()
            self._connection, self._left = _connect(address), _ON_ONE_CONNECTION
        self._left -= 1
        assert self._connection is not None
        return self._connection

    def _listens(self) -> bool:
        if self._connection is None:
            return False
        self._connection.renew_patience(_TO_LISTEN)
        try:
            listens = self._connection.noop()[0] == _WELL
        except OSError:
            return False
        self._connection.renew_patience()
        return listens

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _keep(folder: Path, number: int, message: EmailMessage) -> None:
    folder.mkdir(exist_ok=True)
    unfinished = folder / f".{number:06d}"
    unfinished.write_bytes(message.as_bytes())
    unfinished.rename(folder / f"{number:06d}.eml")  # whole or not there: somebody may be reading


def _connect(address: str) -> _Plain | _Encrypted:
    server = urlsplit(address)
    host, port = server.hostname or "", server.port or 0
    if server.scheme == "smtps":
        connection: _Plain | _Encrypted = _Encrypted(host, port, context=ssl.create_default_context())
    else:
        connection = _Plain(host, port)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and (server.username or connection.has_extn("starttls")):
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
    except BaseException:
        connection.close()
        raise
    return connection


def code_of(refusal: Exception) -> int:
    """The three digits of the server's answer; 0 where it gave none."""
    return _answer(refusal)[0]


def is_no_mailbox(refusal: Exception) -> bool:
    """Whether the server says for good that nobody is there: 5.1.x, or 550 to the recipient without a closer word.

    A 550 about the content, or one that speaks of policy (5.7.x), says nothing about the address.
    """
    code, words = _answer(refusal)
    if closer := _ENHANCED.match(words):
        return code >= 500 and closer[1] == b"5" and closer[2] == b"1"
    return isinstance(refusal, smtplib.SMTPRecipientsRefused) and code in _NO_MAILBOX


def _answer(refusal: Exception) -> tuple[int, bytes]:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return next(iter(refusal.recipients.values()))
    if isinstance(refusal, smtplib.SMTPResponseException):
        words = refusal.smtp_error
        return refusal.smtp_code, words if isinstance(words, bytes) else words.encode()
    return 0, b""
