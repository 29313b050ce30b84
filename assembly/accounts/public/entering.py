"""What all ways in have in common: the blueprint, the second step, the way on."""

from flask import Blueprint, session, url_for

from assembly import security
from assembly.accounts.service import hand_over, steps
from assembly.history import set_actor
from assembly.models import StepPurpose, User

pages = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")


def first_step(user: User) -> str:
    """Passphrase or link was right, inside `writing()`: sign in, or ask for the second factor. Gives the way on."""
    if not user.has_second_factor:
        return enter(user)
    goal = session.get("after_sign_in", "")
    session.clear()
    session["after_sign_in"] = goal
    session["step"] = steps.begin_step(StepPurpose.SECOND_FACTOR, user)
    return url_for("accounts.second_step")


def enter(user: User) -> str:
    """All is proved, inside `writing()`: a new session, and with it a new cookie. Gives the way on."""
    goal = session.get("after_sign_in", "")
    set_actor(f"user:{user.id}")
    hand_over.accept_hand_overs(user)
    security.sign_in(user)
    return goal if _is_ours(goal) else url_for("office.start")


def _is_ours(goal: str) -> bool:
    """We wrote it into the session ourselves; still, only a plain path of this site is followed."""
    return goal.startswith("/") and not goal.startswith(("//", "/\\"))
