"""How many public forms are registered at once, by the visitor they come from and by the address they write to.

Nobody who registers a delegation meets these numbers: an office sends ten forms in an hour, the national association of
a country forty in a day. A hotel, a mobile operator or a parliament shares one address among many visitors, and a
stranger may meet more than others: what is beyond is not refused, but confirmed by email.
"""

from flask import current_app

from assembly import limiter
from assembly.fold import email_key

Try = tuple[str, str, str]
TO_ONE_ADDRESS = ("12 per hour", "40 per day")
DAY_OF_A_VISITOR = 3
"A visitor's day is so many of their hours: twenty forms an hour are sixty a day, unless the setting is another."
ASKED_OF_ONE_VISITOR = "200 per hour"
"Each form to confirm writes to an address somebody typed: here it ends, and the form is to be sent again later."


def of_visitor() -> list[Try]:
    """Give the allowances of this browser's network address."""
    hourly = current_app.config["ASSEMBLY"].registrations_per_hour
    allowed = (f"{hourly} per hour", f"{hourly * DAY_OF_A_VISITOR} per day")
    return [(one, "registrations from", limiter.visitor()) for one in allowed]


def asked_of_visitor() -> Try:
    """Give the allowance of what this browser may have sent to addresses, beyond the forms it registers."""
    return ASKED_OF_ONE_VISITOR, "confirmations from", limiter.visitor()


def of_addresses(*addresses: str) -> list[Try]:
    """Give the allowances of the addresses a form writes to, once for each."""
    keys = sorted({email_key(address) for address in addresses if address})
    return [(one, "registrations to", key) for key in keys for one in TO_ONE_ADDRESS]


def used_up(email: str, assistant_email: str) -> str:
    """Count a form with these addresses, or give the address to ask where an allowance is used up; "" where none is.

    It is the person's own, unless only that of whoever registers them is over its allowance. Counted before anything
    is asked about the person. Raises TooManyTries where this visitor has asked too many.
    """
    over = limiter.used_up(*of_visitor(), *of_addresses(email, assistant_email))
    if not over:
        return ""
    limiter.allow(asked_of_visitor())
    keys = {who for _allowance, what, who in over if what == "registrations to"}
    return assistant_email if keys and email_key(email) not in keys else email
