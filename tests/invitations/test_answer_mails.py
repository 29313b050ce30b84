"""What an answer to an invitation means to each person concerned: one true mail each, never a bare cancellation."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest
from factories import submission
from flask import Flask
from invitees import DEPUTY, furnish, invited, told
from mails import code_in, deliver, html_of, link_in, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service.answering import Answer
from assembly.models import Edition, Invitation, Registration, Reply, Representation, State
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

OWN = "/en/invitation"
MAYOR, EWA, JAN = "guest0@example.org", DEPUTY["email"], "jan@rzeszow.example.org"
OTHER = DEPUTY | {"given": "Jan", "family": "Drugi", "email": JAN}


class Mayor:
    """An invited mayor with a device; `says` gives the mails of this answer by whom they go to."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        link = invited(app)
        self.client.submit(link, answer="represented")  # type: ignore[attr-defined]
        self.read = len(deliver(app))

    def says(self, reply: str, **typed: str) -> dict[str, EmailMessage]:
        self.client.submit(f"{OWN}/{reply}", **typed)  # type: ignore[attr-defined]
        return self.mails()

    def mails(self) -> dict[str, EmailMessage]:
        """Those since the last look; nobody has two of them."""
        new = deliver(self.app)[self.read :]
        self.read += len(new)
        assert len({mail["To"] for mail in new}) == len(new)
        for mail in new:
            assert "registration has been cancelled." not in text_of(mail) + html_of(mail)
        return {str(mail["To"]): mail for mail in new}

    def sees(self) -> str:
        page: Any = self.client.page(OWN)  # type: ignore[attr-defined]
        return " ".join(page.select_one("main .state").get_text(" ", strip=True).split())


@pytest.fixture
def mayor(app: Flask) -> Mayor:
    with app.app_context(), writing():
        furnish(size=2)
    return Mayor(app)


def subject(mail: EmailMessage) -> str:
    """Without the mayor's name, which stands before it while her address gets emails about her deputy as well."""
    return str(mail["Subject"]).partition(" –")[0].removeprefix("Anna Gość 000: ")


def methods(mail: EmailMessage) -> list[str]:
    """What each calendar file of this mail is to do, and whether its entries are taken back."""
    parts = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return [line for part in parts for line in str(part).splitlines() if line.startswith(("METHOD", "STATUS"))]


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()


def register(app: Flask, number: int = 0, **changes: Any) -> None:
    with app.app_context(), writing():
        registering.register(edition(), submission(number, **changes))


def test_a_deputy_hears_from_whom(mayor: Mayor) -> None:
    mails = mayor.says("represented", **DEPUTY)
    assert set(mails) == {MAYOR, EWA}
    assert subject(mails[EWA]) == "Anna Gość 000 has named you as their representative"
    for said in (text_of(mails[EWA]), html_of(mails[EWA])):
        assert (
            "Anna Gość 000 (Rzeszów) has been invited to the assembly and has named you as their representative."
            in said
        )
        assert "Represents the Mayor of Rzeszów" in said
        assert "Your registration is confirmed." in said
        assert "Thank you for registering" not in said
    assert link_in(mails[EWA]) != link_in(mails[MAYOR])
    assert code_in(mails[EWA]) == code_in(mails[MAYOR])  # the office looks after the code too
    assert subject(mails[MAYOR]) == "We have recorded your answer"
    assert "We have recorded your answer: Ewa Zastępczyni will represent you." in text_of(mails[MAYOR])


def test_a_represented_mayor_gets_one_email(mayor: Mayor) -> None:
    mayor.says("comes")
    mails = mayor.says("represented", **DEPUTY)
    assert set(mails) == {MAYOR, EWA}
    assert "Ewa Zastępczyni will represent you." in text_of(mails[MAYOR])
    assert "Your own entry code is no longer valid." in text_of(mails[MAYOR])
    assert methods(mails[MAYOR]) == ["METHOD:CANCEL", "STATUS:CANCELLED"]
    assert methods(mails[EWA]) == ["METHOD:REQUEST", "STATUS:CONFIRMED"]


@pytest.mark.proof("test_a_represented_mayor_gets_one_email")
def test_going_online_instead_is_one_email(
    mayor: Mayor,
) -> None:
    first = mayor.says("comes")[MAYOR]
    assert "It replaces the previous one" not in text_of(first)
    (mail,) = mayor.says("online").values()
    assert "We have recorded your new answer. It replaces the previous one." in text_of(mail)
    assert "You will follow the assembly online." in text_of(mail)
    assert methods(mail) == ["METHOD:REQUEST", "STATUS:CONFIRMED", "METHOD:CANCEL", "STATUS:CANCELLED"]


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("reply", "typed", "reason"),
    [
        ("comes", {}, "will now attend in person"),
        ("online", {}, "will now follow the assembly online"),
        ("represented", OTHER, "has now named someone else"),
        ("declines", {}, "can no longer take part"),
    ],
)
def test_a_replaced_deputy_hears_why(mayor: Mayor, reply: str, typed: dict[str, str], reason: str) -> None:
    mayor.says("comes")
    mayor.says("represented", **DEPUTY)
    mails = mayor.says(reply, **typed)
    assert set(mails) == {MAYOR, EWA} | ({JAN} if typed else set())
    assert subject(mails[EWA]) == "You no longer represent Anna Gość 000"
    for said in (text_of(mails[EWA]), html_of(mails[EWA])):
        assert f"Anna Gość 000 (Rzeszów), who had named you as their representative, {reason}." in said
        assert "Your registration has been cancelled" in said
    assert methods(mails[EWA]) == ["METHOD:CANCEL", "STATUS:CANCELLED"]
    if reply == "declines":
        assert "We have recorded your answer: you cannot come." in text_of(mails[MAYOR])
        assert "Your own entry code" not in text_of(mails[MAYOR])  # a mail has said so before


