"""Secrets that must be found by value and sometimes read again: links, entry codes, details of the history.

A token is 256 random bits. Its hash finds it; its sealed form, encrypted with a key that is not in the database,
lets us draw it once more on a badge or in a mail (ASVS 5.0 11.5.1).
"""

import secrets
import zlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, current_app, g
from flask.sessions import SecureCookieSessionInterface, session_json_serializer
from itsdangerous import BadSignature

from config import Config

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"For codes people may read aloud or type: no 0/o, 1/i/l."


@dataclass(frozen=True, slots=True)
class Token:
    """A fresh secret: `clear` leaves the house once, `hash` and `sealed` are kept."""

    clear: str
    hash: str
    sealed: str


class _SealedCookie:
    """Reads and writes the session's cookie, packed small, since browsers keep four kilobytes of it."""

    def __init__(self, config: Config) -> None:
        self._cipher = Fernet(urlsafe_b64encode(config.key_for("cookie")))

    def dumps(self, facts: dict[str, Any]) -> str:
        """Seal what the session holds."""
        return self._cipher.encrypt(zlib.compress(session_json_serializer.dumps(facts).encode())).decode("ascii")

    def loads(self, sealed: str, max_age: int) -> dict[str, Any]:
        """Read what `dumps` made in the last `max_age` seconds. Raises BadSignature, as Flask expects."""
        try:
            facts: dict[str, Any] = session_json_serializer.loads(
                zlib.decompress(self._cipher.decrypt(sealed, ttl=max_age)).decode()
            )
        except (InvalidToken, ValueError) as problem:  # ValueError: letters that no cookie of ours has
            raise BadSignature(str(problem)) from problem
        return facts


class SealedSessions(SecureCookieSessionInterface):
    """Sessions that nobody reads but us: Flask's own are signed only, and ours hold names, searches and messages."""

    def __init__(self, config: Config) -> None:
        self._cookie = _SealedCookie(config)

    def get_signing_serializer(self, app: Flask) -> Any:
        """What Flask reads and writes the cookie with."""
        return self._cookie


def init_app(app: Flask) -> None:
    """Make the ciphers from the key of this installation."""
    app.extensions["sealer"] = Fernet(urlsafe_b64encode(app.config["ASSEMBLY"].key_for("seal")))
    app.session_interface = SealedSessions(app.config["ASSEMBLY"])


def prepare_tokens(number: int) -> None:
    """Make the next tokens of this request now, before it keeps others waiting."""
    g.tokens = [_new_token() for _number in range(number)]


def new_token() -> Token:
    """43 characters that nobody can guess, with the two forms in which they are kept."""
    prepared: list[Token] = g.get("tokens", [])
    return prepared.pop() if prepared else _new_token()


def _new_token() -> Token:
    clear = secrets.token_urlsafe(32)
    return Token(clear, token_hash(clear), seal(clear))


def token_hash(clear: str) -> str:
    """What a token is looked up by: SHA-256, hexadecimal."""
    return sha256(clear.encode("utf-8", "replace")).hexdigest()


def keyed_hash(purpose: str, clear: str) -> str:
    """What a secret short enough to be guessed is looked up by: without our key it tells nothing."""
    key: bytes = current_app.config["ASSEMBLY"].key_for(purpose)
    return digest(key, clear.encode("utf-8", "replace"), sha256).hex()


def seal(clear: str) -> str:
    """Encrypt for storage in the database."""
    return _cipher().encrypt(clear.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Read what `seal` wrote; raises cryptography's InvalidToken if it was changed or the key is another."""
    return _cipher().decrypt(sealed.encode("ascii")).decode()


def seal_bytes(clear: bytes) -> bytes:
    """Encrypt a file for the disk."""
    return _cipher().encrypt(clear)


def unseal_bytes(sealed: bytes) -> bytes:
    """Read what `seal_bytes` wrote; raises as `unseal` does."""
    return _cipher().decrypt(sealed)


def _cipher() -> Fernet:
    cipher: Fernet = current_app.extensions["sealer"]
    return cipher


def code_of(key: str) -> str:
    """Give what comes of a form with this key its name for addresses: the same each time the form is sent."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in sha256(key.encode()).digest()[:12])


def new_code(length: int = 8) -> str:
    """A random name for addresses (40 bits at 8 characters): unlike an id it tells neither count nor order."""
    number, name = secrets.randbelow(len(ALPHABET) ** length), ""
    for _place in range(length):
        number, letter = divmod(number, len(ALPHABET))
        name += ALPHABET[letter]
    return name
