"""`make run TLS=1`: a certificate made on the spot, for one computer, whose authority can sign nothing else."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from flask import Flask
from inspector import InspectingClient

from assembly import serving
from assembly.local_certificate import certificate_for
from config import SettingsError, from_environment

NOW = datetime(2031, 6, 14, 9, tzinfo=UTC)


def test_certificate_names_host_and_lasts_a_month(tmp_path: Path) -> None:
    files = certificate_for(tmp_path, "192.168.1.10", NOW)
    root, shown = (x509.load_pem_x509_certificate(one.read_bytes()) for one in (files.authority, files.chain))
    shown.verify_directly_issued_by(root)
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    itself = [ip_address("127.0.0.1"), ip_address("::1")]  # where HOST=:: is asked whether it answers
    assert names.get_values_for_type(x509.IPAddress) == [ip_address("192.168.1.10"), *itself]
    assert shown.not_valid_after_utc == NOW + timedelta(days=30)
    assert not shown.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    before = files.chain.read_bytes()
    assert certificate_for(tmp_path, "192.168.1.10", NOW + timedelta(days=3)).chain.read_bytes() == before
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(files.chain, files.key)
    assert files.key.stat().st_mode & 0o077 == 0
    assert sorted(one.name for one in files.key.parent.iterdir()) == ["authority.pem", "server.key", "server.pem"]
    assert certificate_for(tmp_path, "192.168.1.11", NOW).chain.read_bytes() != before  # another network


@pytest.mark.parametrize("is_renewed", [False, True])
@pytest.mark.parametrize("written", [0, 1, 2])
def test_certificate_half_written_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: int, is_renewed: bool
) -> None:
    if is_renewed:
        certificate_for(tmp_path, "192.168.1.11", NOW)
    whole, left = Path.replace, iter(range(written))

    def replace_some(file: Path, target: Path) -> Path:
        if next(left, None) is None:
            raise OSError("no space left")
        return whole(file, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replace_some)
        with pytest.raises(OSError, match="no space left"):
            certificate_for(tmp_path, "192.168.1.10", NOW)
    files = certificate_for(tmp_path, "192.168.1.11" if is_renewed else "192.168.1.10", NOW)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(files.chain, files.key)
    root, shown = (x509.load_pem_x509_certificate(one.read_bytes()) for one in (files.authority, files.chain))
    shown.verify_directly_issued_by(root)


def test_https_is_served_only_when_asked(tmp_path: Path) -> None:
    env = {"DATA": str(tmp_path), "DEMO": "1", "PORT": "8123"}
    assert (from_environment(env).tls, from_environment(env).public_url) == (False, "http://127.0.0.1:8123")
    asked = from_environment(env | {"TLS": "1"})
    assert asked.tls
    assert asked.public_url.startswith("https://")
    assert asked.public_url.endswith(":8123")
    production = {"PUBLIC_URL": "https://a.example", "MAIL_SERVER": "smtp://m.example", "DEMO": ""}
    for wrong in (production, {"PUBLIC_URL": "http://192.168.1.10:8000"}):
        with pytest.raises(SettingsError, match="TLS=1 is for the demonstration"):
            from_environment(env | {"TLS": "1"} | wrong)
    assert "--certificate" not in serving.command("127.0.0.1", 8000)
    own = certificate_for(tmp_path, "192.168.1.10", NOW)
    assert str(own.chain) in serving.command("0.0.0.0", 8000, own=own)


def test_certificate_pages_exist_only_with_one(own_app: Flask) -> None:
    pages = ("/local-authority.crt", "/en/checkin/2027/trust")
    client = InspectingClient(own_app)
    assert [client.get(one).status_code for one in pages] == [404, 404]
    config = own_app.config["ASSEMBLY"]
    own_app.config["ASSEMBLY"] = replace(config, tls=True)
    certificate_for(config.data, "192.168.1.10", NOW)
    answer = client.get(pages[0])
    assert b"BEGIN CERTIFICATE" in answer.data
    assert b"PRIVATE" not in answer.data
