"""What a phone writes down of somebody who is not on the list: sealed there, so that the server alone can read it.

The phone makes a key pair for each person (ECDH on P-256) and keeps nothing of it. Key of the record: HKDF with SHA-256
of what both keys share, with both public points as salt. The name of the scan is sealed in, so that no record passes
for another. `static/js/door/vault.js` seals: 65 bytes public point of the phone | AES-256-GCM (nonce of zeros, since
each record has a key of its own).
"""

import json
from base64 import b64decode
from dataclasses import replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.datastructures import MultiDict

from assembly.checkin.forms import WalkInForm
from assembly.checkin.phone_scans import Malformed, PhoneScan, WrittenDown
from assembly.i18n import LANGUAGES

POINT_LENGTH = 65
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"Of the curve (FIPS 186-5, P-256)."
_INFO = b"door walk-in v1"


class _Written(WalkInForm):
    """The form at the door, filled with what a phone sealed."""

    class Meta(WalkInForm.Meta):
        """It is not the request that holds what was typed."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give what was unsealed."""
            return formdata


def public_point(secret: bytes) -> bytes:
    """Give what a phone seals for. `secret` is our key for this purpose, 32 bytes."""
    return _point(_private(secret).public_key())


def opened(secret: bytes, sealed: bytes, scan_id: str) -> str:
    """Read what a phone sealed under the name of a scan. Raises ValueError where nobody sealed it for us."""
    mine, point = _private(secret), sealed[:POINT_LENGTH]
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point))
    key = HKDF(SHA256(), 32, salt=point + _point(mine.public_key()), info=_INFO).derive(shared)
    try:
        return AESGCM(key).decrypt(bytes(12), sealed[POINT_LENGTH:], scan_id.encode()).decode()
    except InvalidTag:
        raise ValueError("sealed for somebody else") from None


def read_walk_in(secret: bytes, scan: PhoneScan) -> PhoneScan:
    """Add to a scan whom it writes down, by the rules of the form at the door. Raises Malformed."""
    try:
        words = json.loads(opened(secret, b64decode(scan.walk_in or ""), scan.scan_id))
    except (ValueError, RecursionError):
        raise Malformed("walk_in") from None
    if not isinstance(words, dict):
        raise Malformed("walk_in")
    typed = {name: words.get(name) for name in ("given", "family", "place")}
    form = _Written(MultiDict(typed | {"key": scan.scan_id}), meta={"csrf": False})
    if not form.validate():
        raise Malformed(next(iter(form.errors)) or "walk_in")
    lang = words["lang"] if words.get("lang") in LANGUAGES else LANGUAGES[0]
    return replace(scan, written=WrittenDown(form.given.data, form.family.data, form.place.data, lang))


def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, _CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