def test_an_office_hears_what_was_answered_instead(mayor: Mayor) -> None:
    anna = {"given": "Anna", "family": "Gość 000", "email": MAYOR}
    register(mayor.app, **anna, assistant_email="office@example.org", lang="en")
    mayor.mails()
    mails = mayor.says("represented", **DEPUTY)
    assert set(mails) == {MAYOR, EWA, "office@example.org"}
    said = text_of(mails["office@example.org"])
    assert "because Anna Gość 000 has changed their answer to the invitation." in said
    assert "Will be represented" in said


@pytest.mark.proof("test_invited_places: a registered deputy keeps their own")
def test_a_registered_deputy_keeps_what_they_have(mayor: Mayor) -> None:
    register(mayor.app, given="Ewa", family="Zastępczyni", email=EWA, place="Rzeszów", lang="en")
    mayor.mails()
    mails = mayor.says("represented", **DEPUTY)
    said = text_of(mails[EWA])
    assert "has named you as their representative. You are already registered" in said
    assert "filled in the form" not in said
    assert "Represents the Mayor of Rzeszów" in said
    assert "the person you named will represent you" in text_of(mails[MAYOR])  # nor how they write themselves
    mails = mayor.says("comes")
    assert "Your own registration and entry code are not affected." in text_of(mails[EWA])
    assert [one[0::2] for one in told(mayor.app)] == [("Zastępczyni", "confirmed"), ("Gość 000", "confirmed")]
    with mayor.app.app_context():
        now = db.session.scalars(select(Representation).where(Representation.until_at.is_(None))).one()
        assert now.registration.person.family == "Gość 000"
    for _again in range(2):
        mayor.says("represented", **DEPUTY)
        assert EWA in mayor.says("declines")  # each time anew
    with mayor.app.app_context():
        now = db.session.scalars(select(Representation).where(Representation.until_at.is_(None))).one()
        assert (now.registration.person.family, now.for_person) == ("Zastępczyni", None)


@pytest.mark.proof("test_a_represented_mayor_gets_one_email")
def test_the_mayor_hears_without_deputys_address(mayor: Mayor) -> None:
    mayor.says("comes")
    with mayor.app.app_context(), writing():
        one = db.session.scalars(select(Invitation)).one()
        invitation_answering.answer(one, Answer(Reply.REPRESENTED, given="Ewa", family="Zastępczyni"), by_office=True)
    (mail,) = mayor.mails().values()
    assert (mail["To"], subject(mail)) == (MAYOR, "We have recorded your answer")


@pytest.mark.proof("a waiting deputy; test_a_full_room_means_the_waiting_list")
def test_the_page_says_where_the_deputy_stands(mayor: Mayor) -> None:
    for number in (1, 2):
        register(mayor.app, number, place="Porto")
    mayor.mails()
    mails = mayor.says("represented", **DEPUTY)
    assert mayor.sees().startswith("Thank you. Ewa Zastępczyni is on the waiting list and will represent you")
    assert "Ewa Zastępczyni is on the waiting list" in text_of(mails[MAYOR])
    assert "You will represent this person as soon as a place is free for you." in text_of(mails[EWA])
    assert "Represents the Mayor" not in text_of(mails[EWA])
    with mayor.app.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration).order_by(Registration.id)).first())  # type: ignore[arg-type]
    assert "We are holding a place for Ewa Zastępczyni" in mayor.sees()
    with mayor.app.app_context(), writing():
        ewa = db.session.scalars(select(Registration).where(Registration.state == State.OFFERED)).one()
        leaving.cancel(ewa)
    assert mayor.sees() == "The registration was cancelled. You can answer again here."


def test_a_waiting_email_says_nothing_outdated(app: Flask) -> None:
    with app.app_context(), writing():
        furnish(size=2)
    invited(app)
    read = len(deliver(app))
    with app.app_context():
        for said in (Answer(Reply.REPRESENTED, **DEPUTY), Answer(Reply.COMES)):
            with writing():
                invitation_answering.answer(db.session.scalars(select(Invitation)).one(), said)
    assert [subject(mail) for mail in deliver(app)[read:]] == [
        "You no longer represent Anna Gość 000",
        "Registration confirmed",
    ]


@pytest.mark.proof("test_a_deputy_hears_from_whom")
def test_a_shared_address_gets_both_emails(mayor: Mayor) -> None:
    mayor.client.submit(f"{OWN}/represented", **DEPUTY | {"email": MAYOR})  # type: ignore[attr-defined]
    new = deliver(mayor.app)[mayor.read :]
    assert [mail["To"] for mail in new] == [MAYOR, MAYOR]
    assert {str(mail["Subject"]).partition(" –")[0] for mail in new} == {
        "Ewa Zastępczyni: Anna Gość 000 has named you as their representative",
        "Anna Gość 000: We have recorded your answer",
    }
