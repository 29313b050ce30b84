"""How many wrong tries at one account are let through, and when they are forgotten."""

from __future__ import annotations

from assembly import limiter

TO_ONE_ACCOUNT = "5 per minute"
CODES_OF_ONE_ACCOUNT = "30 per day"


def forget_guesses(account: str) -> None:
    """Let somebody try again at once whom a colleague has helped: their wrong codes are of a factor that is gone."""
    limiter.forget(TO_ONE_ACCOUNT, "sign-in to", account)
    limiter.forget(CODES_OF_ONE_ACCOUNT, "code of", account)
