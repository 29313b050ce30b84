"""A certificate for one computer, from an authority made on the spot (`docs/decisions/0012`): for `make run TLS=1`.

The authority signs this one certificate and its key is thrown away: a phone that trusts it trusts this computer and
nothing else, and nobody can ever sign another with it.
"""

import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=30)
_LEFT = timedelta(days=2)
"With less left another is made."
_SLACK = timedelta(hours=1)
"Clocks of phones are wrong."
_LONGEST = 64
"Characters of a name in a certificate."
_NOWHERE = ("192.0.2.1", 9)
"An address for documentation (RFC 5737): asking for the way to it sends nothing."


@dataclass(frozen=True, slots=True)
class LocalCertificate:
    """Where the files are: what a phone has to trust, what the server shows, and its key."""

    authority: Path
    chain: Path
    key: Path


def files_in(data: Path) -> LocalCertificate:
    """Say where the certificate of a server lies that keeps its data there."""
    folder = data / "tls"
    return LocalCertificate(folder / "authority.pem", folder / "server.pem", folder / "server.key")


def own_address() -> str:
    """Find this computer's address in its network; the one for itself where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asks:
        try:
            asks.connect(_NOWHERE)
        except OSError:
            return "127.0.0.1"
        return str(asks.getsockname()[0])


def certificate_for(data: Path, host: str, now: datetime) -> LocalCertificate:
    """Make the certificate of this host, unless there is one that still lasts. Then phones need to trust a new one."""
    files = files_in(data)
    if not _still_serves(files.chain, host, now):
        files.chain.unlink(missing_ok=True)
        files.chain.parent.mkdir(mode=0o700, exist_ok=True)
        _make(files, host, now)
    return files


def _still_serves(chain: Path, host: str, now: datetime) -> bool:
    if not chain.exists():
        return False
    shown = x509.load_pem_x509_certificate(chain.read_bytes())
    names = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(_names(host)) <= set(names) and shown.not_valid_after_utc > now + _LEFT


def _make(files: LocalCertificate, host: str, now: datetime) -> None:
    ours, its = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _called(f"Demo of {now:%Y-%m-%d %H:%M} on {host}")
    root = (
        _begun(issuer, issuer, ours.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(ours, SHA256())
    )
    shown = (
        _begun(_called(host), issuer, its.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ours.public_key()), critical=False)
        .sign(ours, SHA256())
    )
    _write(files.key, its.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write(files.authority, root.public_bytes(Encoding.PEM))
    _write(files.chain, shown.public_bytes(Encoding.PEM))  # last: where it is, the others are whole and belong to it


def _write(file: Path, words: bytes) -> None:
    """Write aside and rename: a file under its own name is whole."""
    aside = file.with_suffix(".new")
    aside.unlink(missing_ok=True)
    aside.touch(mode=0o600)
    aside.write_bytes(words)
    aside.replace(file)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SLACK)
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:_LONGEST])])


def _names(host: str) -> list[x509.GeneralName]:
    """Give the names of its host and those a computer has for itself, where a start asks whether the server answers."""
    return list(dict.fromkeys([_name(host), _name("127.0.0.1"), _name("::1"), _name("localhost")]))


def _name(host: str) -> x509.GeneralName:
    try:
        address: IPv4Address | IPv6Address = ip_address(host.strip("[]"))
    except ValueError:
        return x509.DNSName(host)
    return x509.IPAddress(address)
