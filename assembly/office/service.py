"""Verbs of the office: sending the summary of each morning."""

from datetime import date

from assembly import mail
from assembly.models import Edition
from assembly.office.summary import mail_key, summary, without_summary


def post_summaries(edition: Edition, day: date) -> None:
    """Send the summary of a day to everybody who wants it and has not had it; nothing where nothing has happened."""
    facts = summary(edition, day)
    for user in [] if facts.is_empty else without_summary(edition, day):
        mail.post_once(
            "daily_summary",
            to=user.email_key,
            lang=user.lang,
            dedupe_key=mail_key(edition, day, user),
            facts={"user": user.code} | facts.as_facts(),
            edition=edition,
        )
