"""What the mail about a seat in a session says."""

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.emails import own_page_of, registration_of
from assembly.agenda.queries import published
from assembly.calendar.sessions import attached
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Extra, Mail, State, Status
from assembly.sign_ups import queries as seat_queries


@kind("seat_free", _l("Seat available in a session"))
def seat_free(mail: Mail) -> Message:
    """That the first in line has the seat. Nothing once it is given up, or the session has begun or is cancelled, or
    sign-up is off."""
    registration = registration_of(mail)
    edition = registration.edition
    session = published(edition, mail.facts["session"])
    sign_up = seat_queries.sign_up_of(registration, mail.facts["session"])
    if (
        not edition.has(Extra.SESSION_SIGN_UP)
        or not edition.takes_place
        or edition.is_online
        or session is None
        or session.status is not Status.SCHEDULED
        or session.starts_at <= clock.now()
        or sign_up is None
        or sign_up.state is not State.CONFIRMED
    ):
        raise NobodyThere
    link = access_queries.link_of(registration, assistant=False)
    subject = _("You now have a seat in “%(session)s”", session=session.title)
    context = {
        "registration": registration,
        "edition": edition,
        "session": session,
        "own_page": own_page_of(link),
    }
    calendars = attached(mail, registration, [session.code])
    return Message(f"{subject} – {edition.name}", "sign_ups/seat_free", context, calendars=calendars)
