"""What speakers send us: words in both languages, a portrait, slides, and two answers only they can give."""

from __future__ import annotations

from io import BytesIO

import pdf_samples
import pytest
from asked_speakers import AT, CABINET, MINNA, at_the_desk, invitation, invite, links, minna, opened, says
from flask import Flask
from inspector import InspectingClient
from PIL import Image
from sqlalchemy import select

from assembly.extensions import db
from assembly.files import path_of
from assembly.models import Bilingual, Speaker, StoredFile
from assembly.speaker_invitations import queries, slides
from assembly.transactions import writing

PROFILE, SLIDES = "/en/speaker/profile", "/en/speaker/slides"
WORDS = {"biography_en": "A mayor.", "biography_fr": "Une maire.", "pronunciation": "MIN-na", "address": "not_said"}


@pytest.fixture
def speaker(stage: Flask) -> InspectingClient:
    client = opened(stage, invite(stage, office_email=CABINET))
    says(stage, client, "in_person", "declines")
    return client


def picture(width: int = 300, height: int = 200) -> tuple[BytesIO, str]:
    """A black one, small as a file however large it is."""
    content = BytesIO()
    Image.new("1", (width, height)).save(content, "PNG")
    return BytesIO(content.getvalue()), "me.png"


def stored(app: Flask) -> Speaker:
    with app.app_context():
        one = db.session.scalars(select(Speaker)).one()
        db.session.refresh(one, ["person", "portrait"])
        return one


def test_a_speaker_describes_themselves(stage: Flask, speaker: InspectingClient) -> None:
    speaker.submit(PROFILE, **WORDS, agreed="yes", portrait=picture())  # type: ignore[arg-type]
    one = stored(stage)
    assert (one.biography, one.pronunciation, one.agreed) == (Bilingual("A mayor.", "Une maire."), "MIN-na", True)
    assert one.portrait is not None
    assert one.person.grammatical_form is None
    assert "We have everything we need." in speaker.page("/en/speaker").get_text()
    with speaker.get("/en/speaker/portrait") as answer:
        assert answer.mimetype == "image/jpeg"
    with stage.app_context():
        assert queries.asks(invitation()) == []


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ((BytesIO(b"no picture"), "me.jpg"), "We cannot use this picture."),
        (picture(8000, 5000), "24 million pixels"),
    ],
)
def test_a_bad_portrait_loses_no_words(speaker: InspectingClient, sent: tuple[BytesIO, str], sentence: str) -> None:
    answer = speaker.submit(PROFILE, status=422, **WORDS, agreed="yes", portrait=sent)  # type: ignore[arg-type]
    assert sentence in answer.text
    assert "Une maire." in answer.text


@pytest.mark.proof("test_the_office_leaves_two_answers_alone")
def test_nobody_is_addressed_without_being_asked(speaker: InspectingClient) -> None:
    assert not speaker.page(PROFILE).select("[name=address][checked], [name=agreed][checked]")
    words = {"biography_en": "A mayor."}
    assert "Choose how we should address you." in speaker.submit(PROFILE, status=422, **words).text


def test_the_office_leaves_two_answers_alone(stage: Flask, speaker: InspectingClient) -> None:
    office = opened(stage, links(stage)[CABINET])
    assert not office.page(PROFILE).select("[name=address], [name=agreed]")
    office.submit(PROFILE, biography_en="Written by us.")
    one = stored(stage)
    assert one.biography.en == "Written by us."
    assert one.agreed is None
    with stage.app_context():
        assert invitation().described_at is None


@pytest.mark.proof("a second editor: test_two_editors_see_both_versions")
def test_two_who_write_at_once_lose_nothing(stage: Flask, speaker: InspectingClient) -> None:
    form = speaker.page(PROFILE)
    sent = {one["name"]: one["value"] for one in form.select("main [type=hidden]")} | WORDS | {"agreed": "yes"}
    opened(stage, links(stage)[CABINET]).submit(PROFILE, biography_en="Written by us.")
    answer = speaker.post(PROFILE, data=sent)
    assert answer.status_code == 409
    assert "Written by us." in answer.text
    assert "A mayor." in answer.text


def test_slides_are_kept_for_the_office(stage: Flask, speaker: InspectingClient) -> None:
    sent = BytesIO(pdf_samples.scan(30)), "slides.pdf"
    speaker.submit(SLIDES, slides=sent)  # type: ignore[arg-type]
    desk = at_the_desk(stage)
    with stage.app_context():
        page = f"{AT}{minna().code}/slides.pdf"
    with desk.get(page) as answer:
        assert answer.data == pdf_samples.scan(30)
        assert answer.headers["Content-Disposition"].startswith("attachment")
    speaker.submit(SLIDES, without_slides="y")
    assert desk.get(page).status_code == 404
    with stage.app_context():
        assert [one for one in db.session.scalars(select(StoredFile)) if one.mime == "application/pdf"] == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"hello", "This is not a PDF file."),
        (pdf_samples.with_script(), "contains scripts, videos or other files"),
        (pdf_samples.encrypted(), "password-protected"),
    ],
)
def test_bad_slides_are_refused_with_a_sentence(app: Flask, content: bytes, sentence: str) -> None:
    with app.test_request_context("/en/"), pytest.raises(slides.BadSlides) as refused:
        slides.checked(content)
    assert sentence in str(refused.value)


@pytest.mark.proof("test_bad_slides_are_refused_with_a_sentence")
def test_bad_slides_leave_those_that_are_there(stage: Flask, speaker: InspectingClient) -> None:
    speaker.submit(SLIDES, slides=(BytesIO(pdf_samples.scan()), "slides.pdf"))  # type: ignore[arg-type]
    answer = speaker.submit(SLIDES, status=422, slides=(BytesIO(b"hello"), "slides.pdf"))  # type: ignore[arg-type]
    assert "This is not a PDF file." in answer.text
    with stage.app_context():
        one = invitation()
        assert one.slides is not None
        assert path_of(one.slides).exists()
        assert one.email == MINNA


@pytest.mark.proof("one question less of test_a_speaker_describes_themselves")
def test_declined_consent_asks_no_portrait(stage: Flask, speaker: InspectingClient) -> None:
    speaker.submit(PROFILE, pronunciation="MIN-na", address="f", agreed="no")
    with stage.app_context():
        assert queries.asks(invitation()) == []
        with writing():
            assert minna().grammatical_form == "f"
