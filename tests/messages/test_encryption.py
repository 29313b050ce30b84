"""The connection to the mail server: its certificate is checked, and no password leaves in clear."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from factories import make_edition, submission
from flask import Flask
from server import free_port
from sqlalchemy import select

from assembly.extensions import db
from assembly.mail import send_due
from assembly.models import Mail, MailState
from assembly.registration.service import registering
from assembly.transactions import writing

BOTH_WAYS = pytest.mark.parametrize(("scheme", "option"), [("smtp", "tls_context"), ("smtps", "ssl_context")])


class Server:
    """What a mail server was told: passwords, and for each email whether the connection was encrypted."""

    def __init__(self) -> None:
        self.passwords: list[bytes] = []
        self.encrypted: list[bool] = []

    def authenticate(self, _server: object, _session: object, _envelope: object, _how: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        self.passwords.append(said.password)
        return AuthResult(success=True)

    async def handle_DATA(self, server: Any, session: object, envelope: object) -> str:  # noqa: N802 -- aiosmtpd
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        return "250 OK"


@pytest.fixture
def one_mail(ctx: Flask) -> Mail:
    with writing():
        registering.register(make_edition(), submission(1))
    return db.session.scalars(select(Mail)).one()


@contextmanager
def serving(app: Flask, scheme: str, *, user: str = "user:secret@", **options: Any) -> Iterator[Server]:
    """A server that takes passwords in clear too: all care must be ours."""
    server = Server()
    options |= {"authenticator": server.authenticate, "auth_require_tls": False}
    controller = Controller(server, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    address = f"{scheme}://{user}localhost:{controller.port}"
    app.config["ASSEMBLY"] = replace(app.config["ASSEMBLY"], demo=False, mail_server=address)
    yield server
    controller.stop()


def certificate(folder: Path, host: str) -> Path:
    """A certificate that signs itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2200, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


def showing(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@BOTH_WAYS
def test_a_trusted_certificate_gets_the_email(
    ctx: Flask, one_mail: Mail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str, option: str
) -> None:
    ours = certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(ours))
    with serving(ctx, scheme, **{option: showing(ours)}) as server:
        send_due()
    assert (one_mail.state, one_mail.error) == (MailState.SENT, "")
    assert (server.passwords, server.encrypted) == ([b"secret"], [True])


@pytest.mark.turns(3)
@BOTH_WAYS
@pytest.mark.parametrize(("host", "is_trusted"), [("mail.example.org", True), ("localhost", False)])
@pytest.mark.parametrize("user", ["user:secret@", ""])
def test_another_certificate_gets_nothing(
    ctx: Flask,
    one_mail: Mail,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    option: str,
    host: str,
    is_trusted: bool,
    user: str,
) -> None:
    """One for another host, and one for this host that nobody vouches for."""
    shown = certificate(tmp_path, host)
    trusted = shown if is_trusted else certificate(tmp_path, "other.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(ctx, scheme, user=user, **{option: showing(shown)}) as server:
        send_due()
    assert (one_mail.state, one_mail.error) == (MailState.QUEUED, "SSLCertVerificationError")
    assert (server.passwords, server.encrypted) == ([], [])


def test_a_password_waits_for_encryption(ctx: Flask, one_mail: Mail) -> None:
    """A server without STARTTLS, or somebody between who takes the offer away."""
    with serving(ctx, "smtp") as server:
        send_due()
    assert (one_mail.state, one_mail.error) == (MailState.QUEUED, "SMTPNotSupportedError")
    assert (server.passwords, server.encrypted) == ([], [])


def test_a_server_without_password_needs_none(ctx: Flask, one_mail: Mail) -> None:
    with serving(ctx, "smtp", user="") as server:
        send_due()
    assert (one_mail.state, server.encrypted) == (MailState.SENT, [False])
