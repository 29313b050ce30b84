"""Secrets that must be found by value and sometimes read again: links, entry codes, details of the history.

A token is 256 random bits. Its hash finds it; its sealed form, encrypted with a key that is not in the database,
lets us draw it once more on a badge or in a mail (model.md 1.2; ASVS 5.0 11.5.1).
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest

from cryptography.fernet import Fernet
from flask import Flask, current_app

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"For codes people may read aloud or type: no 0/o, 1/i/l."


@dataclass(frozen=True, slots=True)
class Token:
    """A fresh secret: `clear` leaves the house once, `hash` and `sealed` are kept."""

    clear: str
    hash: str
    sealed: str


def init_app(app: Flask) -> None:
    """Make the cipher from the key of this installation."""
    app.extensions["sealer"] = Fernet(urlsafe_b64encode(app.config["ASSEMBLY"].key_for("seal")))


def new_token() -> Token:
    """43 characters that nobody can guess, with the two forms in which they are kept."""
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


def _cipher() -> Fernet:
    cipher: Fernet = current_app.extensions["sealer"]
    return cipher


def new_code(length: int = 8) -> str:
    """A random name for addresses (40 bits at 8 characters): unlike an id it tells neither count nor order."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
