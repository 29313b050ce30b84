"""Phones at the doors of a small edition, and the scans they send."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.phone_scans import PhoneScan, read_scan
from assembly.checkin.queries import doors
from assembly.extensions import db
from assembly.models import Badge, Device, Edition, Registration
from assembly.sealed import new_code, new_token, token_hash, unseal

PIN = "482913"


def make_phone(edition: Edition, number: int, *, door: str = "A", by_id: int, token: str | None = None) -> Device:
    """A phone that has been paired, inside `writing()`."""
    here = next(one for one in doors(edition) if one.code == door)
    phone = Device(
        code=new_code(),
        edition=edition,
        door=here,
        number=number,
        pairing_ends_at=clock.now(),
        token_hash=token_hash(token or new_token().clear),
        paired_by_id=by_id,
        paired_at=clock.now(),
    )
    db.session.add(phone)
    return phone


def code_of(registration: Registration) -> str:
    """The entry code of somebody."""
    badge = valid_badge(registration)
    assert badge is not None
    return unseal(badge.token_sealed)


def codes_of(edition: Edition) -> list[str]:
    """The entry codes of everybody of an edition, in their order."""
    badges = select(Badge).join(Registration).where(Registration.edition_id == edition.id).order_by(Registration.id)
    return [unseal(one.token_sealed) for one in db.session.scalars(badges)]


def raw_scan(number: int, code: str | None, at: datetime, **changes: Any) -> dict[str, Any]:
    """One scan as a phone sends it."""
    facts: dict[str, Any] = {
        "id": f"scan-{number:016d}",
        "kind": "entry",
        "door": "A",
        "device_at": at.timestamp(),
        "offset_ms": 0,
        "list_at": (at - timedelta(hours=1)).timestamp(),
        "told": "admitted",
        "offline": True,
    }
    if code is not None:
        facts["code_hash"] = token_hash(code)
    return facts | changes


def sealed(point: bytes, scan_id: str, words: str) -> str:
    """Words as a phone seals them for the server, base64."""
    mine = ec.generate_private_key(ec.SECP256R1())
    ours = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point))
    key = HKDF(SHA256(), 32, salt=ours + point, info=b"door walk-in v1").derive(shared)
    return b64encode(ours + AESGCM(key).encrypt(bytes(12), words.encode(), scan_id.encode())).decode()


def scanned(number: int, code: str | None, at: datetime, **changes: Any) -> PhoneScan:
    """The same, as it was read."""
    return read_scan(raw_scan(number, code, at, **changes))
