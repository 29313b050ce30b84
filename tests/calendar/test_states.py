"""In each state of a registration, the file on the person's page and the file in their last email say the same."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver
from readers import as_khal, as_thunderbird
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Mode, Registration
from assembly.people.duplicates.service.merging import Wanted, merge
from assembly.people.service import answering
from assembly.registration.service import handing_over, leaving, registering
from assembly.registration.service.handing_over import Successor
from assembly.transactions import writing

WHO = "mayor1@example.org"
HEIR = Successor("Boris", "Nowak", "Maire", "boris@example.org", "en")


def register(*, size: int | None = 100, reviewed: bool = False, before: int = 0, **changes: Any) -> Registration:
    """The mayor at a new edition, after `before` others."""
    edition = make_edition(size=size)
    db.session.flush()
    for count in edition.places:
        count.is_reviewed = reviewed
    for number in range(before):
        registering.register(edition, submission(number + 50, place="Porto"))
    registering.register(edition, submission(1, lang="en", **changes))
    return db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()


def offered() -> None:
    register(size=1, before=1)
    leaving.cancel(db.session.scalars(select(Registration).order_by(Registration.id).limit(1)).one())


STATES: dict[str, tuple[Callable[[], object], str, str]] = {
    "submitted": (lambda: register(reviewed=True), "TENTATIVE", "Not confirmed: Test assembly"),
    "waiting": (lambda: register(size=0), "TENTATIVE", "Waiting list: Test assembly"),
    "offered": (offered, "TENTATIVE", "Place offered: Test assembly"),
    "confirmed": (register, "CONFIRMED", "Test assembly"),
    "online": (lambda: register(mode=Mode.ONLINE), "CONFIRMED", "Test assembly"),
    "declined": (
        lambda: answering.decline(register(), "Full"),
        "CANCELLED",
        "Registration not accepted: Test assembly",
    ),
    "cancelled": (lambda: leaving.cancel(register()), "CANCELLED", "Registration cancelled: Test assembly"),
    "handed over": (
        lambda: handing_over.hand_over(register(), HEIR),
        "CANCELLED",
        "Registration cancelled: Test assembly",
    ),
}


def calendar_in(mail: EmailMessage) -> bytes | None:
    found = [part.get_content().encode() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return found[0] if found else None


@pytest.mark.turns(4)
@pytest.mark.parametrize("name", STATES)
def test_page_and_email_give_the_same_file(app: Flask, opens: Any, name: str) -> None:
    make, status, title = STATES[name]
    with app.app_context(), writing():
        make()
    client: InspectingClient = opens(WHO)
    with app.app_context():
        one = db.session.scalars(
            select(Registration).where(Registration.lang == "en").order_by(Registration.id)
        ).first()
        assert one is not None
        uid = f"registration-{one.code}@localhost"
    content = client.get("/en/my/invite.ics").data
    (event,) = as_thunderbird(content)
    assert (event["uid"], event["status"], event["title"]) == (uid, status, title)
    assert event["place"] == ("Online" if name == "online" else "Hall, Place 1")
    assert as_khal(content)[0].endswith(title)
    last = [one for one in deliver(app) if one["To"] == WHO][-1]
    emailed = calendar_in(last)
    assert (emailed is None) is (status == "TENTATIVE")
    if emailed is not None:
        (same,) = as_thunderbird(emailed)
        assert {name: value for name, value in same.items() if event[name] != value} == {
            "method": "CANCEL" if status == "CANCELLED" else "REQUEST",
            "attendees": [[f"mailto:{WHO}", "DECLINED" if status == "CANCELLED" else "ACCEPTED", "FALSE"]],
        }


@pytest.mark.turns(4)
@pytest.mark.parametrize("name", STATES)
def test_the_page_offers_files_only_when_confirmed(app: Flask, opens: Any, name: str) -> None:
    make, status, _title = STATES[name]
    with app.app_context(), writing():
        make()
    client: InspectingClient = opens(WHO)
    offered_files = [
        str(one["href"]) for one in client.page("/en/my/").select("main a[href*='invite.ics'], a[href$='.pdf']")
    ]
    confirmed = status == "CONFIRMED"
    assert any("invite.ics" in one for one in offered_files) is confirmed
    assert any("folder.pdf" in one for one in offered_files) is confirmed
    assert client.get("/en/my/folder.pdf").status_code == (200 if confirmed else 404)


@pytest.mark.proof("test_the_invitation_follows_the_registration leaves it")
def test_what_was_merged_leaves_the_calendar(app: Flask, opens: Any) -> None:
    with app.app_context(), writing():
        stays = register()
        registering.register(stays.edition, submission(2, lang="en"))
        gone = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
        wanted = Wanted(versions=(stays.version, gone.version))
        merge(stays.edition, stays.person, gone.person, wanted)
        codes = stays.code, gone.code
    events = as_thunderbird(opens(WHO).get("/en/my/invite.ics").data)
    assert [(event["uid"].partition("@")[0], event["status"]) for event in events] == [
        (f"registration-{codes[0]}", "CONFIRMED"),
        (f"registration-{codes[1]}", "CANCELLED"),
    ]
