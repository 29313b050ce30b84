"""Verbs on the second factor: the codes of an app, and the codes on paper for when it is lost."""

import re

from flask_security.utils import verify_password
from sqlalchemy import delete, select, update

from assembly import clock, history
from assembly.accounts import app_codes
from assembly.accounts.service.sign_in import tell
from assembly.errors import DomainError, Rejected
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import AuthenticatorApp, RecoveryCode, User
from assembly.sealed import keyed_hash
from assembly.transactions import locked

HOW_MANY = 10
"Recovery codes of one account."
_APP = re.compile(r"[0-9]{6}", re.ASCII)
_PAPER = re.compile(r"[0-9a-f]{12}", re.ASCII)


class WrongCode(Rejected):
    """Mistyped, too old, used already, or no code of this account: which of them is not said."""

    sentence = _l("This code is wrong or has already been used. The app shows a new code every 30 seconds.")


class NotProved(Rejected):
    """Neither the passphrase nor a code of this account."""

    sentence = _l("This is neither your passphrase nor a valid code.")


class PassphraseFirst(DomainError):
    """A second factor needs a first one."""

    sentence = _l("Choose a passphrase first.")


def use_code(user: User, typed: str) -> None:
    """Take a code of the app or a recovery code, once. Raises WrongCode."""
    if not _takes(user, typed):
        raise WrongCode


def prove(user: User, typed: str) -> None:
    """Whoever changes how an account is entered proves once more to be its owner, by passphrase or code.

    Raises PassphraseFirst for an account that has none, else NotProved.
    """
    if not user.password:
        raise PassphraseFirst
    if not _takes(user, typed) and not verify_password(typed, user.password):
        raise NotProved


def is_recovery_code(typed: str) -> bool:
    """Tell whether what was typed has the form of a recovery code, which no code of an app has."""
    return bool(_PAPER.fullmatch(_bare(typed)))


def _bare(typed: str) -> str:
    return re.sub(r"[\s\-‐‑–]", "", typed).lower()


def _takes(user: User, typed: str) -> bool:
    code = _bare(typed)
    if _APP.fullmatch(code):
        app = _locked_app(user)
        return app is not None and app.added_at is not None and app_codes.takes(app, code)
    return is_recovery_code(code) and _use_recovery_code(user, code)


def _use_recovery_code(user: User, code: str) -> bool:
    """The database decides who comes first."""
    used = (
        update(RecoveryCode)
        .where(RecoveryCode.hash == _hash(user, code), RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
    )
    if db.session.connection().execute(used).rowcount != 1:
        return False
    history.record("user", str(user.id), "recovery code used")
    tell(user, "recovery_code_used")
    return True


def begin_app(user: User) -> None:
    """A new secret, which counts for nothing until a code was read from the app; an unfinished one is forgotten."""
    app = _locked_app(user)
    if app is None:
        db.session.add(AuthenticatorApp(user_id=user.id, secret=app_codes.new_secret()))
    elif app.added_at is None:
        app.secret, app.last_counter = app_codes.new_secret(), None


def confirm_app(user: User, typed: str) -> list[str]:
    """The app holds the secret: from now on it is asked for. Gives recovery codes if there are none yet.

    Raises WrongCode.
    """
    app = _locked_app(user)
    if app is None or app.added_at is not None or not app_codes.takes(app, re.sub(r"\s", "", typed)):
        raise WrongCode
    app.added_at = clock.now()
    history.record("user", str(user.id), "second factor added")
    tell(user, "app_added")
    return first_recovery_codes(user)


def first_recovery_codes(user: User) -> list[str]:
    """For whoever has none that is unused; else nothing."""
    unused = select(RecoveryCode.id).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return [] if db.session.scalars(unused).first() else new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Ten new ones, told this once; the old ones are worth nothing."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = app_codes.recovery_codes(HOW_MANY)
    db.session.add_all(RecoveryCode(user_id=user.id, hash=_hash(user, code.replace("-", ""))) for code in codes)
    history.record("user", str(user.id), "recovery codes made")
    return codes


def renew_recovery_codes(user: User) -> list[str]:
    """The same when their owner asks, who is told."""
    tell(user, "recovery_codes_made")
    return new_recovery_codes(user)


def remove_app(user: User) -> None:
    """Codes of the app are no longer asked for, nor taken."""
    db.session.execute(delete(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id))
    db.session.expire(user, ["app"])
    forget_codes_of_no_use(user)
    history.record("user", str(user.id), "second factor removed")
    tell(user, "app_removed")


def forget_codes_of_no_use(user: User) -> None:
    """Recovery codes stand in for a second factor; without one they would only lie about."""
    if not user.has_second_factor:
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _locked_app(user: User) -> AuthenticatorApp | None:
    """Two requests with one code take turns, and the second sees that it is used."""
    return read_one(locked(select(AuthenticatorApp).where(AuthenticatorApp.user_id == user.id)))


def _hash(user: User, code: str) -> str:
    return keyed_hash("recovery codes", f"{user.id}:{code}")
