"""Pictures of an edition: painted anew, with who is on them, deleted from the disk as well."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from edition_settings import edition, entries
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from PIL import Image
from sqlalchemy import select

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_session, remove_session
from assembly.calendar.service import publish_programme
from assembly.editions.queries import pictures
from assembly.extensions import db
from assembly.files import path_of
from assembly.models import (
    AccessLink,
    AppearanceRole,
    Bilingual,
    EditionRole,
    NoticeKind,
    Picture,
    Presence,
    Registration,
    Session,
    SessionKind,
    StoredFile,
)
from assembly.privacy.service import consents
from assembly.registration.service.registering import register
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

AT = "/en/manage/2031/settings"

DAY, PRACTICAL, DATA = f"{AT}/day-and-place", f"{AT}/practical", f"{AT}/people-and-data"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())
        make_edition("2032", doors="A")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


# --- pictures ---------------------------------------------------------------------------------------------------------

WORDS = {"alt_en": "The square", "alt_fr": "La place", "credit_en": "Photo: us", "credit_fr": "Photo\u00a0: nous"}


def png(colour: str = "red") -> tuple[io.BytesIO, str]:
    content = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(content, "PNG")
    content.seek(0)
    return content, "IMG_4711.png"


def send(client: InspectingClient, status: int = 303, **answers: Any) -> Any:
    form = client.page(f"{AT}/add-picture").select_one("main form")
    data: dict[str, Any] = filled(form, {}) | {"file": png()} | WORDS | answers
    answer = client.post(f"{AT}/add-picture", data=data, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)[-3000:]
    return answer


def test_a_picture_sent_twice_is_one(app: Flask, office: InspectingClient) -> None:
    for _click in range(2):
        send(office, kind="family")
    with app.app_context():
        one = db.session.scalars(select(Picture)).one()
        assert (one.width, one.height, one.file.mime, one.alt.fr) == (30, 20, "image/jpeg", "La place")
        code = one.code
    with office.get(f"/pictures/{code}") as answer:
        assert answer.status_code == 200


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    "bad",
    [
        {"file": (io.BytesIO(b"no picture"), "x.png")},
        {"alt_fr": ""},
        {"credit_en": "", "credit_fr": ""},
        {"kind": "selfie"},
        {"persons": "Nobody Known"},
    ],
)
def test_an_incomplete_picture_is_refused(app: Flask, office: InspectingClient, bad: dict[str, Any]) -> None:
    send(office, 422, **bad)
    with app.app_context():
        assert not db.session.scalars(select(Picture)).all()


WHY = {"consent_reason": "nobody was asked yet"}


@pytest.mark.proof("test_people_against_photographs_are_named_beside finds three")
def test_people_on_a_picture_are_found(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        for number, slug in ((1, "2031"), (2, "2031"), (3, "2032")):
            register(edition(slug), submission(number))
        for name in ("one", "two"):
            register(edition(), submission(7, email=f"{name}@example.org"))
        twins = db.session.scalars(select(Registration).order_by(Registration.id)).all()[-2:]
        references = [one.spoken_ref for one in twins]
    several = send(office, 422, persons="zaneta LUKASZEWICZ 7").get_data(as_text=True)
    assert "Several people have the same name" in several
    send(office, 422, persons="Żaneta Łukaszewicz 3")
    send(office, persons=f"Zaneta Lukaszewicz 1\r\nŻaneta Łukaszewicz 7 ({references[1]})", **WHY)
    with app.app_context():
        one = db.session.scalars(select(Picture)).one()
        assert {person.email for person in one.persons} == {"mayor1@example.org", "two@example.org"}
        code = one.code
    page = f"{AT}/pictures/{code}"
    assert references[1] in office.page(page).select_one("textarea").get_text()
    office.submit(page)
    assert entries(app, "changed") == 0
    office.submit(page, persons="Żaneta Łukaszewicz 2", **WHY)
    with app.app_context():
        assert [person.email for person in db.session.scalars(select(Picture)).one().persons] == ["mayor2@example.org"]


@pytest.mark.proof("a second-order state of the same page")
def test_somebody_of_a_removed_session_stays_shown(app: Flask, office: InspectingClient) -> None:
    """Their only part is in a session that was published and then removed: the picture can be saved all the same."""
    with app.app_context(), writing():
        person = add_person(given="Minna", family="Arve", name_lang="", grammatical_form=None, mail_lang="en")
        here = edition()
        session = add_session(
            here,
            kind=SessionKind.PANEL,
            title=Bilingual("Opening", "Ouverture"),
            abstract=Bilingual(),
            starts_at=here.starts_at,
            ends_at=here.ends_at,
        )
        add_appearance(session, person, AppearanceRole.SPEAKER, presence=Presence.IN_PERSON, mandate=None)
        publish_programme(here, name="1", note=Bilingual())
    send(office, persons="Minna Arve", **WHY)
    with app.app_context(), writing():
        remove_session(db.session.scalars(select(Session)).one())
        page = f"{AT}/pictures/{db.session.scalars(select(Picture.code)).one()}"
    office.submit(page, alt_en="The hall", alt_fr="La salle")
    with app.app_context():
        one = db.session.scalars(select(Picture)).one()
        assert (one.alt.en, [person.family for person in one.persons]) == ("The hall", ["Arve"])


def test_people_against_photographs_are_named_beside(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        for number, said_yes in ((1, True), (2, False), (3, None)):
            register(edition(), submission(number))
            one = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
            if said_yes is not None:
                own = db.session.scalars(select(AccessLink).where(AccessLink.registration == one)).one()
                consents.answer(own, NoticeKind.PHOTO, said_yes=said_yes)
    everybody = "Żaneta Łukaszewicz 1\r\nŻaneta Łukaszewicz 2\r\nŻaneta Łukaszewicz 3"
    refusal = send(office, persons=everybody, status=422).soup.select_one("#consent_reason-why").get_text()
    assert "give a reason: Żaneta Łukaszewicz 2, Żaneta Łukaszewicz 3" in refusal
    saved = send(office, persons=everybody, consent_reason="the whole room")
    with app.app_context():
        code = db.session.scalars(select(Picture)).one().code
    assert saved.location.endswith(f"#{code}")
    page = office.page(f"{AT}/pictures")
    flash = page.select_one(".flash").get_text()
    assert "have not agreed to be photographed" in flash
    assert "Łukaszewicz" not in flash
    refused, unasked = page.select(f'[id="{code}"] .state')
    assert refused.select_one("[data-typed]").get_text() == "Żaneta Łukaszewicz 2"
    assert unasked.select_one("[data-typed]").get_text() == "Żaneta Łukaszewicz 3"
    words = "Reason for showing the picture without consent: the whole room"
    assert words in page.select_one(f'[id="{code}"]').get_text()
    office.submit(f"{AT}/pictures/{code}", persons="Żaneta Łukaszewicz 1", consent_reason="")
    page = office.page(f"{AT}/pictures")
    assert page.select_one(".flash").get_text() == "Saved."
    assert page.select(".state") == []
    office.submit(f"{AT}/pictures/{code}", persons="Żaneta Łukaszewicz 2", consent_reason="from behind")
    assert "have not agreed" in office.page(f"{AT}/pictures").select_one(".flash").get_text()
    with app.app_context(), writing():
        for role in db.session.scalars(select(EditionRole)):
            role.permissions = ["edit_settings"]
    assert (
        office.page(f"{AT}/pictures").select(".state") == []
    )  # who does not see people learns nothing of their answers


def test_withdrawn_photo_consent_is_told(app: Flask, office: InspectingClient) -> None:
    """Beside the picture, on Today and on the page of the person, until somebody says why it is shown."""

    def told() -> bool:
        with app.app_context():
            return bool(pictures.pictures_to_clear(edition()))

    with app.app_context(), writing():
        register(edition(), submission(1))
        own = db.session.scalars(select(AccessLink)).one()
        consents.answer(own, NoticeKind.PHOTO, said_yes=True)
    send(office, persons="Żaneta Łukaszewicz 1")
    assert not told()
    with app.app_context(), clock.at(clock.now() + timedelta(minutes=1)), writing():
        consents.withdraw(db.session.scalars(select(AccessLink)).one(), NoticeKind.PHOTO)
    assert told()
    with app.app_context():
        code, person = (
            db.session.scalars(select(Picture.code)).one(),
            db.session.scalars(select(Registration.code)).one(),
        )
    words = "Consent to photographs withdrawn by"
    assert words in office.page(f"{AT}/pictures").select_one(f'[id="{code}"] .state').get_text()
    assert "1 picture shows people who have not agreed to be photographed" in office.page("/en/manage/2031/").get_text()
    assert "Consent withdrawn" in office.page(f"/en/manage/2031/people/{person}").select_one(".facts .no").get_text()
    with clock.at(clock.now() + timedelta(minutes=2)):
        office.submit(f"{AT}/pictures/{code}", consent_reason="she cannot be recognised")
    assert not told()


def test_people_stay_hidden_without_the_right(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(edition(), submission(1))
    send(office, persons="Żaneta Łukaszewicz 1", **WHY)
    with app.app_context(), writing():
        code = db.session.scalars(select(Picture)).one().code
        for role in db.session.scalars(select(EditionRole)):
            role.permissions = ["edit_settings"]
    page = office.page(f"{AT}/pictures/{code}")
    for shown in (page, office.page(f"{AT}/pictures")):
        assert "Łukaszewicz" not in shown.get_text()
    assert page.select("[name=persons]") == []
    office.submit(f"{AT}/pictures/{code}", alt_en="A tree", alt_fr="Un arbre")
    send(office, alt_en="A tree", alt_fr="Un arbre", persons="Nobody Known", kind="other")  # says nothing of nobody
    with app.app_context():
        one = db.session.scalars(select(Picture)).one()
        assert [person.email for person in one.persons] == ["mayor1@example.org"]


@pytest.mark.proof("a second editor: test_settings")
def test_words_over_others_words_are_refused(app: Flask, office: InspectingClient) -> None:
    send(office)
    with app.app_context():
        page = f"{AT}/pictures/{db.session.scalars(select(Picture)).one().code}"
    old = office.page(page).select_one("main form")
    office.submit(page, alt_en="A tree", alt_fr="Un arbre")
    assert office.post(page, data=filled(old, {"alt_en": "A bird", "alt_fr": "Un oiseau"})).status_code == 409


def test_a_deleted_picture_leaves_the_disk(app: Flask, office: InspectingClient) -> None:
    send(office)
    send(office, alt_en="The same square")
    with app.app_context():
        path = path_of(db.session.scalars(select(StoredFile)).one())
    for left in (True, False):
        office.submit(f"{AT}/pictures", form="main form[action$=delete]")
        assert path.exists() is left
    with app.app_context():
        assert not db.session.scalars(select(Registration)).all()
        assert not db.session.scalars(select(Picture)).all()


def test_another_editions_picture_is_missing(app: Flask, office: InspectingClient) -> None:
    send(office)
    with app.app_context(), writing():
        picture = db.session.scalars(select(Picture)).one()
        picture.edition = edition("2032")
    with app.app_context():
        code = db.session.scalars(select(Picture)).one().code
    token = {"csrf_token": str(office.page(DAY).select_one("[name=csrf_token]")["value"])}
    assert office.get(f"{AT}/pictures/{code}").status_code == 404
    assert office.post(f"{AT}/pictures/{code}/delete", data=token).status_code == 404
