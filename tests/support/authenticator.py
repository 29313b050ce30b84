"""A telephone's secrets, made apart from our code: the codes of its app (RFC 6238) and a passkey (WebAuthn, `none`)."""

from __future__ import annotations

import hmac
import json
from base64 import b32decode, urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def code_at(secret: str, when: datetime) -> str:
    """The six figures an app shows at this moment for a secret in groups of four."""
    key = b32decode(secret.replace(" ", "").encode() + b"=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.digest(key, int(when.timestamp() // 30).to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def in_words(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def in_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One passkey on one device; what it says of itself can be falsified by the attributes."""

    def __init__(self, name: bytes = b"a passkey of the tests") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name, self.count, self.flags = name, 0, PRESENT | VERIFIED
        self.origin, self.site, self.user = "http://localhost", "localhost", b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` answers."""
        self.user = in_bytes(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + encode_cbor(cose)
        data = self._data(self.flags | ATTESTED) + attested
        response = {"attestationObject": in_words(encode_cbor({"fmt": "none", "attStmt": {}, "authData": data}))}
        return self._answer(response, self._client("webauthn.create", options))

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` answers."""
        self.count += 1
        data, client = self._data(self.flags), self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"authenticatorData": data, "signature": signature, "userHandle": self.user}
        return self._answer({name: in_words(part) for name, part in said.items()}, client)

    def _data(self, flags: int) -> bytes:
        return sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str], client: bytes) -> dict[str, Any]:
        name = in_words(self.name)
        response = response | {"clientDataJSON": in_words(client)}
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
