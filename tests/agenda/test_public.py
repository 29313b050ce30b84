"""What the public sees of a programme, and that it sees nothing else: drafts and the unconfirmed are nowhere."""

from __future__ import annotations

from datetime import timedelta

from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select
from walking import walk

from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_room, add_session, remove_session, set_hidden
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Extra,
    Presence,
    Session,
    SessionKind,
)
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

LEAK = "zebra"


def add(edition: Edition, title: str, begins: int, ends: int, **facts: object) -> Session:
    said: dict[str, object] = {"kind": SessionKind.PANEL, "abstract": Bilingual()}
    return add_session(
        edition,
        title=Bilingual(title, f"{title} (fr)"),
        starts_at=edition.starts_at + timedelta(minutes=begins),
        ends_at=edition.starts_at + timedelta(minutes=ends),
        **(said | facts),  # type: ignore[arg-type]
    )


def speak(session: Session, family: str, state: AppearanceState) -> None:
    person = add_person(given=LEAK, family=family, name_lang="", grammatical_form=None, mail_lang="en")
    add_appearance(session, person, AppearanceRole.SPEAKER, presence=Presence.IN_PERSON, mandate=None, state=state)


def put_what_could_leak(edition: Edition) -> str:
    """Into the draft of a published programme: new words, a new session, hidden and removed ones, people asked; give
    the code of the session that has the new words."""
    edition.extras = [Extra.SESSION_SIGN_UP.value]
    shown = db.session.scalars(select(Session).where(Session.edition_id == edition.id)).first()
    assert shown is not None
    for state in (AppearanceState.INVITED, AppearanceState.DECLINED):
        speak(shown, f"{LEAK} {state}", state)
    shown.abstract = Bilingual(f"{LEAK} words", f"{LEAK} mots")
    shown.key_messages = Bilingual(f"{LEAK} key", f"{LEAK} clé")
    room = add_room(edition.venue, Bilingual(f"{LEAK} room", f"{LEAK} salle"))
    new, hidden, removed = (add(edition, f"{LEAK} {name}", 0, 30, room=room) for name in ("new", "hidden", "removed"))
    for one in (new, hidden, removed):
        speak(one, f"{LEAK} {one.title.en}", AppearanceState.CONFIRMED)
    set_hidden(hidden, True)
    remove_session(removed)
    return shown.code


def test_the_draft_is_on_no_public_page(demo_app: Flask, full_scale: bool) -> None:
    with demo_app.app_context(), writing():
        code = put_what_could_leak(db.session.scalars(select(Edition).where(Edition.slug == "2027")).one())
    starts = [
        "/en/2027/agenda",
        f"/fr/2027/agenda/{code}",
        "/fr/2027/agenda",
        "/en/2027/agenda.ics",
        "/en/2027/agenda.json",
        "/fr/2027/agenda.xml",
        "/en/2027/agenda.pdf",
        "/en/2027/agenda/changes",
        "/en/2027/speakers",
        "/en/2027/",
        "/en/2027/live",
    ]
    walked = list(walk(demo_app, demo_app.test_client(), starts, each=6 if full_scale else 1))
    kinds = {address.partition("?")[0].rstrip("/").rpartition("/")[2] for address, _text in walked}
    assert {
        "agenda",
        "agenda.ics",
        "agenda.json",
        "agenda.xml",
        "agenda.pdf",
        "changes",
        "speakers",
        "open-data",
    } <= kinds
    assert [address for address, text in walked if LEAK in text] == []


def test_an_uncertain_speaker_never_reached_the_public(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        session = add(edition, "Opening", 0, 30)
        speak(session, "Certain", AppearanceState.CONFIRMED)
        speak(session, "Uncertain", AppearanceState.INVITED)
        publish_programme(edition, name="1", note=Bilingual())
        code = session.code
    for path in ("agenda", f"agenda/{code}", "speakers"):
        text = client.page(f"/en/2031/{path}").get_text()
        assert ("Certain" in text, "Uncertain" in text) == (True, False), path


def test_a_session_leads_to_its_neighbours(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        add(edition, "First", 0, 30)
        code = add(edition, "Middle", 30, 60, spoken=["en"], signed=["ils"], captions=["fr"]).code
        add(edition, "Beside", 30, 60)
        add(edition, "Last", 60, 90)
        publish_programme(edition, name="1", note=Bilingual())
    page = client.page(f"/en/2031/agenda/{code}")
    facts = {one.dt.get_text(): one.dd.a.get_text() for one in page.select("nav .facts > div")}
    assert facts == {"Before": "First", "At the same time": "Beside", "After": "Last"}
    said = {one.dt.get_text(): one.dd.get_text() for one in page.select("dl.facts > div")}
    assert (said["Languages spoken"], said["Sign languages"], said["Caption languages"]) == (
        "English",
        "International Sign",
        "French",
    )


def test_several_days_have_a_heading_each(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        edition.ends_at += timedelta(days=1)
        add(edition, "First", 0, 30)
        add(edition, "Next day", 24 * 60, 24 * 60 + 30)
        publish_programme(edition, name="1", note=Bilingual("All new", "Tout nouveau"))
    page = client.page("/fr/2031/agenda")
    assert len(page.select("h2.day")) == 2
    assert "Tout nouveau" in page.get_text()
