"""A whole day built in pages, published, changed and published again: the checks say what they must and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from werkzeug.datastructures import MultiDict

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_room
from assembly.extensions import db
from assembly.models import Bilingual, Edition, MandateRole, Session
from assembly.speakers.service.mandates import add_mandate
from assembly.transactions import writing

PROGRAMME = "/en/manage/2031/programme/"
FORM = 'form:has([name="title_en"])'
PEOPLE = {
    "aasen": ("Solveig", "Aasen"),
    "puigverd": ("Jordi", "Puigverd i Mas"),
    "deschamps": ("Aurélie", "Deschamps-Nowak"),
    "wielgosz": ("Tomasz", "Wielgosz"),
    "παππα": ("Γεωργία", "Παππά"),
    "balanescu": ("Ștefan", "Bălănescu"),
    "le gall": ("Marie-Claude", "Le Gall"),
    "тодорова": ("Иванка", "Тодорова"),
}
CO_CHAIRS = (("aasen", "co_chair", "in_person"), ("puigverd", "co_chair", "in_person"))
DAY: tuple[tuple[str, ...], ...] = (
    ("08:30", "09:00", "Plenary room", "networking", "Registration and breakfast", "Accueil et petit-déjeuner", "", ""),
    ("09:00", "09:20", "Plenary room", "plenary", "Opening", "Ouverture", "en ca", "en fr de it es"),
    ("09:20", "09:35", "Plenary room", "keynote", "A word", "Message", "en", "fr de it es"),
    ("09:35", "10:30", "Plenary room", "panel", "Digital services", "Services numériques", "en fr", "en fr de it es"),
    ("10:30", "11:00", "", "break", "Coffee", "Pause café", "", ""),
    ("11:00", "12:00", "Plenary room", "panel", "Local data", "Données locales", "en", "fr"),
    ("11:00", "12:00", "Room 2", "panel", "LORDIMAS", "La maturité avec LORDIMAS", "fr", "en"),
    ("12:00", "12:20", "Plenary room", "signing", "New signatories", "Nouveaux signataires", "en", "fr"),
    ("12:20", "12:35", "Plenary room", "family_picture", "Family photo", "Photo de famille", "", ""),
    ("12:35", "14:00", "", "break", "Lunch", "Déjeuner", "", ""),
    ("14:00", "15:00", "Room 2", "side_event", "Five networks", "Cinq réseaux", "en", ""),
    ("15:00", "15:30", "Plenary room", "plenary", "Conclusions", "Conclusion", "en ca", "en fr de it es"),
)
PARTS = {
    "Opening": CO_CHAIRS,
    "A word": (("deschamps", "speaker", "video_message"),),
    "Digital services": (
        ("wielgosz", "moderator", "in_person"),
        ("παππα", "speaker", "in_person"),
        ("balanescu", "speaker", "in_person"),
        ("le gall", "speaker", "in_person"),
    ),
    "Local data": (
        ("aasen", "moderator", "in_person"),
        ("wielgosz", "speaker", "in_person"),
        ("тодорова", "speaker", "in_person"),
    ),
    "LORDIMAS": (("le gall", "moderator", "in_person"), ("balanescu", "speaker", "remote")),
    "Conclusions": CO_CHAIRS,
}


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        edition.starts_at -= timedelta(minutes=30)
        edition.ends_at = edition.starts_at + timedelta(hours=7)
        make_user("organiser", "here@example.org", edition)
        add_room(edition.venue, Bilingual("Plenary room", "Salle plénière"), capacity=220)
        add_room(edition.venue, Bilingual("Room 2", "Salle 2"), capacity=60)
        for given, family in PEOPLE.values():
            person = add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang="en")
            words = {"body": Bilingual(), "function": Bilingual("Mayor", "Maire")}
            add_mandate(person, MandateRole.MAYOR, community=None, from_on=None, to_on=None, **words)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def at(app: Flask, hour: str) -> str:
    with app.app_context():
        edition = db.session.query(Edition).one()
        return f"{clock.local_day(edition.starts_at, edition.zone)}T{hour}"


def fill(app: Flask, page: BeautifulSoup, row: tuple[str, ...]) -> MultiDict[str, str]:
    """The form as a browser sends it."""
    begins, ends, room, kind, english, french, spoken, into = row
    form = page.select_one(FORM)
    assert form is not None
    rooms = {option.get_text(): str(option["value"]) for option in form.select("[name=room] option")}
    data = MultiDict(filled(form, {"title_en": english, "title_fr": french, "kind": kind}))
    data.update({"starts": at(app, begins), "ends": at(app, ends), "room": rooms[room or "No room assigned"]})
    for name in ("starts", "ends", "room"):
        data.setlist(name, data.getlist(name)[-1:])
    data.setlist("spoken", spoken.split())
    data.setlist("into", into.split())
    return data


def cast(office: InspectingClient, session: str, name: str, role: str, presence: str) -> None:
    answers = {"role": role, "presence": presence, "state": "confirmed"}
    office.submit(f"{session}/people/add?q={name}", form="form[method=post]:has([name=person])", **answers)


def path(app: Flask, title: str) -> str:
    with app.app_context():
        return PROGRAMME + db.session.query(Session).filter_by(title_en=title).one().code


def warnings(office: InspectingClient) -> list[str]:
    return [one.get_text() for one in office.page(PROGRAMME + "publishing").select(".found li > span:first-child")]


def publish(office: InspectingClient, **answers: str) -> None:
    office.submit(PROGRAMME + "publishing", form='form[action$="/publish"]', **answers)
    assert "The programme has been published." in office.page(PROGRAMME).get_text()


@pytest.mark.proof("a whole day of what test_sessions, test_people, test_checks and publishing/ prove one by one")
def test_the_day_is_built_published_and_changed(app: Flask, office: InspectingClient) -> None:
    empty = office.page(PROGRAMME + "add")
    for row in DAY:
        assert office.post(PROGRAMME + "add", data=fill(app, empty, row)).status_code == 303
    for title, parts in PARTS.items():
        for part in parts:
            cast(office, path(app, title), *part)
    advice = ["There is no interpretation from English."]
    assert warnings(office) == advice
    publish(office)
    page = office.page("/en/2031/agenda")
    assert [one.get_text() for one in page.select(".programme h2")] == [row[4] for row in DAY]
    assert "Bălănescu" in page.get_text()

    lordimas = path(app, "LORDIMAS")
    cast(office, lordimas, "wielgosz", "speaker", "in_person")
    assert warnings(office) == ["Tomasz Wielgosz is in two sessions at the same time.", *advice]
    removals = office.page(lordimas).select('.card form[action*="/people/"][action$="/remove"]')
    token = {"csrf_token": removals[-1].select_one("[name=csrf_token]")["value"]}
    assert office.post(removals[-1]["action"], data=token).status_code == 303
    assert warnings(office) == advice

    row = next(row for row in DAY if row[4] == "LORDIMAS")
    moved = ("14:00", "15:00", *row[2:])
    office.post(lordimas, data=fill(app, office.page(lordimas), moved))
    assert warnings(office) == ["Two sessions are in the same room at the same time.", *advice]
    office.post(lordimas, data=fill(app, office.page(lordimas), row))
    assert warnings(office) == advice
    assert office.page(PROGRAMME + "publishing").select_one('form[action$="/publish"]') is None

    office.post(lordimas, data=fill(app, office.page(lordimas), ("11:05", "11:55", *row[2:])))
    publish(office, note_en="LORDIMAS begins at 11:05", note_fr="LORDIMAS commence à 11 h 05")
    page = office.page("/fr/2031/agenda")
    assert "LORDIMAS commence" in page.get_text()
    assert "11\u00a0h\u00a005 – 11\u00a0h\u00a055" in page.get_text()
