"""Those who work in the office or at a door: their account, their roles, the devices they are signed in on."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from assembly.models.types import Choice, Coded, Keyed, UTCDateTime, column, ref

if TYPE_CHECKING:
    from assembly.models.edition import Edition
    from assembly.models.second_factor import AuthenticatorApp, Passkey


class User(Coded):
    """An account. Registrants never have one: they use links."""

    is_authenticated = True
    is_anonymous = False
    roles = ()
    "Flask-Security's own roles, of which we have none: what one may do depends on the edition."

    email_key: Mapped[str] = column("contact", String(320), unique=True)
    name: Mapped[str] = column("contact", String(200))
    lang: Mapped[str] = column("none", String(2))
    password: Mapped[str | None] = column("secret", String(255))
    fs_uniquifier: Mapped[str] = column("secret", String(64), unique=True)
    active: Mapped[bool] = column("none", default=True)
    is_demo: Mapped[bool] = column("none", default=False)
    daily_summary: Mapped[bool] = column("none", default=False)
    "Whether they want the summary of their assemblies by email each morning."
    edition_roles: Mapped[list[EditionRole]] = relationship(back_populates="user", lazy="selectin")
    app: Mapped[AuthenticatorApp | None] = relationship(back_populates="user")
    passkeys: Mapped[list[Passkey]] = relationship(back_populates="user", order_by="Passkey.id")

    @property
    def has_app(self) -> bool:
        """Whether an app has shown that it makes the right codes."""
        return self.app is not None and self.app.added_at is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether a passphrase or a link alone is not enough to sign in."""
        return self.has_app or bool(self.passkeys)

    def get_id(self) -> str:
        """What the session names instead of the id: it can be changed to end every session at once."""
        return self.fs_uniquifier

    @property
    def is_active(self) -> bool:
        """Whether this account may still sign in."""
        return self.active


class EditionRole(Keyed):
    """What a user may do, as the name of a set of permissions; without an edition it holds for all of them."""

    __table_args__ = (UniqueConstraint("user_id", "edition_id", "role"),)
    user_id: Mapped[int] = ref("user")
    edition_id: Mapped[int | None] = ref("edition")
    role: Mapped[str] = column("none", String(24))
    permissions: Mapped[list[str] | None] = column("none", JSON(none_as_null=True))
    "What this person may do, where it was adjusted; else empty, and the role's own set holds."
    user: Mapped[User] = relationship(back_populates="edition_roles")
    edition: Mapped[Edition | None] = relationship()


class LinkPurpose(StrEnum):
    """What an account's link is good for."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


class AccountLink(Keyed):
    """A link sent to an address, good for one use. Whether there is an account is asked when it is used, not before:
    asking for a link looks the same for every address."""

    purpose: Mapped[LinkPurpose] = column("none", Choice(LinkPurpose))
    email_key: Mapped[str] = column("contact", String(320), index=True)
    token_hash: Mapped[str] = column("secret", String(64), unique=True)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    used_at: Mapped[datetime | None] = column("none", UTCDateTime)


class SignedIn(Coded):
    """One signed-in device. Deleting the row ends the session, wherever its cookie has been copied to."""

    hash: Mapped[str] = column("secret", String(64), unique=True)
    user_id: Mapped[int] = ref("user")
    device: Mapped[str] = column("contact", String(60), default="")
    "What sort of browser it is, coarsely, so that people recognise their own."
    began_at: Mapped[datetime] = column("none", UTCDateTime)
    seen_at: Mapped[datetime] = column("contact", UTCDateTime)
    ends_at: Mapped[datetime] = column("none", UTCDateTime)
    renew: Mapped[bool] = column("none", default=False)
    "What this person may do has changed: the next request gets another cookie, and this one is worth nothing."
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
