"""What could not be edited before: days and place, rooms, doors, practical information, people and data, pictures."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from PIL import Image
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.accounts.service import add_person
from assembly.agenda.queries import latest_rows
from assembly.agenda.service import add_room, add_session, remove_session
from assembly.calendar.service import publish_programme
from assembly.checkin.service import ShownCode, record_scans
from assembly.editions import queries
from assembly.extensions import db
from assembly.files import path_of
from assembly.models import (
    AccessLink,
    AppearanceRole,
    Bilingual,
    Door,
    DoorKind,
    Edition,
    EditionRole,
    Entry,
    NoticeKind,
    Picture,
    Practical,
    Presence,
    Registration,
    Room,
    Session,
    SessionKind,
    StoredFile,
    Topic,
)
from assembly.privacy.service import consents
from assembly.registration.service.registering import register
from assembly.sealed import unseal
from assembly.speakers.service import add_appearance
from assembly.transactions import writing

AT = "/en/manage/2031/settings"
DAY, PRACTICAL, DATA = f"{AT}/day-and-place", f"{AT}/practical", f"{AT}/people-and-data"
FORM = "main form[action$={}]"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())
        make_edition("2032", doors="A")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def edition(slug: str = "2031") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def soup(answer: Any) -> BeautifulSoup:
    return answer.soup


def entries(app: Flask, verb: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Entry).where(Entry.verb == verb)).all())


# --- day and place ----------------------------------------------------------------------------------------------------

MOVED = {"starts": "2031-05-05T09:00", "ends": "2031-05-05T17:00", "lead_up": "2031-01-02"}


def test_day_zone_and_place_are_saved_together(app: Flask, office: InspectingClient) -> None:
    new = {"zone_name": "Europe/Athens", "venue_city_en": "Athens", "venue_city_fr": "Athènes", **MOVED}
    office.submit(DAY, form=FORM.format("day-and-place"), **new)
    with app.app_context():
        one = edition()
        assert one.starts_at == datetime(2031, 5, 5, 9, tzinfo=ZoneInfo("Europe/Athens"))
        assert (one.zone, one.venue.city.fr, one.version) == ("Europe/Athens", "Athènes", 2)
    assert "Athènes" in office.page("/fr/2031/").get_text()
    office.submit(DAY, form=FORM.format("day-and-place"))
    assert entries(app, "moved") == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"starts": "2031-03-30T02:30"},
        {"starts": "2031-05-05T18:00"},
        {"zone_name": "Mars/Olympus"},
        {"venue_name_fr": ""},
        {"venue_address": ""},
        {"lead_up": ""},
        {"coordinates": "50.8467"},
        {"coordinates": "91, 4.3525"},
        {"coordinates": "50.8467, 181"},
        {"coordinates": "north, east"},
    ],
)
def test_a_time_or_place_that_does_not_exist_is_refused(
    app: Flask, office: InspectingClient, bad: dict[str, str]
) -> None:
    for lang in ("en", "fr"):
        path = DAY.replace("/en/", f"/{lang}/")
        page = soup(office.submit(path, form=FORM.format("day-and-place"), status=422, **(MOVED | bad)))
        assert page.select_one(".summary li")
    with app.app_context():
        assert edition().version == 1


@pytest.mark.parametrize(
    ("typed", "shown", "written"),
    [
        ("50.8467, 4.3525", "50.8467, 4.3525", ["GEO:50.846700;4.352500"]),
        ("50,8467 4,3525", "50.8467, 4.3525", ["GEO:50.846700;4.352500"]),
        ("\N{MINUS SIGN}13.83;-171.75", "-13.83, -171.75", ["GEO:-13.830000;-171.750000"]),
        ("51.4779, -0.00001", "51.4779, -0.00001", ["GEO:51.477900;-0.000010"]),
        ("0, 0", "0, 0", ["GEO:0.000000;0.000000"]),
        ("", "", []),
    ],
)
def test_coordinates_are_read_as_people_type_them(
    office: InspectingClient, typed: str, shown: str, written: list[str]
) -> None:
    office.submit(DAY, form=FORM.format("day-and-place"), coordinates=typed)
    (field,) = office.page(DAY).select("input[name=coordinates]")
    assert field["value"] == shown
    office.submit(DAY, form=FORM.format("day-and-place"))
    lines = office.get("/en/2031/day.ics").get_data(as_text=True).split("\r\n")
    assert [line for line in lines if line.startswith("GEO")] == written


@pytest.mark.parametrize(
    ("path", "theirs", "mine"),
    [
        (DAY, {"coordinates": "50.8467, 4.3525"}, {"coordinates": "51, 4"}),
        (DAY, {"venue_address": "Theirs 1"}, {"venue_address": "Mine 2"}),
        (DAY, {"venue_name_en": "Palace", "venue_name_fr": "Palais"}, MOVED),
        (PRACTICAL, {"phone_en": "Theirs", "phone_fr": "Leur"}, {"phone_en": "Mine", "phone_fr": "Mien"}),
        (DATA, {"needs_kept_days": "7"}, {"needs_kept_days": "9"}),
        (DATA, {"changes_until": "2031-02-02T10:00"}, {"delegation_size": "3"}),
    ],
)
def test_somebody_elses_change_is_shown_before_it_is_saved_over(
    office: InspectingClient, path: str, theirs: dict[str, str], mine: dict[str, str]
) -> None:
    form = FORM.format(path.rpartition("/")[2])
    before = office.page(path).select_one(form)
    office.submit(path, form=form, **theirs)
    answer = office.post(path, data=filled(before, mine))
    assert answer.status_code == 409
    page = soup(answer)
    shown = " ".join(page.select_one(".state.wait").get_text().split())
    assert next(iter(theirs.values())) in shown or "2 February 2031" in shown
    for name, typed in mine.items():
        control = page.select_one(f"[name={name}]")
        assert typed in (control.get("value"), control.get_text().strip())
    assert office.post(path, data=filled(page.select_one(form), {})).status_code == 303


def test_moving_the_day_warns_once_somebody_has_registered(app: Flask, office: InspectingClient) -> None:
    assert "has registered" not in office.page(DAY).get_text()
    with app.app_context(), writing():
        register(edition(), submission())
    assert "1 person has registered" in office.page(DAY).get_text()
    office.submit(DAY, form=FORM.format("day-and-place"), **MOVED)


# --- rooms ------------------------------------------------------------------------------------------------------------


def test_a_room_is_added_once_changed_and_deleted(app: Flask, office: InspectingClient) -> None:
    words = {"name_en": "Attic", "name_fr": "Grenier", "capacity": "40"}
    for _click in range(2):
        office.submit(f"{AT}/add-room", **words)
    with app.app_context():
        room = db.session.scalars(select(Room)).one().code
    office.submit(f"{AT}/rooms/{room}", access_en="By the lift", access_fr="Par l’ascenseur")
    assert "By the lift" in office.page(DAY).get_text()
    office.submit(DAY, form="form[action*=rooms]")
    assert "Attic" not in office.page(DAY).get_text()
    assert [entries(app, verb) for verb in ("changed", "deleted")] == [1, 1]


def test_two_rooms_of_one_name_are_refused(office: InspectingClient) -> None:
    office.submit(f"{AT}/add-room", name_en="Attic", name_fr="Grenier")
    assert office.submit(f"{AT}/add-room", name_en="Attic", name_fr="Grenier", capacity="5", status=409)


def test_a_room_with_a_session_stays(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        one = edition()
        add_session(
            one, kind=SessionKind.PANEL, title=Bilingual("A", "B"), abstract=Bilingual(), starts_at=one.starts_at,
            ends_at=one.ends_at, room=add_room(one.venue, Bilingual("Hall", "Salle")),
        )  # fmt: skip
    answer = office.submit(DAY, form="form[action*=rooms]", status=409)
    assert "There are sessions planned in this room" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalars(select(Room)).one()


def test_a_room_of_removed_sessions_alone_goes(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        one = edition()
        session = add_session(
            one, kind=SessionKind.PANEL, title=Bilingual("A", "B"), abstract=Bilingual(), starts_at=one.starts_at,
            ends_at=one.ends_at, room=add_room(one.venue, Bilingual("Hall", "Salle")),
        )  # fmt: skip
        publish_programme(one, name="1", note=Bilingual())
        remove_session(session)
    office.submit(DAY, form="form[action*=rooms]")
    with app.app_context():
        assert not db.session.scalars(select(Room)).all()
        assert [str(row.room) for row in latest_rows(edition())] == ["Hall"]  # what was published stays


@pytest.mark.parametrize("capacity", ["0", "-5", "many", "9999999"])
def test_a_room_holds_a_number_of_people(office: InspectingClient, capacity: str) -> None:
    office.submit(f"{AT}/add-room", name_en="A", name_fr="B", capacity=capacity, status=422)


def test_a_room_of_another_edition_is_not_there(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        code = add_room(edition("2032").venue, Bilingual("Hall", "Salle")).code
    token = {"csrf_token": str(office.page(DAY).select_one("[name=csrf_token]")["value"])}
    assert office.get(f"{AT}/rooms/{code}").status_code == 404
    assert office.post(f"{AT}/rooms/{code}/delete", data=token).status_code == 404


# --- doors ------------------------------------------------------------------------------------------------------------


def doors(app: Flask, slug: str = "2031") -> list[str]:
    with app.app_context():
        return [one.code for one in db.session.scalars(select(Door).join(Edition).where(Edition.slug == slug))]


def scan(app: Flask, code: str) -> None:
    """Somebody is scanned at this door."""
    with app.app_context(), writing():
        door = db.session.scalars(select(Door).join(Edition).where(Edition.slug == "2031", Door.code == code)).one()
        register(edition(), submission())
        open_doors(edition())
        badge = valid_badge(db.session.scalars(select(Registration)).one())
        assert badge is not None
        record_scans([ShownCode(scan_id="s" * 32, token=unseal(badge.token_sealed), door=door, at=clock.now())])


def test_a_door_is_added_once_renamed_and_deleted(app: Flask, office: InspectingClient) -> None:
    for _click in range(2):
        office.submit(f"{AT}/add-door", code="North 2")
    assert sorted(doors(app)) == ["A", "B", "North 2"]
    office.submit(f"{AT}/add-door", code="A", kind="room", status=409)
    office.submit(f"{AT}/doors/B", code="C")
    office.submit(f"{AT}/doors/C", code="A", status=409)
    office.submit(DAY, form="form[action*='doors/North']")
    assert sorted(doors(app)) == ["A", "C"]
    assert doors(app, "2032") == ["A"]


def test_a_door_somebody_came_in_by_stays_but_an_entrance_may_change_its_letter(
    app: Flask, office: InspectingClient
) -> None:
    scan(app, "A")
    assert office.submit(DAY, form="form[action$='doors/A/delete']", status=409)
    office.submit(f"{AT}/doors/A", code="East")
    assert sorted(doors(app)) == ["B", "East"]


def test_the_door_of_a_room_keeps_its_name_once_used(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        for door in db.session.scalars(select(Door)):
            door.kind = DoorKind.ROOM
    scan(app, "A")
    answer = office.submit(f"{AT}/doors/A", code="East", status=409)
    assert "this is no longer possible" in answer.get_data(as_text=True)


@pytest.mark.parametrize("code", ["", "<b>", "A" * 17, "../B"])
def test_a_door_is_called_what_one_can_read(office: InspectingClient, code: str) -> None:
    office.submit(f"{AT}/add-door", code=code, status=422)


# --- practical information, people and data ---------------------------------------------------------------------------


def test_an_answer_appears_and_disappears_on_the_public_page(app: Flask, office: InspectingClient) -> None:
    form = FORM.format("practical")
    office.submit(PRACTICAL, form=form, entrance_en="By the square.", entrance_fr="Par la place.")
    assert "Par la place." in office.page("/fr/2031/practical").get_text()
    office.submit(PRACTICAL, form=form, entrance_en="", entrance_fr="")
    assert "By the square." not in office.page("/en/2031/practical").get_text()
    office.submit(PRACTICAL, form=form, entrance_en="Half.", status=422)
    with app.app_context():
        assert db.session.get(Practical, (edition().id, Topic.ENTRANCE)) is None


def test_the_one_who_answers_for_the_data_stands_in_the_statement(app: Flask, office: InspectingClient) -> None:
    assert "Data controller" not in office.page("/en/privacy").get_text()
    new = {"controller_en": "Eurocities, Brussels", "controller_fr": "Eurocities, Bruxelles", "needs_kept_days": "14"}
    office.submit(DATA, form=FORM.format("people-and-data"), **new, delegation_size="4", contacts_kept_days="60")
    assert "Eurocities, Bruxelles" in office.page("/fr/privacy").get_text()
    with app.app_context():
        one = edition()
        assert (one.needs_kept_days, one.contacts_kept_days, one.delegation_size) == (14, 60, 4)
    office.submit(DATA, form=FORM.format("people-and-data"), delegation_size="")
    with app.app_context():
        assert edition().delegation_size is None


@pytest.mark.parametrize(
    "bad",
    [{"needs_kept_days": ""}, {"contacts_kept_days": "0"}, {"delegation_size": "-1"}, {"changes_until": "soon"}],
)
def test_what_is_no_number_is_refused(office: InspectingClient, bad: dict[str, str]) -> None:
    for lang in ("en", "fr"):
        office.submit(DATA.replace("/en/", f"/{lang}/"), form=FORM.format("people-and-data"), status=422, **bad)


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


def test_a_picture_is_painted_anew_and_sent_twice_is_one(app: Flask, office: InspectingClient) -> None:
    for _click in range(2):
        send(office, kind="family")
    with app.app_context():
        one = db.session.scalars(select(Picture)).one()
        assert (one.width, one.height, one.file.mime, one.alt.fr) == (30, 20, "image/jpeg", "La place")
        code = one.code
    with office.get(f"/pictures/{code}") as answer:
        assert answer.status_code == 200


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
def test_a_picture_without_what_it_needs_is_refused(app: Flask, office: InspectingClient, bad: dict[str, Any]) -> None:
    send(office, 422, **bad)
    with app.app_context():
        assert not db.session.scalars(select(Picture)).all()


WHY = {"consent_reason": "nobody was asked yet"}


def test_whom_a_picture_shows_is_found_by_name(app: Flask, office: InspectingClient) -> None:
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


def test_who_has_not_agreed_to_photographs_is_named_beside_the_picture(app: Flask, office: InspectingClient) -> None:
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
            return bool(queries.pictures_to_clear(edition()))

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


def test_who_may_not_see_people_neither_sees_nor_finds_out_who_is_on_it(app: Flask, office: InspectingClient) -> None:
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


def test_words_of_a_picture_over_somebody_elses_are_refused(app: Flask, office: InspectingClient) -> None:
    send(office)
    with app.app_context():
        page = f"{AT}/pictures/{db.session.scalars(select(Picture)).one().code}"
    old = office.page(page).select_one("main form")
    office.submit(page, alt_en="A tree", alt_fr="Un arbre")
    assert office.post(page, data=filled(old, {"alt_en": "A bird", "alt_fr": "Un oiseau"})).status_code == 409


def test_a_deleted_picture_is_gone_from_the_disk_unless_it_is_used_elsewhere(
    app: Flask, office: InspectingClient
) -> None:
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


def test_a_picture_of_another_edition_is_not_there(app: Flask, office: InspectingClient) -> None:
    send(office)
    with app.app_context(), writing():
        picture = db.session.scalars(select(Picture)).one()
        picture.edition = edition("2032")
    with app.app_context():
        code = db.session.scalars(select(Picture)).one().code
    token = {"csrf_token": str(office.page(DAY).select_one("[name=csrf_token]")["value"])}
    assert office.get(f"{AT}/pictures/{code}").status_code == 404
    assert office.post(f"{AT}/pictures/{code}/delete", data=token).status_code == 404
