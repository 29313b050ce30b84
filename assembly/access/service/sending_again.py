"""The links of an address, sent again."""

from assembly import mail
from assembly.fold import email_key
from assembly.models import Edition
from assembly.sealed import new_code


def send_links_again(edition: Edition, address: str, lang: str) -> None:
    """Write to this address. Nothing is asked about it: whose links go there is looked up when the mail is written, so
    that asking looks the same for everybody."""
    mail.post(
        "own_links",
        to=email_key(address),
        lang=lang,
        dedupe_key=f"own_links:{edition.slug}:{new_code(16)}",
        facts={"edition": edition.slug},
        edition=edition,
    )
