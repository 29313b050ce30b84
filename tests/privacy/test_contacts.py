"""Addresses and answers go on their own day, where nothing else calls for them; who came stays in the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from details import MAYOR, OFFICE, ask, only_registration, prepared, registered
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from invitees import furnish, invited
from mails import deliver
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.models import (
    AccessLink,
    Answer,
    BadAddress,
    Bilingual,
    Edition,
    Entry,
    Invitation,
    Mail,
    Mandate,
    MandateRole,
    NoticeKind,
    Person,
    Purpose,
    Registration,
    Reply,
    ReviewComment,
    Speaker,
)
from assembly.privacy.jobs import delete_contacts
from assembly.privacy.queries.contacts import EXCHANGE_KEPT_FOR, editions_with_contacts_over
from assembly.privacy.service import consents
from assembly.registration.service import registering
from assembly.report.service.reviewing import OPEN_FOR, add_comment, open_review
from assembly.speakers.service.mandates import add_mandate
from assembly.speakers.service.people import add_speaker
from assembly.transactions import writing


@pytest.fixture
def mayor(app: Flask) -> InspectingClient:
    """She was registered by her office; the edition has a question, which she answered, and her telephone number."""
    prepared(app)
    devices = registered(app, assistant_email=OFFICE)
    with app.app_context():
        code = ask()
    device = devices[MAYOR]
    device.submit("/en/my/details", phone="+48 1234567", **{f"q_{code}": "The 7.12"})
    with app.app_context(), writing():
        db.session.add(BadAddress(email_key=MAYOR, at=clock.now(), reason="550"))
    return device


def left(app: Flask, days: int) -> tuple[int, str, str | None, str | None]:
    """Answers, telephone number, her address and her assistant's, so many days after the end."""
    with app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()
        with clock.at(edition.ends_at + timedelta(days=days)):
            for _minute in range(2):
                delete_contacts()
        one = db.session.scalars(select(Registration).where(Registration.edition_id == edition.id)).first()
        assert one is not None
        assistant = select(AccessLink).where(AccessLink.purpose == Purpose.ASSISTANT)
        link = db.session.scalars(assistant).one()
        assert link.is_valid is (link.sent_to is not None)
        return db.session.query(Answer).count(), one.phone, one.person.email, link.sent_to


def test_contacts_are_gone_from_their_day(app: Flask, mayor: InspectingClient) -> None:
    """With the address of whoever fetches a speaker, and those of emails that were sent."""
    app.test_client().submit("/en/2031/my-link", status=200, email=MAYOR)  # type: ignore[attr-defined]
    deliver(app)
    with app.app_context(), writing():
        add_speaker(only_registration().edition, only_registration().person).liaison = "ole@example.org"
    assert left(app, 89) == (1, "+48 1234567", MAYOR, OFFICE)
    with app.app_context():
        assert db.session.scalars(select(Speaker.liaison)).one() == "ole@example.org"
        assert MAYOR in db.session.scalars(select(Mail.to_address)).all()
    assert left(app, 90) == (0, "", None, None)
    with app.app_context():
        assert db.session.scalars(select(Speaker.liaison)).one() == ""
        assert set(db.session.scalars(select(Mail.to_address))) == {None}
        one = only_registration()
        assert (one.person.full_name, one.function, one.state.value) == ("Zofia Wszędybylska", "Mayor", "confirmed")
        assert one.person.email_key is None
        assert db.session.query(BadAddress).count() == 0
        assert (
            len(db.session.scalars(select(Entry).where(Entry.noun == "contacts")).all()) == 1
        )  # once, not each minute
    assert mayor.page("/en/my/").get_text()


@pytest.mark.proof("another number of days: test_contacts_are_gone_from_their_day")
def test_the_day_is_the_editions_own(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(Edition)).one().contacts_kept_days = 5
    assert left(app, 4)[0] == 1
    assert left(app, 5) == (0, "", None, None)


def test_an_address_needed_elsewhere_stays(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        later = make_edition("2032", days_ahead=100)
        sent = submission(1, given="Zofia", family="Wszędybylska", email=MAYOR)
        assert registering.register(later, sent).state.value == "confirmed"
        assert db.session.query(Person).count() == 1
    assert left(app, 91) == (0, "", MAYOR, None)
    assert left(app, 165)[2] is None


@pytest.mark.proof("one more need: test_an_address_needed_elsewhere_stays")
def test_news_readers_are_written_to_until_leaving(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        own = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.OWN)).one()
        consents.answer(own, NoticeKind.NEWS, said_yes=True)
    assert left(app, 91) == (0, "", MAYOR, None)
    with app.app_context(), writing():
        own = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.OWN)).one()
        consents.answer(own, NoticeKind.NEWS, said_yes=False)
    assert left(app, 91)[2] is None


