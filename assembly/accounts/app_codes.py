"""The codes an authenticator app shows (RFC 6238: six figures, each half minute): Flask-Security's, with our clock.

The library draws the secret, seals it (AES, a key that is not in the database) and compares. What it leaves to us is
that no code is taken twice: the row remembers the half minute of the last one.
"""

import re
from typing import Any, cast

from flask import current_app
from flask_security.totp import Totp

from assembly import clock
from assembly.models import AuthenticatorApp

ISSUER = "Mayors’ Digital Assembly"
"What the app shows above the code; one name in both languages, since it cannot change with the page."
WINDOW = 30
"Seconds a telephone's clock may be wrong, either way: one step."
_SHAPE = re.compile(r"[0-9]{6}", re.ASCII)


class AppCodes(Totp):
    """Flask-Security's codes, read by our clock, each good once."""

    def __init__(self, key: str) -> None:
        super().__init__({"1": key}, ISSUER)
        # the key is drawn at random: a thousandfold derivation, made to slow down who guesses, protects it no better
        self._totp = self._totp.using(now=lambda: clock.now().timestamp(), secrets={"1": key}, encrypt_cost=0)

    def get_last_counter(self, user: Any) -> int | None:
        """The half minute of the last code taken."""
        app: AuthenticatorApp = user
        return app.last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember the one just taken."""
        user.last_counter = tmatch.counter


def new_secret() -> str:
    """A secret nobody knows yet, sealed."""
    return str(_codes().generate_totp_secret())


def takes(app: AuthenticatorApp, code: str) -> bool:
    """Whether this is the code of now, or of half a minute off, and newer than the last; if so it is used up."""
    return bool(_SHAPE.fullmatch(code)) and _codes().verify_totp(code, app.secret, cast(Any, app), window=WINDOW)


def address_for(app: AuthenticatorApp, account: str) -> str:
    """What the picture says to the app: `otpauth://totp/…`."""
    return str(_codes().get_totp_uri(account, app.secret))


def secret_in_words(app: AuthenticatorApp) -> str:
    """The secret in groups of four, for an app that has no camera."""
    return str(_codes().get_totp_pretty_key(app.secret)).replace("-", " ")


def recovery_codes(count: int) -> list[str]:
    """Codes for paper, of 48 random bits: `3f2a-91bc-07de`."""
    return list(_codes().generate_recovery_codes(count))


def _codes() -> AppCodes:
    return AppCodes(current_app.config["ASSEMBLY"].key_for("authenticator app").hex())
