"""A person's own selection of sessions, kept with their registration. It holds no seat: a second press is harmless."""

from collections.abc import Collection

from sqlalchemy import select

from assembly import clock, history
from assembly.agenda import queries
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import Registration, SelectedSession, Session
from assembly.transactions import lock_row


class NotInProgramme(DomainError):
    """None of the codes is that of a published session of the person's own assembly."""

    status = 404
    sentence = _l("This session is not in the programme. Choose another one.")


def add_to_selection(registration: Registration, codes: Collection[str]) -> None:
    """Keep these published sessions, cancelled ones too: one's own page says so. Other codes are left out.

    Raises NotInProgramme where none is left.
    """
    lock_row(registration)
    published = {row.code: row.session_id for row in queries.latest_rows(registration.edition)}
    wanted = {published[code] for code in codes if code in published}
    if not wanted:
        raise NotInProgramme
    new = wanted - queries.selected_ids(registration)
    now = clock.now()
    db.session.add_all(
        SelectedSession(registration_id=registration.id, session_id=session_id, selected_at=now)
        for session_id in sorted(new)
    )
    _note(registration, added=sorted(code for code, session_id in published.items() if session_id in new))


def remove_from_selection(registration: Registration, codes: Collection[str]) -> None:
    """Keep these sessions no longer, also where they have been cancelled; what is not kept is left alone."""
    lock_row(registration)
    mine = select(SelectedSession).join(Session).where(SelectedSession.registration_id == registration.id)
    found = read_all(mine.where(Session.code.in_(codes)))
    removed = sorted(row.session.code for row in found)
    for row in found:
        db.session.delete(row)
    _note(registration, removed=removed)


def _note(registration: Registration, **codes: list[str]) -> None:
    if any(codes.values()):
        history.record(
            "registration", registration.code, "selection changed", edition_id=registration.edition_id, **codes
        )
