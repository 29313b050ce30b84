"""The pages on which a message to a group is written, tried and taken back."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from factories import sign_in
from flask import Flask
from group_messages import later, posted
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.messages.audience import Audience
from assembly.messages.jobs import post_due
from assembly.messages.queries.groups import reach
from assembly.models import (
    Category,
    Edition,
    MailState,
)
from assembly.transactions import writing

GROUPS = "/en/manage/2027/messages/groups/"

WORDS = {
    "subject_en": "The menu",
    "subject_fr": "Le menu",
    "body_en": "Dear {name},\n\nThere is soup on {date}.",
    "body_fr": "Bonjour {name},\n\nIl y a de la soupe le {date}.",
}


# --- through the pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def write(office: InspectingClient, **changes: str) -> str:
    """A draft of the demo; gives its address."""
    answer = office.submit(f"{GROUPS}new", form="main form", **(WORDS | {"states": "confirmed"} | changes), do="keep")
    return str(answer.location)


@pytest.mark.turns(9)
@pytest.mark.parametrize("category", list(Category))
def test_a_message_may_be_for_each_category(office: InspectingClient, category: Category) -> None:
    page = office.page(write(office, categories=category.value))
    assert category.label in page.select_one("main").get_text()


def people_of(demo_app: Flask) -> int:
    with demo_app.app_context():
        return reach(
            db.session.scalars(select(Edition).where(Edition.slug == "2027")).one(), Audience(), is_news=False
        ).total


def test_counting_keeps_the_text_and_stores_nothing(demo_app: Flask, office: InspectingClient) -> None:
    page = office.submit(f"{GROUPS}new", form="main form", status=200, **WORDS, states="confirmed", do="count").text
    total = people_of(demo_app)
    assert f"The message will be sent to {total} people" in page
    assert "There is soup on {date}." in page
    assert "No messages yet" in office.page(GROUPS).get_text()


def test_it_is_written_tried_and_taken_back(demo_app: Flask, office: InspectingClient) -> None:
    path = write(office)
    page = office.page(path)
    assert [one["lang"] for one in page.select("article")] == ["en", "fr"]
    assert "{" not in page.select_one("article").get_text()
    news = office.page(write(office, is_news="y"))  # the newest person wants no news
    assert len(news.select("article")) == 2
    assert "Test:" not in news.get_text()
    office.submit(path, form='form[action$="/test"]')
    office.submit(path, form='form[action$="/test"]')
    subjects = [str(mail["Subject"]) for mail in deliver(demo_app)]
    assert sorted(subjects) == ["Essai\u00a0: Le menu", "Test: The menu"]
    office.submit(path, form='form[action$="/send"]')
    page = office.page(path)
    assert "The message will be sent in 10 minutes." in page.get_text()
    assert f"{people_of(demo_app)} people" in page.get_text()
    office.submit(path, form='form[action$="/take-back"]')
    assert "The message is a draft again." in office.page(path).get_text()
    assert len(deliver(demo_app)) == 2


@pytest.mark.proof("numbers of one page")
def test_progress_is_told_from_the_rows(demo_app: Flask, office: InspectingClient) -> None:
    path, total = write(office), people_of(demo_app)
    office.submit(path, form='form[action$="/send"]')
    with demo_app.app_context(), later():
        post_due()
    answer = office.get(path)
    assert answer.headers["Refresh"] == "10"
    assert f"0 of {total} sent" in answer.text
    with demo_app.app_context(), writing():
        for number, mail in enumerate(posted()):
            mail.state = MailState.FAILED if number == 0 else MailState.SENT
    answer = office.get(path)
    assert "Refresh" not in answer.headers
    assert f"{total - 1} of {total} sent" in answer.text
    assert "1 failed" in answer.text


@pytest.mark.proof("an email to everybody of the demonstration")
def test_each_reads_their_language_and_name(demo_app: Flask, office: InspectingClient) -> None:
    path = write(office)
    office.submit(path, form='form[action$="/send"]')
    with demo_app.app_context(), later():
        post_due()
        names = {mail.address: mail.person.full_name for mail in posted()}
    with later():
        mails = deliver(demo_app)
    assert len(mails) == len(names)
    for mail in mails:
        hello, soup = {"en": ("Dear", "soup on Thursday"), "fr": ("Bonjour", "soupe le jeudi")}[
            mail["Content-Language"]
        ]
        assert f"{hello} {names[str(mail['To'])]}," in text_of(mail)
        assert soup in text_of(mail).replace("\u00a0", " ")
        assert mail["List-Unsubscribe"] is None
        assert re.findall("<img src=.(.*?):", html_of(mail)) == ["cid"]  # nothing that tells us who opened it
        assert "<a " not in html_of(mail)


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject_fr": ""}, "The French text is missing."),
        ({"body_en": "Dear {nam},"}, "“{nam}” is not a known field."),
        ({"body_en": "Dear {name.__class__},"}, "“{name.__class__}” is not a known field."),
        ({"body_fr": "Une accolade { seule"}, "“{” is not a known field."),
        ({"states": "all of them"}, "There is a problem with this form."),
        ({"presence": "maybe"}, "Choose one of the three options."),
    ],
)
def test_what_is_faulty_comes_back(office: InspectingClient, changes: dict[str, str], sentence: str) -> None:
    facts = WORDS | {"states": "confirmed"} | changes
    page = office.submit(f"{GROUPS}new", form="main form", status=422, **facts, do="keep").text
    assert sentence in page
    assert "No messages yet" in office.page(GROUPS).get_text()


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    ("day", "at", "sentence"),
    [
        ("2026-01-01", "10:00", "This time has passed."),
        ("2027-03-28", "02:30", "This time does not exist: the clocks go forward that night."),
        ("2037-04-01", "10:00", "This date is more than a year away."),
        ("soon", "10:00", "Enter a day, for example 2027-04-15"),
        ("2027-04-01", "10", "Enter a day, for example 2027-04-15"),
    ],
)
def test_a_time_is_checked(office: InspectingClient, day: str, at: str, sentence: str) -> None:
    path = write(office)
    page = office.submit(path, form='form[action$="/send"]', status=422, when="later", day=day, at=at).text
    assert sentence in page
    assert "In ten minutes" in office.page(path).get_text()


@pytest.mark.proof("the zone of one time")
def test_a_time_is_one_of_the_edition(demo_app: Flask, office: InspectingClient) -> None:
    path = write(office)
    office.submit(path, form='form[action$="/send"]', when="later", day="2027-04-01", at="09:30")
    assert "1 April 2027, 09:30 Brussels time" in office.page(path).get_text().replace("\u00a0", " ")


def test_a_pdf_goes_with_it_alone(demo_app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.messages.forms.LARGEST_PDF", 1000)
    page = office.page(f"{GROUPS}new").select_one("main form")
    facts = {control["name"]: control["value"] for control in page.select("input[type=hidden]")}
    facts |= WORDS | {"states": "confirmed", "presence": "any", "do": "keep"}

    def attach(content: bytes) -> int:
        file = (BytesIO(content), "../../Ménu.PDF")
        return office.post(f"{GROUPS}new", data=facts | {"pdf": file}, content_type="multipart/form-data").status_code

    assert attach(b"MZ not a pdf") == 422
    assert attach(b"%PDF-1.7" + b" " * 2000 + b"%%EOF") == 422
    assert attach(b"%PDF-1.7 a menu %%EOF") == 303
    path = str(office.page(GROUPS).select_one(".card a")["href"])
    office.submit(path, form='form[action$="/test"]')
    (attached,) = deliver(demo_app)[0].iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == ("Ménu.pdf", "application/pdf")
