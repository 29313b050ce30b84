"""Speakers in the office: the list with what is missing, somebody new, their profile, away with them."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from inspector import InspectingClient
from office_speakers import edition, person, picture
from PIL import Image
from queries_counted import counted
from speakers import LIST, MINNA, add, change
from sqlalchemy import select

from assembly import paging
from assembly.extensions import db
from assembly.files import path_of
from assembly.models import Announcement, Bilingual, Edition, Mandate, Person, Quote, Registration, Speaker, StoredFile
from assembly.people.duplicates.service.references import follow
from assembly.speakers import board
from assembly.speakers.facts import PersonFacts
from assembly.speakers.service.people import add_speaker, create_speaker
from assembly.transactions import writing


def enormous() -> bytes:
    """Forty million points in a small file."""
    content = BytesIO()
    Image.new("1", (8000, 5000)).save(content, "PNG")
    return content.getvalue()


def test_an_empty_list_says_so(office: InspectingClient) -> None:
    assert "There is no one on the list yet." in office.page(LIST).get_text()


@pytest.mark.database
def test_co_chairs_come_first_with_their_gaps(office: InspectingClient) -> None:
    rows = office.page("/en/manage/2023/speakers/").select("tbody tr")
    assert [row.th.a.get_text() for row in rows] == ["Seppo Määttä", "Lluïsa Moret i Sabidó", "Renate Nikolay"]
    assert "Co-chair" in rows[0].th.get_text()
    gaps = [tag.get_text() for tag in rows[2].select("td:last-child .tag")]
    assert gaps == ["Biography in English", "Biography in French", "Portrait", "Consent"]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=maatta", 1),
        ("presence=video_message", 1),
        ("missing=portrait", 3),
        ("state=invited", 0),
        ("state=nonsense", 3),
    ],
)
def test_filters_leave_those_who_fit(office: InspectingClient, query: str, count: int) -> None:
    assert len(office.page(f"/en/manage/2023/speakers/?{query}").select("tbody tr")) == count


def test_a_long_list_has_pages(office: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    page = office.page("/en/manage/2023/speakers/?missing=portrait")
    rest = office.page(page.select_one(".pager a")["href"])
    assert [len(one.select("tbody tr")) for one in (page, rest)] == [2, 1]
    assert "This page is now empty." in office.page("/en/manage/2023/speakers/?page=3").get_text()


def test_a_new_speaker_has_their_office(demo_app: Flask, office: InspectingClient) -> None:
    page = office.page(add(office, body_en="City of Turku", body_fr="Ville de Turku"))
    assert "Mayor of Turku · City of Turku" in page.get_text()
    assert "Not in a session yet" in page.get_text()
    with demo_app.app_context():
        assert (person().grammatical_form, person().name_lang) == ("f", "fi")
    assert len(office.page(LIST).select("tbody tr")) == 1


def test_an_organisation_needs_a_position(office: InspectingClient) -> None:
    alone = MINNA | {"function_en": "", "function_fr": "", "body_en": "City of Turku"}
    answer = office.submit(f"{LIST}add", status=422, **alone).get_data(as_text=True)
    assert "Enter the position." in answer
    assert 'value="City of Turku"' in answer


def test_the_form_of_address_is_asked(office: InspectingClient) -> None:
    assert not office.page(f"{LIST}add").select("input[name=address][checked]")
    answer = office.submit(f"{LIST}add", status=422, given="Minna", family="Arve", role="mayor")
    assert "Choose how this person wishes to be addressed" in answer.get_data(as_text=True)
    assert 'value="Minna"' in answer.get_data(as_text=True)


@pytest.mark.database
def test_somebody_alike_can_be_chosen(demo_app: Flask, office: InspectingClient) -> None:
    found = office.submit(f"{LIST}add", status=422, given="Seppo", family="Maatta", address="m", role="mayor").soup
    assert "There is already someone with this name" in found.get_text()
    with demo_app.app_context():
        before = db.session.query(Person).count()
        code = person("Määttä").code
    form = found.select_one(f'form[action$="{code}/take"]')
    office.post(form["action"], data={"csrf_token": form.select_one("[name=csrf_token]")["value"]})
    assert [row.th.a.get_text() for row in office.page(LIST).select("tbody tr")] == ["Seppo Määttä"]
    with demo_app.app_context():
        assert db.session.query(Person).count() == before


@pytest.mark.proof("namesakes by hand: people/test_by_hand")
def test_another_person_of_that_name(demo_app: Flask, office: InspectingClient) -> None:
    found = office.submit(f"{LIST}add", status=422, given="Seppo", family="Määttä", address="m", role="mayor").soup
    data = {"csrf_token": found.select_one("[name=csrf_token]")["value"], "another": "y"}
    data |= {"given": "Seppo", "family": "Määttä", "address": "m", "role": "mayor"}
    for _press in range(2):
        assert office.post(f"{LIST}add", data=data).status_code == 303
    with demo_app.app_context():
        assert len(db.session.scalars(select(Person).where(Person.family == "Määttä")).all()) == 2


@pytest.mark.parametrize(("also", "count"), [(None, 1), ("2026", 2)])
def test_only_a_person_just_made_is_reused(demo_app: Flask, also: str | None, count: int) -> None:
    facts = PersonFacts("Minna", "Arve", "fi", "f", in_public_office=True)
    with demo_app.app_context(), writing():
        made = create_speaker(edition(), facts).person
        if also:
            add_speaker(edition(also), made)
        assert len({made.id, create_speaker(edition(), facts).person.id}) == count


def test_a_profile_leaves_nothing_missing(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    change(office, page, biography_en="One.\n\nTwo.", portrait=picture(), agreed="yes", liaison="Ole")
    gaps = office.page(page).get_text()
    assert "Missing: Biography in French" in gaps
    assert "Missing: Portrait" not in gaps
    change(office, page, biography_fr="Un.\n\nDeux.")
    assert "Complete" in office.page(page).get_text()
    with demo_app.app_context():
        stored = db.session.scalars(select(Speaker)).one().portrait
        with Image.open(path_of(stored)) as kept:
            assert kept.size == (200, 200)
            assert not kept.getexif()
    with office.get(f"{page}/portrait") as shown:
        assert shown.mimetype == "image/jpeg"


def test_one_language_changed_asks_for_the_other(office: InspectingClient, demo_app: Flask) -> None:
    page = add(office)
    change(office, page, biography_en="One.", biography_fr="Un.")
    with demo_app.app_context(), writing():
        speaker = db.session.scalars(select(Speaker)).one()
        speaker.words_changed = {"biography": {"en": "2020-01-01T00:00:00+00:00", "fr": "2021-01-01T00:00:00+00:00"}}
    assert "Missing: Translation to check" in office.page(page).get_text()
    office.submit(page, form='form[action$="still-right"]')
    assert "Translation to check" not in office.page(page).get_text()


@pytest.mark.turns(2)
@pytest.mark.parametrize("content", [b"no picture", enormous()])
def test_a_bad_portrait_loses_nothing(demo_app: Flask, office: InspectingClient, content: bytes) -> None:
    page = add(office)
    text = change(office, page, status=422, biography_en="A long text.", portrait=(BytesIO(content), "me.jpg"))
    assert "A long text." in text
    assert "million pixels" in text or "cannot use this picture" in text
    with demo_app.app_context():
        assert db.session.scalars(select(Speaker)).one().portrait is None


def test_a_second_editor_sees_both(office: InspectingClient) -> None:
    page = add(office)
    old = office.page(page).select_one("main form[enctype] [name=seen]")["value"]
    change(office, page, pronunciation="MIN-na", address="not_said")
    text = change(office, page, status=409, seen=old, pronunciation="mine", address="f")
    assert "Someone else has changed this" in text
    assert "MIN-na" in text
    assert "<dd data-typed>Not stated</dd>" in text
    assert 'value="mine"' in text


def test_a_second_press_changes_nothing(office: InspectingClient) -> None:
    page = add(office)
    old = office.page(page).select_one("main form[enctype] [name=seen]")["value"]
    for _press in range(2):
        change(office, page, seen=old, pronunciation="MIN-na")


@pytest.mark.turns(2)
@pytest.mark.parametrize("mine", [{"portrait": picture(90, 90)}, {"without_portrait": "y"}])
def test_a_portrait_changed_meanwhile_stays(demo_app: Flask, office: InspectingClient, mine: dict[str, object]) -> None:
    page = add(office)
    change(office, page, portrait=picture())
    old = office.page(page).select_one("[name=portrait_seen]")["value"]
    change(office, page, portrait=picture(60, 60))
    text = change(office, page, status=409, portrait_seen=old, **mine)
    with demo_app.app_context():
        kept = db.session.scalars(select(Speaker)).one().portrait
        assert kept.sha256 != old
        assert f'name="portrait_seen" value="{kept.sha256}"' in text
    change(office, page, portrait_seen=old, pronunciation="MIN-na")


@pytest.mark.proof("test_one_person_of_two_has_one_profile")
def test_the_name_of_the_registered_is_fixed(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        code = person("Määttä").code
    page = f"/en/manage/2023/speakers/{code}"
    assert not office.page(page).select("[name=given]")
    change(office, page, pronunciation="SEP-po")
    with demo_app.app_context():
        assert person("Määttä").given == "Seppo"


def test_the_list_costs_the_same_for_many(demo_app: Flask) -> None:
    with demo_app.app_context():
        here = edition("2023")
        with counted(demo_app) as sent:
            assert len(board.listed(here)) == 3
            assert [gap for one in board.listed(here) for gap in one.gaps]
        assert len(sent) == 8  # four a list


@pytest.mark.database("proof")
def test_registered_people_stay_within_their_edition(demo_app: Flask) -> None:
    with demo_app.app_context():
        registered = select(Registration).join(Edition).join(Person).where(~Person.in_public_office)
        one = db.session.scalars(registered.where(Edition.slug == "2023").order_by(Registration.id)).first()
        name = one.person.given, one.person.family
        found = {
            (slug, may_see): one.person in board.alike_people(edition(slug), *name, registered=may_see)
            for slug in ("2023", "2024")
            for may_see in (True, False)
        }
    assert found == {("2023", True): True, ("2023", False): False, ("2024", True): False, ("2024", False): False}


def test_the_pages_speak_french(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        code = person("Moret i Sabidó").code
        mandate = db.session.scalars(select(Mandate.code).where(Mandate.person == person("Moret i Sabidó"))).first()
        quote = db.session.scalars(select(Quote.code)).first()
        plan = db.session.scalars(select(Announcement.code)).first()
    people, quotes, plans = ("speakers/", "quotes/", "announcements/")
    paths = [people, f"{people}add", f"{people}{code}", f"{people}{code}/add-mandate", f"{people}mandates/{mandate}"]
    paths += [quotes, f"{quotes}add", f"{quotes}{quote}", plans, f"{plans}add", f"{plans}{plan}"]
    for path in paths:
        office.page(f"/fr/manage/2023/{path}")
    office.page("/fr/manage/2027/speakers/")


@pytest.mark.database("proof")
def test_one_person_of_two_has_one_profile(demo_app: Flask, office: InspectingClient) -> None:
    change(office, add(office), biography_en="Hers", portrait=picture())
    with demo_app.app_context(), writing():
        kept = person("Nikolay")
        add_speaker(edition(), kept).biography = Bilingual("Kept", "Gardée")
        add_speaker(edition("2026"), person()).biography = Bilingual("Moved", "Déplacée")
        follow(Person, kept.id, person().id)
        found = {one.edition.slug: one.biography.en for one in db.session.scalars(select(Speaker))}
        assert found == {"2027": "Kept", "2026": "Moved"}
        assert not db.session.scalars(select(StoredFile).where(StoredFile.mime == "image/jpeg")).all()
