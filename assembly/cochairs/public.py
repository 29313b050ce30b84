"""The card of a day for whoever holds its link: read-only, on that day alone, without a session."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from assembly import clock
from assembly.cochairs import readers
from assembly.cochairs.day import card_of
from assembly.cochairs.documents import day_card, file_name
from assembly.formats import day
from assembly.i18n import _
from assembly.models import DayCard
from assembly.sealed import token_hash
from assembly.security import public
from assembly.web import error_page, link_not_valid, saved_as

pages = Blueprint("day_card", __name__, url_prefix="/<lang:lang>/day")


@pages.get("/<token>")
@public(cached=False)
def card(token: str) -> Response | str:
    """What runs, who is missing, what to say; nothing is stored and no cookie is needed."""
    link = readers.card_by_hash(token_hash(token))
    if link is None or link.days_away:
        return _closed(link)
    shown = card_of(link.edition, link.day, clock.now())
    return render_template("cochairs/public/card.html", edition=link.edition, card=shown, token=token)


@pages.get("/<token>/card.pdf")
@public(cached=False)
def file(token: str) -> Response:
    """The same as a file, as it is now."""
    link = readers.card_by_hash(token_hash(token))
    if link is None or link.days_away:
        return _closed(link)
    shown = card_of(link.edition, link.day, clock.now())
    return saved_as(file_name(shown), day_card(shown))


def _closed(link: DayCard | None) -> Response:
    if link is None:
        return link_not_valid()
    if link.days_away > 0:
        sentence = _("The card opens on %(day)s. Keep the link until then.", day=day(link.day))
        return error_page(403, _("This day card is not available yet"), sentence)
    sentence = _("This card could only be opened on %(day)s.", day=day(link.day))
    return error_page(410, _("This card is no longer available"), sentence)
