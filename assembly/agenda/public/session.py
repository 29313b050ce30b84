"""One session of the published programme."""

from flask import Response, abort, render_template

from assembly import clock
from assembly.addresses import address
from assembly.agenda import queries
from assembly.agenda.documents.queries import public_documents
from assembly.agenda.public.blueprint import marks_of, pages, read_programme, selection_of
from assembly.agenda.published.schema_org import session_event
from assembly.editions.queries.editions import rooms
from assembly.editions.social_card import picture
from assembly.formats import day, time
from assembly.models import Edition
from assembly.security import public
from assembly.speakers.board import public_profiles


@pages.get("/agenda/<code>")
@public(cached=True)
def session(edition: Edition, code: str) -> str:
    """One session: when, where, in which languages, who; what comes before it, after it and beside it."""
    found = read_programme(edition)
    row = next((row for row in found.rows if row.code == code), None)
    if row is None:
        abort(404)
    people = found.people_of(row)
    return render_template(
        "agenda/public/session.html",
        session=row,
        around=queries.around(row, found.sessions),
        people=people,
        profiles=public_profiles(edition),
        announced=queries.announced_today(edition),
        marks=marks_of(edition).get(row.session_id, []),
        selection=selection_of(found),
        documents=public_documents(row),
        room=next((one for one in rooms(edition) if one.name == row.room), None),
        own_seats=queries.seats_of_its_own(row) if edition.has("session_sign_up") else None,
        event=session_event(row, people, edition),
        card=address("agenda.card", edition=edition, code=code),
    )


@pages.get("/agenda/<code>/card.png")
@public(cached=True)
def card(edition: Edition, code: str) -> Response:
    """What social networks show beside a link to this session."""
    row = queries.published(edition, code) or abort(404)
    when = f"{day(clock.local_day(row.starts_at, edition.zone))}, {time(row.starts_at, edition.zone)}"
    return Response(picture(str(row.title), f"{edition.name} · {when}"), mimetype="image/png")
