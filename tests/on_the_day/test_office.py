"""Today's programme in the office: what is seen is published, once, and nothing of a draft with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from queries_counted import counted
from werkzeug.test import TestResponse

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_room, add_session
from assembly.calendar.queries import pending
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    EditionStatus,
    Entry,
    Presence,
    Release,
    Session,
    SessionKind,
)
from assembly.speakers.queries import published_appearances
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

PAGE = "/en/manage/2031/programme/today/"
FORM = 'form[method=post]:has([name="act"])'
UNDO = 'form[action$="/undo"]'


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> Iterator[InspectingClient]:
    """Ten minutes before the first of three sessions, all published the day before."""
    with app.app_context(), writing():
        edition = make_edition(days_ahead=0)
        make_user("organiser", "here@example.org", edition)
        starts_at = edition.starts_at
        hall = add_room(edition.venue, Bilingual("Hall", "Grande salle"))
        add_room(edition.venue, Bilingual("Annex", "Annexe"))
        for number, (english, french) in enumerate(
            (("Opening", "Ouverture"), ("Debate", "Débat"), ("Close", "Clôture"))
        ):
            add_session(
                edition,
                kind=SessionKind.PANEL,
                title=Bilingual(english, french),
                abstract=Bilingual(),
                starts_at=starts_at + timedelta(minutes=30 * number),
                ends_at=starts_at + timedelta(minutes=30 * number + 30),
                room=hall,
            )
    with clock.at(starts_at - timedelta(days=1)), app.app_context(), writing():
        publish_programme(db.session.query(Edition).one(), name="1", note=Bilingual())
    with clock.at(starts_at - timedelta(minutes=10)):
        sign_in(client, ("here@example.org", "a long enough passphrase"))
        yield client


def code(app: Flask, title: str) -> str:
    with app.app_context():
        return db.session.query(Session).filter_by(title_en=title).one().code


def look(app: Flask, office: InspectingClient, act: str, title: str = "Opening", **more: str) -> BeautifulSoup:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return office.page(f"{PAGE}?act={act}&session={code(app, title)}{extra}")


def press(
    office: InspectingClient, page: BeautifulSoup, status: int = 303, form: str = FORM, **answers: str
) -> TestResponse:
    found = page.select_one(form)
    assert found is not None
    answer = office.post(str(found.get("action")), data=filled(found, answers))
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def public(app: Flask) -> list[tuple[str, int, str, int]]:
    """What the public sees: title, minutes after the beginning of the assembly, status, SEQUENCE."""
    with app.app_context():
        edition = db.session.query(Edition).one()
        begin = edition.starts_at
        return [
            (row.title.en, int((row.starts_at - begin).total_seconds() // 60), row.status.value, row.ics_sequence)
            for row in latest_rows(edition)
        ]


def drafts(app: Flask) -> dict[str, int]:
    with app.app_context():
        edition = db.session.query(Edition).one()
        return {
            one.title.en: int((one.starts_at - edition.starts_at).total_seconds() // 60)
            for one in db.session.query(Session).order_by(Session.id)
        }


def unpublished(app: Flask) -> list[str]:
    with app.app_context():
        return [one.title.en for one in pending(db.session.query(Edition).one()).changes]


def words_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text().replace("\u00a0", " ").split())


def notes(app: Flask) -> list[Bilingual]:
    with app.app_context():
        return [one.note for one in db.session.query(Release).order_by(Release.number)][1:]


@pytest.mark.database
def test_a_delay_moves_draft_and_release(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay_all", "Debate")
    assert [one.get_text() for one in page.select("#preview ins")] == ["09:45 – 10:15", "10:15 – 10:45"]
    press(office, page)
    assert public(app) == [
        ("Opening", 0, "scheduled", 0),
        ("Debate", 45, "scheduled", 1),
        ("Close", 75, "scheduled", 1),
    ]
    assert drafts(app) == {"Opening": 0, "Debate": 45, "Close": 75}
    assert unpublished(app) == []
    assert notes(app) == [
        Bilingual(
            "“Debate” now begins at 09:45. The times of later sessions have changed too.",
            "«\u00a0Débat\u00a0» commence désormais à 9\u00a0h\u00a045. "
            "Les horaires des séances suivantes changent aussi.",
        )
    ]
    with app.app_context():
        assert db.session.query(Entry).filter_by(noun="release", verb="published").count() == 2


@pytest.mark.database
def test_two_presses_at_once_delay_once(app: Flask, office: InspectingClient) -> None:
    pages = [look(app, office, "delay_all") for _organiser in range(2)]
    for page in pages:
        press(office, page)
    assert public(app)[0] == ("Opening", 15, "scheduled", 1)
    assert "Nothing was published twice." in office.page(PAGE).get_text()


def test_what_was_not_seen_is_not_published(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay", "Close")
    press(office, look(app, office, "delay", "Opening"), confirmed="y")
    answer = press(office, page, 409)
    assert "The programme has changed since you opened this page." in answer.get_data(as_text=True)
    assert public(app)[2] == ("Close", 60, "scheduled", 0)
    press(office, answer.soup)  # type: ignore[attr-defined]
    assert public(app)[2] == ("Close", 75, "scheduled", 1)


def test_a_stale_ready_note_is_replaced(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay_all")
    press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "delay_all"))
    answer = press(office, page, 409)
    assert "“Opening” now begins at 09:45." in str(answer.soup.select_one("#note_en"))  # type: ignore[attr-defined]
    answer = press(office, page, 409, note_en="Patience please", note_fr="Un peu de patience")
    assert "Patience please" in answer.get_data(as_text=True)


def test_no_draft_is_published_with_it(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        opening, debate, _close = db.session.query(Session).order_by(Session.id)
        opening.title = Bilingual("Half-finished", "")
        debate.starts_at += timedelta(minutes=5)
    assert "Unpublished changes" in office.page(PAGE).get_text()
    press(office, office.page(f"{PAGE}?act=delay_all&session={code(app, 'Half-finished')}"))
    assert [one[:2] for one in public(app)] == [("Opening", 15), ("Debate", 45), ("Close", 75)]
    assert drafts(app) == {"Half-finished": 15, "Debate": 35, "Close": 75}
    assert unpublished(app) == ["Half-finished", "Debate"]


def test_a_problem_is_confirmed_first(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    assert "Two sessions are in the same room at the same time." in page.get_text()
    answer = press(office, page, 422)
    assert "Confirm that you want to publish despite the problems" in answer.get_data(as_text=True)
    assert public(app)[0][1] == 0
    press(office, page, confirmed="y")
    assert public(app)[0][1] == 15


def test_a_change_of_room_names_the_room(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "room")
    assert page.select_one(FORM) is None
    options = {one.get_text(): str(one["value"]) for one in page.select("#room option")}
    assert list(options) == ["Annex"]
    press(office, look(app, office, "room", room=options["Annex"]))
    with app.app_context():
        edition, session = db.session.query(Edition).one(), db.session.query(Session).order_by(Session.id).first()
        assert latest_rows(edition)[0].room == Bilingual("Annex", "Annexe")
        assert session is not None
        assert session.room is not None
        assert session.room.name.en == "Annex"
    assert unpublished(app) == []
    assert notes(app)[0].en == "“Opening” will now take place in this room: Annex."


def test_a_forged_room_changes_nothing(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    press(office, page, 422, act="room", room="nowhere1")
    assert len(notes(app)) == 0


@pytest.mark.database
def test_cancelled_session_comes_back_with_its_people(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        session = db.session.query(Session).order_by(Session.id).first()
        assert session is not None
        for name in ("Stays", "Declines"):
            person = add_person(given="Ada", family=name, name_lang="", grammatical_form=None, mail_lang="en")
            facts = {"presence": Presence.REMOTE, "mandate": None, "state": AppearanceState.CONFIRMED}
            add_appearance(session, person, AppearanceRole.SPEAKER, **facts)  # type: ignore[arg-type]
        publish_programme(db.session.query(Edition).one(), name="2", note=Bilingual())
    press(office, look(app, office, "cancel"))
    assert public(app)[0] == ("Opening", 0, "cancelled", 2)
    assert unpublished(app) == []
    with app.app_context(), writing():
        gone = db.session.query(Appearance).join(Appearance.person).filter_by(family="Declines").one()
        gone.state = AppearanceState.DECLINED
    press(office, look(app, office, "reinstate"))
    assert public(app)[0] == ("Opening", 0, "scheduled", 3)
    with app.app_context():
        rows = published_appearances(db.session.query(Edition).one())
        assert [one.name for those in rows.values() for one in those] == ["Ada Stays"]
        assert unpublished(app) == []


def test_a_notice_is_shown_and_taken_away(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "notice", ready="delay")
    assert "Please stay nearby." in str(page.select_one("#notice_en"))
    answer = press(office, page, 422, notice_fr="")
    assert "The French text is missing." in answer.get_data(as_text=True)
    press(office, page, notice_en="Bring your headset", notice_fr="Prenez votre casque")
    assert notes(app)[-1] == Bilingual(
        "“Opening”: Bring your headset", "«\u00a0Ouverture\u00a0»\u00a0: Prenez votre casque"
    )
    assert unpublished(app) == []
    press(office, look(app, office, "notice"), notice_en="", notice_fr="")
    assert notes(app)[-1].en == "The notice about “Opening” no longer applies."
    with app.app_context():
        assert [row.notice for row in latest_rows(db.session.query(Edition).one())] == [Bilingual()] * 3


def test_second_notice_over_another_is_told(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "notice")
    press(office, page, notice_en="First", notice_fr="Première")
    answer = press(office, page, 409, notice_en="Second", notice_fr="Seconde")
    assert "Second" in answer.get_data(as_text=True)
    assert "First" in answer.get_data(as_text=True)


def test_an_undo_takes_the_draft_back(app: Flask, office: InspectingClient) -> None:
    press(office, look(app, office, "delay_all"))
    page = office.page(PAGE)
    for _press in range(2):
        press(office, page, form=UNDO)
    assert [one[1:] for one in public(app)] == [(0, "scheduled", 2), (30, "scheduled", 2), (60, "scheduled", 2)]
    assert drafts(app) == {"Opening": 0, "Debate": 30, "Close": 60}
    assert unpublished(app) == []
    assert office.page(PAGE).select_one(UNDO) is None


def test_a_correction_moves_back_by_fifteen(app: Flask, office: InspectingClient) -> None:
    for _twice in range(2):
        press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "earlier_all"))
    assert [one[1] for one in public(app)] == [15, 45, 75]


def test_past_sessions_offer_nothing(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(minutes=15)):
        office.page(PAGE)
    with clock.at(starts_at + timedelta(minutes=31)):
        answer = press(office, page, 409)
        assert "This action is no longer possible" in answer.get_data(as_text=True)
        links = office.page(PAGE).select(f'a[href*="session={code(app, "Opening")}"]')
    assert links == []


def test_other_days_have_no_sessions(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(days=1)):
        sign_in(office, ("here@example.org", "a long enough passphrase"))
        assert "No sessions are published for today." in office.page(PAGE).get_text()
        assert office.get(f"{PAGE}?act=delay&session={code(app, 'Opening')}").status_code == 404


def test_second_day_has_its_own_times(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        edition.ends_at += timedelta(days=1)
        starts_at = edition.starts_at + timedelta(days=1)
        more = {"kind": SessionKind.PANEL, "abstract": Bilingual(), "ends_at": starts_at + timedelta(minutes=30)}
        add_session(edition, title=Bilingual("Return", "Retour"), starts_at=starts_at, **more)
        publish_programme(edition, name="2", note=Bilingual())
    with clock.at(starts_at - timedelta(minutes=10)):
        sign_in(office, ("here@example.org", "a long enough passphrase"))
        page = look(app, office, "delay", "Return")
        assert [one.get_text() for one in page.select(".programme h2")] == ["Return"]
        press(office, page)
        assert public(app)[-1][:2] == ("Return", 24 * 60 + 15)
        assert "New time. 09:15 – 09:45 instead of 09:00 – 09:30" in words_of(office.page(PAGE))


def test_nothing_changes_while_not_held(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    with app.app_context(), writing():
        db.session.query(Edition).one().status = EditionStatus.POSTPONED
    answer = press(office, page, 409)
    assert "so today’s sessions cannot be changed" in answer.get_data(as_text=True)
    shown = office.page(PAGE)
    assert "so today’s sessions cannot be changed" in shown.get_text()
    assert shown.select('a[href*="act="]') == []
    assert public(app)[0][1] == 0


def test_an_unknown_act_is_not_found(app: Flask, office: InspectingClient) -> None:
    assert office.get(f"{PAGE}?act=explode&session={code(app, 'Opening')}").status_code == 404
    assert office.get(f"{PAGE}?act=delay&session=elsewhere").status_code == 404


@pytest.mark.database
def test_more_sessions_cost_no_more_statements(app: Flask, office: InspectingClient) -> None:
    def statements() -> int:
        with counted(app) as sent:
            office.page(PAGE)
        return len(sent)

    few = statements()
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(20):
            begins = edition.starts_at + timedelta(minutes=number)
            add_session(
                edition,
                kind=SessionKind.PANEL,
                title=Bilingual(f"S{number}", f"S{number}"),
                abstract=Bilingual(),
                starts_at=begins,
                ends_at=begins + timedelta(minutes=30),
            )
        publish_programme(edition, name="2", note=Bilingual())
    assert statements() <= few


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.database
def test_the_public_reads_what_changed(app: Flask, office: InspectingClient, lang: str) -> None:
    press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "cancel", "Debate"))
    press(office, look(app, office, "notice", "Close"), notice_en="Bring a headset", notice_fr="Prenez un casque")
    words = {
        "en": ("New time.", "09:15 – 09:45 instead of 09:00 – 09:30", "has been cancelled.", "Bring a headset"),
        "fr": ("Nouvel horaire.", "9 h 15 – 9 h 45 au lieu de 9 h 00 – 9 h 30", "est annulée.", "Prenez un casque"),
    }[lang]
    programme = office.page(f"/{lang}/2031/agenda")
    assert [one for one in words if one not in words_of(programme)] == []
    assert len(programme.select("del")) == 3
    assert words[1] in words_of(office.page(f"/{lang}/2031/agenda/{code(app, 'Opening')}"))
    assert words[1] in words_of(office.page(f"/{lang}/2031/"))
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(days=1)):
        assert office.page(f"/{lang}/2031/agenda").select("del") == []