@pytest.mark.proof("one more need: test_an_address_needed_elsewhere_stays")
def test_coming_co_chairs_are_still_written_to(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        make_edition("2032", days_ahead=100)
        add_mandate(
            only_registration().person,
            MandateRole.CO_CHAIR,
            community=None,
            body=Bilingual("of the assembly", "de l’assemblée"),
            function=Bilingual("Co-chair", "Coprésidente"),
            from_on=None,
            to_on=None,
        )
    assert left(app, 91) == (0, "", MAYOR, None)
    with app.app_context(), writing():
        chairs = db.session.scalars(select(Mandate)).one()
        chairs.to_on = clock.local_day(clock.now(), "Europe/Brussels")  # out of office before that day
    assert left(app, 91)[2] is None


def test_an_invitation_leaves_no_contact(app: Flask) -> None:
    with app.app_context():
        with writing():
            furnish()
        invited(app, phone="+33 1 23 45 67 89")
        with writing():
            one = db.session.scalars(select(Invitation)).one()
            invitation_answering.answer(one, invitation_answering.Answer(Reply.DECLINES, reason="My mandate ends"))
        assert (one.phone, one.reason) == ("+33 1 23 45 67 89", "My mandate ends")
        with clock.at(one.edition.ends_at + timedelta(days=91)):
            delete_contacts()
        db.session.expire_all()
        assert (one.phone, one.reason, one.person.email) == ("", "", None)
        assert one.outcome is Reply.DECLINES


@pytest.mark.proof("report/test_review ends the link")
def test_late_comments_outlive_their_review_link(app: Flask) -> None:
    with app.app_context():
        with writing():
            edition = make_edition()
        late = edition.ends_at + timedelta(days=100)
        with clock.at(late), writing():
            add_comment(open_review(edition), by="Ada", text="Name all networks.")
        with clock.at(late + EXCHANGE_KEPT_FOR - timedelta(days=1)), writing():
            open_review(edition)
        for days, are_over in (
            (0, False),
            (EXCHANGE_KEPT_FOR.days, False),
            (EXCHANGE_KEPT_FOR.days + OPEN_FOR.days, True),
        ):
            with clock.at(late + timedelta(days=days)):
                assert bool(editions_with_contacts_over()) is are_over
                delete_contacts()
                assert bool(db.session.query(ReviewComment).count()) is not are_over


@pytest.mark.parametrize(
    ("lang", "needs", "contacts"), [("en", "1 June 2031", "31 July 2031"), ("fr", "1er juin 2031", "31 juillet 2031")]
)
def test_the_form_and_statement_name_the_days(app: Flask, lang: str, needs: str, contacts: str) -> None:
    prepared(app)
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.starts_at, edition.ends_at = datetime(2031, 5, 2, 8, tzinfo=UTC), datetime(2031, 5, 2, 16, tzinfo=UTC)
    visitor: Any = app.test_client()
    page = visitor.page(f"/{lang}/2031/register")
    below = page.select_one("form .button").find_next("p")
    assert contacts in said(below)
    days = [said(one) for one in visitor.page(below.select_one("a")["href"]).select("main li")]
    assert [needs in days[0], contacts in days[1]] == [True, True]


def test_each_form_leads_to_its_statement(app: Flask) -> None:
    prepared(app)
    with app.app_context(), writing():
        for slug, ahead in (("2032", 100), ("2033", 200)):
            make_edition(slug, days_ahead=ahead).controller = Bilingual(f"City {slug}", f"Ville {slug}")
        db.session.scalars(select(Edition).where(Edition.slug == "2033")).one().is_announced = False
    visitor: Any = app.test_client()
    form = visitor.page("/fr/2032/register")
    for link in form.select("main a[href$=privacy], footer a[href$=privacy]"):
        assert link["href"] == "/fr/2032/privacy"
    assert "Ville 2032" in visitor.page("/fr/2032/privacy").get_text()
    assert "Ville 2032" not in visitor.page("/fr/privacy").get_text()  # the one people come for
    assert visitor.get("/fr/2033/privacy").status_code == 404


def test_the_statement_says_what_a_network_reads(app: Flask) -> None:
    text = " ".join(app.test_client().page("/en/privacy").get_text(" ").split())  # type: ignore[attr-defined]
    assert "If a network invited you, it can see your name, who you represent and whether you are coming" in text
    assert "anybody else" not in text


def said(element: Any) -> str:
    return " ".join(element.get_text().split())
