"""What emails to speakers about their quotes say."""

from sqlalchemy import select

from assembly.addresses import address
from assembly.extensions import read_one
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail, Quote
from assembly.sealed import unseal
from assembly.speakers import quote_requests
from assembly.speakers.service.asking import MAIL, link_mark


@kind(MAIL, _l("Quote to approve"))
def approval(mail: Mail) -> Message:
    """The words and the link to the page that asks. Raises NobodyThere where the quote or this link is gone."""
    quote = read_one(select(Quote).where(Quote.code == mail.facts["quote"]))
    request = quote_requests.request_of(quote) if quote is not None else None
    if quote is None or request is None or link_mark(request) != mail.facts["link"]:
        raise NobodyThere
    context = {
        "edition": quote.edition,
        "name": quote.said_by,
        "quote": quote,
        "page": address("own_quote.page", token=unseal(request.token_sealed)),
    }
    subject = _("Do you approve this quote?")
    return Message(f"{subject} – {quote.edition.name}", "speakers/quote_approval", context)
