"""A real SMTP server for the application of a test, which keeps what it accepts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from flask import Flask
from server import free_port


class Sink:
    """An SMTP server that answers `reply` and keeps what it accepts."""

    def __init__(self) -> None:
        self.reply, self.received = "250 OK", []
        self.sessions: list[object] = []
        self.unknown: set[str] = set()
        self.pause = 0.0
        self.before: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd
        self, server: object, session: object, envelope: Any, address: str, options: object
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 -- aiosmtpd
        if not any(one is session for one in self.sessions):
            self.sessions.append(session)
        self.before()
        await asyncio.sleep(self.pause)
        if self.reply.startswith("250"):
            self.received.append(envelope)
        return self.reply

    def emails(self) -> list[EmailMessage]:
        """Read what was accepted, oldest first."""
        return [message_from_bytes(one.content, EmailMessage, policy=default) for one in self.received]


@contextmanager
def smtp_sink(app: Flask) -> Iterator[Sink]:
    """Let the application send to a server of its own."""
    handler, before = Sink(), app.config["ASSEMBLY"]
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    app.config["ASSEMBLY"] = replace(before, demo=False, mail_server=f"smtp://127.0.0.1:{controller.port}")
    yield handler
    app.config["ASSEMBLY"] = before
    controller.stop()
