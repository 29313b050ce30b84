"""How many wrong tries at an account are let through, how they are counted, and when they are forgotten."""

from contextlib import AbstractContextManager

from assembly import limiter

FROM_ONE_ADDRESS = "20 per minute"
TO_ONE_ACCOUNT = "5 per minute"
CODES_OF_ONE_ACCOUNT = "30 per day"
RECOVERY_CODES_OF_ONE_ACCOUNT = "5 per minute"
LINKS_TO_ONE_ADDRESS = "5 per hour"
"Wrong tries let through. A right passphrase gives its try back."


def forget_guesses(account: str) -> None:
    """Let somebody try again at once whom a colleague has helped: their wrong codes are of a factor that is gone."""
    limiter.forget(TO_ONE_ACCOUNT, "sign-in to", account)
    limiter.forget(CODES_OF_ONE_ACCOUNT, "code of", account)
    limiter.forget(RECOVERY_CODES_OF_ONE_ACCOUNT, "recovery code of", account)


def guessing(account: str) -> AbstractContextManager[None]:
    """One guess at a secret of this account: passphrase or code, at sign-in or on the account's own pages."""
    return limiter.guess((FROM_ONE_ADDRESS, "sign-in from", limiter.visitor()), (TO_ONE_ACCOUNT, "sign-in to", account))


def guessing_code(account: str) -> AbstractContextManager[None]:
    """The same where a code may be given: six figures can be guessed in weeks at five a minute, so a day ends it."""
    return limiter.guess(
        (FROM_ONE_ADDRESS, "sign-in from", limiter.visitor()),
        (TO_ONE_ACCOUNT, "sign-in to", account),
        (CODES_OF_ONE_ACCOUNT, "code of", account),
    )


def guessing_recovery_code(account: str) -> AbstractContextManager[None]:
    """One guess at a recovery code, counted apart: wrong codes of the app, perhaps a stranger's, must not block it.

    Of its 48 random bits five a minute find nothing, so no day ends it.
    """
    return limiter.guess(
        (FROM_ONE_ADDRESS, "sign-in from", limiter.visitor()),
        (RECOVERY_CODES_OF_ONE_ACCOUNT, "recovery code of", account),
    )
