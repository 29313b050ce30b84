"""My day: the card, its links and its files, and the briefing sheets of the sessions."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.addresses import address
from assembly.agenda.queries import draft, in_draft
from assembly.cochairs import queries, readers
from assembly.cochairs.briefing import briefing_of
from assembly.cochairs.day import card_of
from assembly.cochairs.documents import briefing_sheet, day_card, file_name
from assembly.cochairs.manage.blueprint import desk
from assembly.cochairs.readers import Link
from assembly.cochairs.service import cards
from assembly.errors import DomainError
from assembly.forms import Button, press
from assembly.i18n import _, current_language
from assembly.models import Edition, SessionKind
from assembly.sealed import unseal
from assembly.security import Permission, may, needs
from assembly.speakers.queries import co_chairs
from assembly.transactions import fresh, writing
from assembly.web import saved_as

_MADE = "day_card_made"


@desk.get("/")
@needs(Permission.USE_DESK)
def my_day(edition: Edition) -> str:
    """The card of today or of the day asked for; a link just made is shown this once."""
    day = _day(edition, request.args["day"]) if "day" in request.args else queries.day_to_show(edition)
    links = readers.links(edition, day)
    mine = next((one for one in links if one.reader.key == readers.key_of(current_user)), None)
    made = session.pop(_MADE, None)
    fresh = next((one for one in links if one.card is not None and one.card.id == made), None)
    return render_template(
        "cochairs/manage/my_day.html",
        card=card_of(edition, day, clock.now()),
        chairs=co_chairs(edition),
        days=queries.days_of(edition),
        mine=mine,
        links=links if may(Permission.PUBLISH, edition) else None,
        fresh=fresh,
        address=_address(fresh, current_language() if fresh == mine else fresh.reader.lang) if fresh else "",
        is_over=day < clock.local_day(clock.now(), edition.zone),
        sessions=[one for one in draft(edition) if one.kind is not SessionKind.BREAK and not one.hidden],
    )


@desk.post("/card/<day>/<reader>/make")
@needs(Permission.USE_DESK)
def make_card(edition: Edition, day: str, reader: str) -> Response:
    """Make the link of one co-chair for this day; the one they had opens nothing from now on."""
    on, link = _day(edition, day), _link(edition, day, reader)
    if Button().validate_on_submit():
        try:
            with writing():
                made = cards.make_card(fresh(edition), on, link.reader)
            session[_MADE] = made.id
        except DomainError as refusal:
            flash(str(refusal), "no")
    return redirect(url_for(".my_day", edition=edition, day=day, _anchor="link"), 303)


@desk.post("/card/<day>/<reader>/end")
@needs(Permission.USE_DESK)
def end_card(edition: Edition, day: str, reader: str) -> Response:
    """End the link of one co-chair for this day."""
    on, link = _day(edition, day), _link(edition, day, reader)
    press(
        lambda row: cards.end_card(row, on, link.reader),
        edition,
        said=_("%(name)s: the link no longer works.", name=link.reader.name),
    )
    return redirect(url_for(".my_day", edition=edition, day=day, _anchor="link"), 303)


@desk.get("/card/<day>.pdf")
@needs(Permission.USE_DESK)
def card_file(edition: Edition, day: str) -> Response:
    """The card of this day as a file, as it is now."""
    card = card_of(edition, _day(edition, day), clock.now())
    return saved_as(file_name(card), day_card(card))


@desk.get("/briefings/<code>.pdf")
@needs(Permission.USE_DESK)
def briefing(edition: Edition, code: str) -> Response:
    """The briefing sheet of a session in the language of the address; one that is hidden is the organisers' alone."""
    found = in_draft(edition, code)
    if found is None or (found.hidden and not may(Permission.PUBLISH, edition)):
        abort(404)
    return saved_as(_("briefing-%(code)s.pdf", code=found.code), briefing_sheet(briefing_of(found)))


def _address(link: Link, lang: str) -> str:
    """Where it opens the card: in the language of whoever it is for."""
    return address("day_card.card", lang=lang, token=unseal(link.card.token_sealed)) if link.card else ""


def _link(edition: Edition, day: str, key: str) -> Link:
    """That of one co-chair: their own, or anybody's for the organisers."""
    if key != readers.key_of(current_user) and not may(Permission.PUBLISH, edition):
        abort(403)
    found = (one for one in readers.links(edition, _day(edition, day)) if one.reader.key == key)
    return next(found, None) or abort(404)


def _day(edition: Edition, text: str) -> date:
    """One of the days of this edition."""
    return next((one for one in queries.days_of(edition) if one.isoformat() == text), None) or abort(404)
