"""What the email with the card of the day says: the row holds facts, the card is drawn when it is sent."""

from datetime import date

from assembly import clock
from assembly.addresses import address
from assembly.cochairs import readers
from assembly.cochairs.day import card_of
from assembly.cochairs.documents import day_card, file_name
from assembly.extensions import db
from assembly.formats import day as day_in_words
from assembly.i18n import _, _l
from assembly.mail import Attachment, Message, NobodyThere, kind
from assembly.models import Edition, Mail
from assembly.sealed import unseal


@kind("day_card", _l("Co-chairs’ day card"))
def card(mail: Mail) -> Message:
    """The card as a PDF, and the reader's own link to the one that follows the day.

    Raises NobodyThere once the day is over, and where they are no longer a co-chair.
    """
    edition, day = db.session.get_one(Edition, mail.edition_id), date.fromisoformat(mail.facts["day"])
    reader = next((one for one in readers.readers(edition) if one.key == mail.facts["reader"]), None)
    if reader is None or day < clock.local_day(clock.now(), edition.zone):
        raise NobodyThere
    shown, link = card_of(edition, day, clock.now()), readers.open_card(edition, day, reader)
    context = {
        "edition": edition,
        "name": reader.name,
        "card": shown,
        "first": shown.items[0].row if shown.items else None,
        "is_today": mail.facts["when"] == "morning",
        "link": address("day_card.card", token=unseal(link.token_sealed)) if link else "",
    }
    attachment = Attachment(file_name(shown), day_card(shown), "application/pdf")
    subject = _("Your card for %(day)s", day=day_in_words(day))
    return Message(subject, "cochairs/day_card", context, attachment=attachment)
