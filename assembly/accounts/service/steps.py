"""Acts begun in one browser and finished in its next request: good once, for ten minutes."""

import secrets
from datetime import timedelta

from sqlalchemy import delete

from assembly import clock
from assembly.errors import Rejected
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import AccountStep, StepPurpose, User
from assembly.sealed import token_hash
from assembly.transactions import after_rollback

LASTS = timedelta(minutes=10)


class StepOver(Rejected):
    """Begun too long ago, in another browser, or finished already."""

    sentence = _l("This took too long or has already been completed elsewhere. Start again.")


def begin_step(purpose: StepPurpose, user: User | None = None) -> str:
    """Begin, and give the secret for this browser's cookie; for a passkey it is the challenge as well."""
    db.session.execute(delete(AccountStep).where(AccountStep.ends_at <= clock.now()))
    clear = secrets.token_urlsafe(32)
    ends_at = clock.now() + LASTS
    db.session.add(AccountStep(purpose=purpose, hash=token_hash(clear), user=user, ends_at=ends_at))
    return clear


def finish_step(purpose: StepPurpose, clear: str, user: User | None = None) -> None:
    """Use it up. Raises StepOver unless it was begun for this, for this user, and is not over.

    The database decides who comes first: a copy of the cookie finishes nothing a second time.
    """
    mine = delete(AccountStep).where(
        AccountStep.hash == token_hash(clear),
        AccountStep.purpose == purpose,
        AccountStep.user_id == (user.id if user else None),
        AccountStep.ends_at > clock.now(),
    )
    if db.session.connection().execute(mine).rowcount != 1:
        raise StepOver


def finish_whatever_comes(purpose: StepPurpose, clear: str, user: User | None = None) -> None:
    """The same, and used up even if the rest is refused: a challenge is never answered twice."""
    finish_step(purpose, clear, user)
    after_rollback(lambda: _forget(clear))


def _forget(clear: str) -> None:
    db.session.execute(delete(AccountStep).where(AccountStep.hash == token_hash(clear)))
