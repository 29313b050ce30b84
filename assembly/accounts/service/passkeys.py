"""Verbs on passkeys: add, remove, enter."""

from typing import Any

from flask import current_app
from sqlalchemy import select

from assembly import clock, history
from assembly.accounts import passkey_exchange, queries
from assembly.accounts.service.second_factor import first_recovery_codes, forget_codes_of_no_use
from assembly.accounts.service.sign_in import tell
from assembly.accounts.service.steps import finish_whatever_comes
from assembly.errors import Rejected
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import Passkey, StepPurpose, User
from assembly.sealed import new_code
from assembly.security import may_enter
from assembly.transactions import insert_once, locked


class NotAPasskey(Rejected):
    """Unknown, removed, of another site, wrongly signed: which of them is not said."""

    sentence = _l("This passkey was not accepted. Try again or sign in another way.")


def add_passkey(user: User, name: str, answer: Any, challenge: str) -> list[str]:
    """Keep the public half of a new passkey. Gives recovery codes if there are none. Raises NotAPasskey, StepOver."""
    finish_whatever_comes(StepPurpose.PASSKEY_ADD, challenge, user)
    try:
        key = passkey_exchange.new_key(_public_url(), answer, challenge)
    except passkey_exchange.Refused:
        raise NotAPasskey from None
    code = new_code()
    db.session.execute(
        insert_once(Passkey).values(
            user_id=user.id,
            code=code,
            credential_id=key.credential_id,
            public_key=key.public_key,
            sign_count=key.sign_count,
            name=name,
            added_at=clock.now(),
        )
    )
    db.session.expire(user, ["passkeys"])
    if queries.passkey(user, code) is None:
        raise NotAPasskey  # somebody's already
    history.record("user", str(user.id), "passkey added")
    tell(user, "passkey_added", name=name)
    return first_recovery_codes(user)


def remove_passkey(user: User, key: Passkey) -> None:
    """It opens nothing any more."""
    name = key.name
    db.session.delete(key)
    db.session.flush()
    db.session.expire(user, ["passkeys"])
    forget_codes_of_no_use(user)
    history.record("user", str(user.id), "passkey removed")
    tell(user, "passkey_removed", name=name)


def enter_by_passkey(answer: Any, challenge: str) -> User:
    """Whose passkey has signed this challenge. Raises NotAPasskey, StepOver."""
    finish_whatever_comes(StepPurpose.PASSKEY_SIGN_IN, challenge)
    try:
        credential_id, claimed = passkey_exchange.key_named_in(answer)
        found = locked(select(Passkey).where(Passkey.credential_id == credential_id))
        key = read_one(found)
        if key is None or key.user.code != claimed or not may_enter(key.user):
            raise NotAPasskey
        key.sign_count = passkey_exchange.new_count(_public_url(), answer, challenge, key)
    except passkey_exchange.Refused:
        raise NotAPasskey from None
    key.used_at = clock.now()
    return key.user


def _public_url() -> str:
    public_url: str = current_app.config["ASSEMBLY"].public_url
    return public_url
