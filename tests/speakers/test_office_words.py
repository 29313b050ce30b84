"""Quotes and announcements in the office: entered, approved, corrected, put in order, taken away."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient, filled
from load import together
from sqlalchemy import select

from assembly.agenda.queries import draft, programme
from assembly.agenda.service.sessions import add_session, remove_session
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.models import Announcement, Bilingual, Edition, Entry, Mandate, Quote
from assembly.speakers.facts import AnnouncementFacts, PersonFacts, QuoteFacts
from assembly.speakers.queries import announcements, approved_quotes
from assembly.speakers.service.announcements import add_announcement
from assembly.speakers.service.people import create_speaker
from assembly.speakers.service.quotes import enter_quote
from assembly.transactions import writing

QUOTES = "/en/manage/2023/quotes/"
ANNOUNCEMENTS = "/en/manage/2023/announcements/"


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


def add_quote(app: Flask, office: InspectingClient, **changes: str) -> str:
    """The page of a new quote."""
    with app.app_context():
        mandate = db.session.scalars(select(Mandate.code).where(Mandate.function_en == "Mayor of Oulu")).one()
    words = {"words_en": "Yes to it", "words_fr": "Oui à cela", "source": "A test"}
    facts = {"mandate": mandate, "original_lang": "fi", "original": "Kyllä", **words}
    office.submit(f"{QUOTES}add", **(facts | changes))
    with app.app_context():
        return QUOTES + str(db.session.scalars(select(Quote.code).order_by(Quote.id.desc())).first())


def approve(office: InspectingClient, page: str, status: int = 303, **answers: str) -> str:
    facts = {"by": "Her office"} | answers
    answer = office.submit(page, form='form[action$="approve"]', status=status, **facts)
    return str(answer.get_data(as_text=True))


def said(app: Flask) -> list[str]:
    """What the public may read."""
    with app.app_context():
        return [quote.words.en for quote in approved_quotes(edition())]


def speakers_page(app: Flask) -> str:
    """What the public reads of the Mayor of Oulu, all his approved words among it."""
    with app.app_context():
        mandate = db.session.scalars(select(Mandate).where(Mandate.function_en == "Mayor of Oulu")).one()
        code = mandate.person.code
    return str(app.test_client().get(f"/en/2023/speakers/{code}").text)


def test_a_quote_is_public_once_approved(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office, caption_en="At the opening", caption_fr="À l’ouverture")
    assert "Yes to it" not in speakers_page(demo_app)
    approve(office, page)
    public = speakers_page(demo_app)
    for words in (
        "Yes to it",
        "At the opening",
        "Translation",
        "Original language: Finnish",
        '<p class="mute" lang="fi">Kyllä',
    ):
        assert words in public, words
    assert "Her office" in office.page(page).get_text()
    assert "Her office" not in public


def test_a_correction_asks_for_approval_again(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    approve(office, page)
    office.submit(page, words_en="Yes to all")
    assert {"Yes to it", "Yes to all"}.isdisjoint(said(demo_app))
    with demo_app.app_context():
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "quote").order_by(Entry.n.desc()).limit(4))
        assert list(verbs) == ["approval withdrawn", "corrected", "approved", "added"]
        assert first_broken_entry() is None


@pytest.mark.proof("the other side of test_a_correction_asks_for_approval_again")
def test_saving_the_same_keeps_the_approval(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    approve(office, page)
    office.submit(page)
    assert "Yes to it" in said(demo_app)


def test_words_changed_meanwhile_are_not_approved(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    old = office.page(page).select_one('form[action$="approve"] [name=seen]')["value"]
    office.submit(page, words_en="Yes to all")
    assert "Someone else has changed this" in approve(office, page, status=409, seen=old)
    assert "Yes to all" not in said(demo_app)


@pytest.mark.turns(2)
@pytest.mark.parametrize("missing", ["words_en", "words_fr"])
def test_one_language_cannot_be_approved(demo_app: Flask, office: InspectingClient, missing: str) -> None:
    page = add_quote(demo_app, office, **{missing: ""})
    assert "missing in one of the two languages" in approve(office, page, status=422)


def test_an_approval_says_by_whom(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    assert "Enter who approved this quote." in approve(office, page, status=422, by="")


def test_an_approval_is_withdrawn(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    approve(office, page)
    office.submit(page, form='form[action$="withdraw"]')
    assert "Yes to it" not in said(demo_app)
    approve(office, page)
    office.submit(page, form='form[action$="remove"]')
    assert office.get(page).status_code == 404


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    "bad",
    [{"mandate": "nobody"}, {"session": "nothing"}, {"original_lang": "tlh"}, {"source": ""}, {"words_en": "x" * 601}],
)
def test_a_bad_quote_loses_nothing(office: InspectingClient, bad: dict[str, str]) -> None:
    answer = office.submit(f"{QUOTES}add", status=422, **({"caption_en": "kept", "caption_fr": "gardé"} | bad))
    assert 'value="kept"' in answer.get_data(as_text=True)


def test_an_announcement_is_added_once(demo_app: Flask, office: InspectingClient) -> None:
    facts = {
        "title_en": "A",
        "title_fr": "B",
        "text_en": "a",
        "text_fr": "b",
        "source": "test",
        "planned_on": "2023-10-03",
    }
    for _press in range(2):
        office.submit(f"{ANNOUNCEMENTS}add", **facts)
    with demo_app.app_context():
        assert [one.title.en for one in announcements(edition())][1:] == ["A"]


def test_an_announcement_is_changed(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        page = ANNOUNCEMENTS + announcements(edition())[0].code
    old = office.page(page).select_one("[name=seen]")["value"]
    office.submit(page, title_en="New", title_fr="Nouveau")
    with demo_app.app_context():
        assert announcements(edition())[0].title == Bilingual("New", "Nouveau")
    text = office.submit(page, status=409, seen=old, title_en="Mine").get_data(as_text=True)
    assert 'value="Mine"' in text
    assert "Nouveau" in text


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"title_fr": ""}, "The French text is missing."),
        ({"link": "javascript:alert(1)"}, "Enter a web address"),
        ({"planned_on": "soon"}, "Enter a date"),
    ],
)
def test_a_bad_announcement_is_explained(office: InspectingClient, bad: dict[str, str], why: str) -> None:
    facts = {"title_en": "A", "title_fr": "B", "text_en": "a", "text_fr": "b", "source": "kept"}
    text = office.submit(f"{ANNOUNCEMENTS}add", status=422, **(facts | bad)).get_data(as_text=True)
    assert why in text
    assert 'value="kept"' in text


def test_announcements_are_put_in_order(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        words = Bilingual("Later", "Plus tard")
        plan = AnnouncementFacts(words, words, Bilingual(), Bilingual(), None, "", "test")
        code = add_announcement(edition(), plan).code
        first = announcements(edition())[0].code
    office.submit(ANNOUNCEMENTS, form=f'form[action$="{code}/up"]')
    with demo_app.app_context():
        assert [one.code for one in announcements(edition())] == [code, first]
    office.submit(f"{ANNOUNCEMENTS}{first}", form='form[action$="remove"]')
    with demo_app.app_context():
        assert db.session.scalars(select(Announcement.code)).all() == [code]


def test_second_editor_of_quote_sees_both(demo_app: Flask, office: InspectingClient) -> None:
    page = add_quote(demo_app, office)
    old = office.page(page).select_one("[name=seen]")["value"]
    office.submit(page, words_en="Theirs", original_lang="sv")
    text = office.submit(page, status=409, seen=old, words_en="Mine", original_lang="fi").get_data(as_text=True)
    assert "Theirs" in text
    assert "Swedish</dd>" in text
    assert "Mine</textarea>" in text


@pytest.mark.proof("test_a_quote_names_its_public_session")
def test_a_quote_keeps_a_cancelled_session(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        code = draft(edition())[0].code
    page = add_quote(demo_app, office, session=code)
    approve(office, page)
    with demo_app.app_context(), writing():
        remove_session(draft(edition())[0])
    office.submit(page)
    assert office.page(page).select_one("[name=session] [selected]")["value"] == code
    assert "Yes to it" in said(demo_app)


def test_quotes_are_put_in_order(demo_app: Flask, office: InspectingClient) -> None:
    before = said(demo_app)
    with demo_app.app_context():
        codes = [one.code for one in approved_quotes(edition())]
    press = filled(office.page(QUOTES).select_one(f'form[action$="{codes[1]}/up"]'), {})
    for _press in range(2):  # at the top a second one does nothing
        assert office.post(f"{QUOTES}{codes[1]}/up", data=press).status_code == 303
    assert said(demo_app) == [before[1], before[0], *before[2:]]
    office.submit(QUOTES, form=f'form[action$="{codes[1]}/down"]')
    assert said(demo_app) == before
    page = office.page(QUOTES)
    assert page.select_one(f'form[action$="{codes[0]}/up"]') is None
    assert page.select_one(f'form[action$="{codes[-1]}/down"]') is None
    with demo_app.app_context():
        moves = db.session.scalars(select(Entry.verb).where(Entry.noun == "quote", Entry.verb == "moved")).all()
        assert len(moves) == 2


@pytest.mark.proof("test_announcements_are_put_in_order puts in order")
def test_the_report_follows_the_order(demo_app: Flask, office: InspectingClient) -> None:
    """Those of one person stay together, in the place of their first."""
    with demo_app.app_context():
        codes = [one.code for one in approved_quotes(edition())]
    for _step in range(2):
        office.submit(QUOTES, form=f'form[action$="{codes[2]}/up"]')
    said_by = [one["data-claim"] for one in office.page("/en/manage/2023/results").select('li[data-claim^="quote:"]')]
    with demo_app.app_context():
        people = [one.person.code for one in approved_quotes(edition())]
        assert said_by == [f"quote:{one}" for one in dict.fromkeys(people)]
        assert people[0] == people[3] != people[1]


def test_a_quote_names_its_public_session(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        public = programme(edition())[1]
        code, title = public.code, public.title.en
    page = add_quote(demo_app, office, session=code, caption_en="To the mayors", caption_fr="Aux maires")
    approve(office, page)
    assert f"/en/2023/agenda/{code}" in speakers_page(demo_app).partition("Yes to it")[2].partition("</figure>")[0]
    with demo_app.app_context(), writing():
        session = draft(edition())[1]
        hidden = add_session(
            session.edition,
            kind=session.kind,
            title=Bilingual("Secret session", "Séance secrète"),
            abstract=Bilingual(),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        db.session.scalars(select(Quote).order_by(Quote.id.desc())).first().session = hidden
    for path in ("/en/2023/", "/en/manage/2023/results"):
        assert "Secret session" not in office.get(path).get_data(as_text=True)
    assert title


@pytest.mark.bites_on("postgresql")
def test_words_sent_twice_are_there_once(demo_app: Flask) -> None:
    words, nothing = Bilingual("Yes", "Oui"), Bilingual()

    def press(_number: int) -> list[str]:
        with demo_app.app_context(), writing():
            here = edition()
            mandate = db.session.scalars(select(Mandate.id).where(Mandate.function_en == "Mayor of Oulu")).one()
            quote = enter_quote(here, QuoteFacts(mandate, None, "fi", "", words, nothing, "test"))
            plan = AnnouncementFacts(words, words, nothing, nothing, None, "", "test")
            person = PersonFacts("Minna", "Arve", "fi", "f", in_public_office=True)
            return [quote.code, add_announcement(here, plan).code, create_speaker(here, person).person.code]

    assert len({tuple(codes) for codes in together(4, press)}) == 1
