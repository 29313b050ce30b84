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

import json
import secrets
import zlib
from base64 import b64encode
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

USUAL = "participant"
"The category most have; it is left out of a record."
VERSION = 2
"The phone asks for another list where it has one of an older form."
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
    desk_note: str
    category: str
    is_invited: bool
    successor: str
    place_code: str
    name_key: str
    words: str

    @property
    def record(self) -> list[Any]:
        """What the code opens."""
        return [*self.shown, self.replaced_at, self.successor]

    @property
    def shown(self) -> list[Any]:
        """What a phone shows, found by the code or by the name."""
        who = [self.code, self.name, self.function, self.place, self.lang, self.state, self.mode, self.ref]
        return [*who, self.desk_note, "" if self.category == USUAL else self.category, int(self.is_invited)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list all phones may get, but for its header: encrypting ten thousand records takes most of a second."""

    salt: bytes
    names_nonce: bytes
    records: list[bytes]
    names: bytes

    def body(self, header: dict[str, Any]) -> bytes:
        """Give the whole list, with what the header says of it."""
        facts = header | {
            "version": VERSION,
            "salt": b64encode(self.salt).decode(),
            "count": len(self.records),
            "names_nonce": b64encode(self.names_nonce).decode(),
            "names_length": len(self.names),
        }
        head = _packed(facts)
        return b"".join((len(head).to_bytes(4, "big"), head, *self.records, self.names))


def prepare(guests: Iterable[RosterGuest], aliases: dict[str, str], names_key: bytes | None) -> Prepared:
    """Encrypt a list. `aliases` holds, by the code of a city or region, all its folded names; without a key of a shift
    the list has no names."""
    salt, records, entries = secrets.token_bytes(16), [], []
    for guest in guests:
        mark, key = derived(guest.token, salt)
        sealed = AESGCM(key).encrypt(_ZEROS, _packed(guest.record), None)
        records.append(mark + len(sealed).to_bytes(2, "big") + sealed)
        if not guest.replaced_at:
            entries.append([*guest.shown, guest.place_code, guest.name_key, guest.words])
    nonce, names = secrets.token_bytes(12), b""
    if names_key is not None:
        names = AESGCM(names_key).encrypt(nonce, zlib.compress(_packed([aliases, entries])), None)
    return Prepared(salt, nonce, records, names)


class PreparedLists:
    """The last few lists this process prepared; who asks while one is being prepared waits for it."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._kept: dict[Hashable, Prepared] = {}
        self._turn = Lock()

    def get(self, key: Hashable, make: Callable[[], Prepared]) -> Prepared:
        """Give the list under this key, made now if there is none."""
        with self._turn:
            if key not in self._kept:
                while len(self._kept) >= self._most:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = make()
            return self._kept[key]


def derived(token: str, salt: bytes) -> tuple[bytes, bytes]:
    """Derive the mark and the key of a record from an entry code."""
    first = digest(salt, token.encode(), sha256)
    key = digest(first, _INFO + b"\x01", sha256)
    mark = digest(first, key + _INFO + b"\x02", sha256)[:MARK_LENGTH]
    return mark, key


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"One for all records: `json.dumps` would make another each time."


def _packed(facts: Any) -> bytes:
    return _ENCODER.encode(facts).encode()
