"""What all ways in have in common: the blueprint, the count of wrong tries, the second step, the way on."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import Blueprint, request, session, url_for

from assembly import limiter, security
from assembly.accounts import service
from assembly.accounts.guesses import CODES_OF_ONE_ACCOUNT, TO_ONE_ACCOUNT
from assembly.history import set_actor
from assembly.models import StepPurpose, User

pages = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")
FROM_ONE_ADDRESS = "20 per minute"
LINKS_TO_ONE_ADDRESS = "5 per hour"
"Wrong tries let through (rows E8 and C7). A right passphrase gives its try back."


def guessing(account: str) -> AbstractContextManager[None]:
    """One guess at a secret of this account: passphrase or code, at sign-in or on the account's own pages."""
    return limiter.guess((FROM_ONE_ADDRESS, "sign-in from", visitor()), (TO_ONE_ACCOUNT, "sign-in to", account))


def guessing_code(account: str) -> AbstractContextManager[None]:
    """The same where a code may be given: six figures can be guessed in weeks at five a minute, so a day ends it."""
    return limiter.guess(
        (FROM_ONE_ADDRESS, "sign-in from", visitor()),
        (TO_ONE_ACCOUNT, "sign-in to", account),
        (CODES_OF_ONE_ACCOUNT, "code of", account),
    )


def visitor() -> str:
    """The network address of the connection; what a header says of it counts only behind a proxy we were told of."""
    return request.remote_addr or ""


def first_step(user: User) -> str:
    """Passphrase or link was right, inside `writing()`: sign in, or ask for the second factor. Gives the way on."""
    if not user.has_second_factor:
        return enter(user)
    goal = session.get("after_sign_in", "")
    session.clear()
    session["after_sign_in"] = goal
    session["step"] = service.begin_step(StepPurpose.SECOND_FACTOR, user)
    return url_for("accounts.second_step")


def enter(user: User) -> str:
    """All is proved, inside `writing()`: a new session, and with it a new cookie. Gives the way on."""
    goal = session.get("after_sign_in", "")
    set_actor(f"user:{user.id}")
    service.accept_hand_overs(user)
    security.sign_in(user)
    return goal if _is_ours(goal) else url_for("office.start")


def _is_ours(goal: str) -> bool:
    """We wrote it into the session ourselves; still, only a plain path of this site is followed."""
    return goal.startswith("/") and not goal.startswith(("//", "/\\"))
