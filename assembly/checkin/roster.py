"""The list a phone decides with, encrypted so that what is stored on it names nobody. Pure.

Each record opens only with the entry code of its guest: the key is derived from the code (HKDF with SHA-256, RFC 5869),
and so is the mark the record is found by. Another part holds all names for searching; its key comes with the PIN and
stays in the memory of the phone. Every list has a new salt, so that no key is used twice. `static/js/door/vault.js`
reads it:

    4 bytes: length of the header (big endian) | header (JSON) | for each guest: 8 bytes mark, 2 bytes length, record
    | names

Records are AES-256-GCM with a nonce of zeros, since each has a key of its own; the names have a random nonce and are
packed by zlib before.
"""

from __future__ import annotations

import json
import secrets
import zlib
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
MARK_LENGTH = 8
_INFO = b"door record v1"
_ZEROS = bytes(12)


@dataclass(frozen=True, slots=True)
class RosterGuest:
    """One code and what the phone shows of its guest. `replaced_at` is in seconds since 1970, 0 for a valid code."""

    token: str
    code: str
    name: str
    function: str
    place: str
    lang: str
    state: str
    mode: str
    ref: str
    replaced_at: int
    successor: str
    place_code: str
    name_key: str
    words: str

    @property
    def record(self) -> list[Any]:
        """What the code opens."""
        shown = (self.code, self.name, self.function, self.place, self.lang, self.state, self.mode, self.ref)
        return [*shown, self.replaced_at, self.successor]


def build(
    guests: Iterable[RosterGuest], header: dict[str, Any], aliases: dict[str, str], names_key: bytes | None
) -> bytes:
    """Encrypt a list. `aliases` holds, by the code of a city or region, all its folded names; without a key of a shift
    the list has no names."""
    salt, records, entries = secrets.token_bytes(16), [], []
    for guest in guests:
        mark, key = derived(guest.token, salt)
        sealed = AESGCM(key).encrypt(_ZEROS, _packed(guest.record), None)
        records.append(mark + len(sealed).to_bytes(2, "big") + sealed)
        if not guest.replaced_at:
            entries.append([*guest.record[:8], guest.place_code, guest.name_key, guest.words])
    nonce = secrets.token_bytes(12)
    names = b""
    if names_key is not None:
        names = AESGCM(names_key).encrypt(nonce, zlib.compress(_packed([aliases, entries])), None)
    facts = header | {
        "version": VERSION,
        "salt": b64encode(salt).decode(),
        "count": len(records),
        "names_nonce": b64encode(nonce).decode(),
        "names_length": len(names),
    }
    head = _packed(facts)
    return b"".join((len(head).to_bytes(4, "big"), head, *records, names))


def derived(token: str, salt: bytes) -> tuple[bytes, bytes]:
    """Derive the mark and the key of a record from an entry code."""
    first = digest(salt, token.encode(), sha256)
    key = digest(first, _INFO + b"\x01", sha256)
    mark = digest(first, key + _INFO + b"\x02", sha256)[:MARK_LENGTH]
    return mark, key


def _packed(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
