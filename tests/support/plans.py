"""An assembly with people in every state, and changes of its plan."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from factories import make_edition, make_user
from flask import Flask
from sessions import come, offer_sessions
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, Verdict, record_scans
from assembly.extensions import db
from assembly.models import Bilingual, Edition, EditionChange, EditionChangeKind, Mode, Registration, Told
from assembly.registration.service import leaving
from assembly.rescheduling.decisions import Decision
from assembly.rescheduling.queries import outlook
from assembly.rescheduling.service import announce
from assembly.sealed import unseal
from assembly.transactions import writing

OFFICE = ("someone@example.org", "a long enough passphrase")
COMES, OFFERED, WAITS, FOLLOWS = (f"mayor{number}@example.org" for number in (0, 2, 3, 4))
WHY = Bilingual("A storm is coming.", "Une tempête approche.")
PLAN = "/en/manage/2031/settings/plan/"


def furnish() -> Edition:
    """Two places in the room and two sessions; one is confirmed, one offered a place, one waits, one follows online."""
    edition = make_edition(size=2)
    make_user("organiser", edition=edition)
    offer_sessions(edition, None, None)
    for number in range(4):
        come(edition, number)
    come(edition, 4, mode=Mode.ONLINE, lang="en")
    leaving.cancel(registration_of("mayor1@example.org"))
    return edition


def registration_of(address: str) -> Registration:
    """The registration of the person with this address."""
    mine = select(Registration).join(Registration.person).where(Registration.person.has(email=address))
    return db.session.scalars(mine).one()


def here() -> Edition:
    """The edition of the test, as it is now."""
    return db.session.scalars(select(Edition)).one()


def decision(kind: str, *, days: int = 0, hours: int = 0, message: Bilingual = WHY, **more: Any) -> Decision:
    """What an organiser decides; the new date is so many days and hours after the present one."""
    edition, by = here(), timedelta(days=days, hours=hours)
    times = {name: _later(getattr(edition, name), by, edition.zone) for name in ("starts_at", "ends_at")} if by else {}
    return Decision(EditionChangeKind(kind), message, **times, **more)


def _later(instant: datetime, by: timedelta, zone: str) -> datetime:
    return clock.from_local(clock.local(instant, zone).replace(tzinfo=None) + by, zone)


def change(kind: str, **more: Any) -> EditionChange | None:
    """Announce it as somebody would who has just seen the preview; inside `writing()`."""
    edition, decided = here(), decision(kind, **more)
    return announce(edition, decided, seen=outlook(edition, decided).digest)


def scan(edition: Edition, at: datetime, name: str = "0") -> Verdict:
    """Show the code of whoever is confirmed in person at the first door, inside `writing()`."""
    badge = valid_badge(registration_of(COMES))
    assert badge is not None
    return record_scans([ShownCode(f"scan-{name:>016}", unseal(badge.token_sealed), doors(edition)[0], at)])[0]


def let_in(edition: Edition) -> None:
    """Let the doors be open now and somebody come in, inside `writing()`."""
    edition.starts_at = clock.now() + timedelta(minutes=30)
    edition.ends_at = edition.starts_at + timedelta(hours=4)
    assert scan(edition, clock.now()).told is Told.ADMITTED


def changed(app: Flask, *kinds: str, **more: Any) -> None:
    """Furnish an assembly and announce these changes, one after the other."""
    with app.app_context():
        with writing():
            furnish()
        for kind in kinds:
            with writing():
                change(kind, **(more if kind == "rescheduled" else {}))
