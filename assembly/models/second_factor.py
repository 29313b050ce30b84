"""What proves who signs in besides the passphrase: codes of an app, passkeys, recovery codes; and unfinished steps."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, relationship

from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref

if TYPE_CHECKING:
    from assembly.models.user import User


class AuthenticatorApp(Keyed):
    """The secret an account shares with an app, sealed by the library that checks its codes."""

    user_id: Mapped[int] = ref("user", unique=True, index=False)
    secret: Mapped[str] = column("secret", Text)
    last_counter: Mapped[int | None] = column("none", BigInteger)
    "The half minute of the last code taken: neither it nor an older one is taken again."
    added_at: Mapped[datetime | None] = column("none", UTCDateTime)
    "Empty until a first code has shown that the app holds the secret."
    user: Mapped[User] = relationship(back_populates="app")


class RecoveryCode(Keyed):
    """A code on paper for whoever has lost app and passkeys; good once, known by its keyed hash alone."""

    user_id: Mapped[int] = ref("user")
    hash: Mapped[str] = column("secret", String(64), unique=True)
    used_at: Mapped[datetime | None] = column("none", UTCDateTime)


class Passkey(Coded):
    """A key pair on somebody's device; we hold the public half. It is both factors: the device asks who it is."""

    user_id: Mapped[int] = ref("user")
    credential_id: Mapped[str] = column("secret", String(1400), unique=True)
    public_key: Mapped[str] = column("secret", Text)
    sign_count: Mapped[int] = column("none", BigInteger)
    name: Mapped[str] = column("contact", String(60))
    added_at: Mapped[datetime] = column("none", UTCDateTime)
    used_at: Mapped[datetime | None] = column("contact", UTCDateTime)
    user: Mapped[User] = relationship(back_populates="passkeys")


class StepPurpose(StrEnum):
    """What a step leads to."""

    SECOND_FACTOR = "second_factor"
    "The passphrase or the link was right; the second factor is awaited."
    PASSKEY_SIGN_IN = "passkey_sign_in"
    PASSKEY_ADD = "passkey_add"


class AccountStep(Keyed):
    """An act begun in one browser and not yet finished: its cookie holds the secret, this row its hash, good once."""

    purpose: Mapped[StepPurpose] = column("none", Choice(StepPurpose))
    hash: Mapped[str] = column("secret", String(64), unique=True)
    user_id: Mapped[int | None] = ref("user")
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    user: Mapped[User | None] = relationship()
