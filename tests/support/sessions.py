"""Sessions to sign up for, and people who do."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from factories import submission
from inspector import InspectingClient, filled
from sqlalchemy import select
from werkzeug.test import TestResponse

from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    AccessLink,
    Admission,
    Bilingual,
    Door,
    Edition,
    Extra,
    Registration,
    Scan,
    ScanKind,
    Session,
    SessionKind,
    Told,
)
from assembly.registration.service import registering
from assembly.sealed import unseal

SESSIONS = "/en/my/sessions"
HALF_AN_HOUR = timedelta(minutes=30)


def offer_sessions(edition: Edition, *capacities: int | None, publish: bool = True) -> list[Session]:
    """Sessions of half an hour, one after the other, with so many seats, to be chosen; inside `writing()`."""
    edition.extras = [Extra.SESSION_SIGN_UP.value]
    made = [add_one(edition, number, capacity) for number, capacity in enumerate(capacities)]
    if publish:
        publish_programme(edition, name="Programme", note=Bilingual())
    return made


def add_one(edition: Edition, number: int, capacity: int | None = None, at: int | None = None) -> Session:
    """Session 1 is of number 0; it begins so many half-hours after the edition does."""
    session = add_session(
        edition,
        kind=SessionKind.PANEL,
        title=Bilingual(f"Session {number + 1}", f"Séance {number + 1}"),
        abstract=Bilingual(),
        starts_at=edition.starts_at + HALF_AN_HOUR * (number if at is None else at),
        ends_at=edition.starts_at + HALF_AN_HOUR * ((number if at is None else at) + 1),
    )
    session.capacity = capacity
    return session


def come(edition: Edition, number: int, **changes: object) -> Registration:
    """Somebody who is registered, inside `writing()`."""
    registering.register(edition, submission(number, **changes))
    return db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()


def let_in(registration: Registration, days: int = 0) -> None:
    """Count somebody at an entrance, so many days after the first, inside `writing()`."""
    edition, scan_id = registration.edition, f"scan-{registration.id}-{days}"
    door_id = db.session.scalars(select(Door.id).where(Door.edition_id == edition.id)).first()
    moment = edition.starts_at + timedelta(days=days)
    facts = {"scan_id": scan_id, "door_id": door_id, "registration_id": registration.id}
    said = {"kind": ScanKind.ENTRY, "told": Told.ADMITTED, "body_hash": "", "counts": True}
    db.session.add(Scan(**facts, **said, effective_at=moment, received_at=moment))
    day = {"day": edition.day + timedelta(days=days), "first_at": moment, "slot5": "09:00"}
    db.session.add(Admission(**facts, **day, checkpoint="entrance"))


def link_path(registration: Registration) -> str:
    """The path of the link in their mail."""
    sealed = db.session.scalars(
        select(AccessLink.token_sealed).where(AccessLink.registration_id == registration.id)
    ).first()
    return f"/en/r/{unseal(str(sealed))}"


def ticked(page: BeautifulSoup) -> set[str]:
    """The codes of the sessions that are ticked."""
    return {str(box["value"]) for box in page.select("input[name=session][checked]")}


def tick(client: InspectingClient, *codes: str, page: BeautifulSoup | None = None, status: int = 303) -> TestResponse:
    """Send the page, opened now or before, with these boxes ticked and no other."""
    form = (page or client.page(SESSIONS)).select_one("main form")
    assert form is not None
    answer = client.post(SESSIONS, data={**filled(form, {}), "session": list(codes)})
    assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:3000])
    return answer
