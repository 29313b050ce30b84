"""The card of the day goes to the co-chairs in the evening and in the morning, once each, in their language."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
from cochairs import CHAIR, LEAK, person, reader_of
from factories import make_user
from flask import Flask
from mails import deliver, text_of
from pypdf import PdfReader
from sqlalchemy import delete, select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import remove_session
from assembly.calendar.service import publish_programme
from assembly.cochairs import queries, readers
from assembly.cochairs.jobs import post_day_cards
from assembly.cochairs.schedule import due
from assembly.cochairs.service import cards
from assembly.extensions import db
from assembly.models import Bilingual, DayCard, Edition, EditionRole, EditionStatus, Mail, MandateRole
from assembly.speakers.facts import MandateFacts
from assembly.speakers.service.mandates import enter_mandate
from assembly.transactions import writing


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def at(begins: datetime, days: int, hour: int, minute: int = 0) -> datetime:
    """This time on the clocks of Brussels, so many days from the assembly."""
    day = clock.local_day(begins, "Europe/Brussels") + timedelta(days=days)
    return clock.from_local(datetime.combine(day, time(hour, minute)), "Europe/Brussels")


def post(app: Flask, *moments: datetime) -> None:
    """Let the job run at these moments."""
    with app.app_context():
        for moment in moments:
            with clock.at(moment):
                post_day_cards()


def sent(app: Flask, moment: datetime) -> list[EmailMessage]:
    with clock.at(moment):
        return deliver(app)


def words_of(mail: EmailMessage) -> str:
    (file,) = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(file.get_content())).pages)


def whens(app: Flask) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(select(Mail).where(Mail.template == "day_card").order_by(Mail.id))
        return [one.facts["when"] for one in rows]


def test_card_leaves_once_evening_and_morning(app: Flask, begins: datetime) -> None:
    post(app, at(begins, -1, 17, 59), at(begins, -2, 18))
    assert whens(app) == []
    post(app, at(begins, -1, 18), at(begins, -1, 18, 1), at(begins, -1, 23))
    assert whens(app) == ["evening"]
    post(app, at(begins, 0, 7, 29))
    assert whens(app) == ["evening"]
    post(app, at(begins, 0, 7, 30), at(begins, 0, 7, 31), at(begins, 0, 12), at(begins, 1, 7, 30))
    assert whens(app) == ["evening", "morning"]


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31", "2028-02-29"])
def test_the_times_are_those_of_the_place(day: str) -> None:
    on = datetime.fromisoformat(day)
    half_past_seven = clock.from_local(on.replace(hour=7, minute=30), "Europe/Brussels")
    assert due(on.date(), "Europe/Brussels", half_past_seven) == ["morning"]
    assert due(on.date(), "Europe/Brussels", half_past_seven - timedelta(seconds=1)) == []
    six = clock.from_local((on - timedelta(days=1)).replace(hour=18), "Europe/Brussels")
    assert due(on.date(), "Europe/Brussels", six) == ["evening"]


def test_email_has_card_and_link(app: Flask, begins: datetime) -> None:
    evening = at(begins, -1, 18)
    post(app, evening)
    (mail,) = sent(app, evening)
    assert mail["To"] == CHAIR[0]
    assert "Your card for" in mail["Subject"]
    assert "/en/day/" in text_of(mail)
    for words in ("Ana Álvarez", "AL-va-reth", "Opening", "Great Hall", "Not measured"):
        assert words in words_of(mail), words
    assert LEAK not in words_of(mail) + text_of(mail)
    path = _link_in(mail)
    with clock.at(begins):
        assert app.test_client().get(path).status_code == 200


def test_each_reads_it_in_their_language(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        chair = person("Zoé", "Chair")
        chair.mail_lang, chair.email = "fr", "zoe@example.org"
        function = Bilingual("Co-chair", "Coprésidente")
        enter_mandate(chair, MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), function, None, None))
        db.session.flush()
        chair.email_key = "zoe@example.org"
    post(app, at(begins, 0, 7, 30))
    mails = {str(one["To"]): one for one in sent(app, at(begins, 0, 7, 31))}
    assert mails.keys() == {CHAIR[0], "zoe@example.org"}
    assert "Fiche du jour" in words_of(mails["zoe@example.org"])
    assert "/fr/day/" in text_of(mails["zoe@example.org"])


@pytest.mark.proof("test_a_co_chair_has_their_link_alone")
def test_each_co_chair_gets_their_own_link(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        make_user("co_chair", "another@example.org", edition())
    evening, morning = at(begins, -1, 18), at(begins, 0, 7, 30)
    post(app, evening)
    found = {str(mail["To"]): _link_in(mail) for mail in sent(app, evening)}
    assert len(set(found.values())) == len(found) == 2
    post(app, morning)
    assert {str(mail["To"]): _link_in(mail) for mail in sent(app, morning)[2:]} == found  # the same until it is ended


def _link_in(mail: EmailMessage) -> str:
    return text_of(mail).partition("http://localhost")[2].split()[0]


def test_one_address_gets_one_card(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        chair = person("Zoé", "Chair")
        chair.email = chair.email_key = CHAIR[0]
        function = Bilingual("Co-chair", "Coprésidente")
        enter_mandate(chair, MandateFacts(MandateRole.CO_CHAIR, None, Bilingual(), function, None, None))
    with app.app_context():
        assert [one.address for one in readers.readers(edition())] == [CHAIR[0]]


def test_day_without_programme_has_no_card(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        for one in draft(edition()):
            remove_session(one)
        publish_programme(edition(), name="All cancelled", note=Bilingual())
    post(app, at(begins, -1, 18), at(begins, 0, 7, 30))
    assert whens(app) == []


@pytest.mark.proof("test_link_ends_with_the_role")
def test_former_co_chair_gets_no_card(app: Flask, begins: datetime) -> None:
    post(app, at(begins, -1, 18))
    with app.app_context(), writing():
        db.session.execute(delete(EditionRole).where(EditionRole.role == "co_chair"))
    assert sent(app, at(begins, -1, 18, 1)) == []


@pytest.mark.proof("late emails: tests/messages")
def test_late_email_is_dropped(app: Flask, begins: datetime) -> None:
    post(app, at(begins, -1, 18))
    assert sent(app, at(begins, 1, 8)) == []


@pytest.mark.proof("test_another_link_ends_the_first")
def test_a_link_that_was_ended_stays_ended(app: Flask, begins: datetime) -> None:
    with app.app_context(), clock.at(begins - timedelta(days=2)), writing():
        cards.make_card(edition(), edition().day, reader_of(edition()))
        cards.end_card(edition(), edition().day, reader_of(edition()))
    post(app, at(begins, 0, 7, 30))
    (mail,) = sent(app, at(begins, 0, 7, 31))
    assert "/day/" not in text_of(mail)
    with app.app_context():
        assert len(db.session.scalars(select(DayCard)).all()) == 1


def test_office_copy_has_no_link(app: Flask, begins: datetime) -> None:
    from assembly.mail import text_of as copy_of  # noqa: PLC0415
    from assembly.models import SentMail  # noqa: PLC0415

    post(app, at(begins, 0, 7, 30))
    sent(app, at(begins, 0, 7, 31))
    with app.app_context():
        assert "/en/day/…" in copy_of(db.session.scalars(select(SentMail)).one())


@pytest.mark.proof("a second day; test_card_leaves_once_evening_and_morning has the first")
def test_every_day_has_its_card(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        edition().ends_at += timedelta(days=1)
        assert len(queries.days_of(edition())) == 2
        make_user("co_chair", "another@example.org", edition())
    post(app, at(begins, 0, 7, 30), at(begins, 1, 7, 30))
    assert whens(app) == ["morning", "morning"]  # nothing takes place on the second day


def test_no_card_of_a_cancelled_assembly(app: Flask, begins: datetime) -> None:
    with app.app_context(), writing():
        edition().status = EditionStatus.CANCELLED
    post(app, at(begins, -1, 18), at(begins, 0, 7, 30))
    assert whens(app) == []
