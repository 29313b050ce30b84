"""The page of the office: who may, what is seen before, what a second press or a change meanwhile does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from plans import OFFICE, PLAN, change, changed, furnish, here, let_in
from sessions import come

from assembly import clock
from assembly.extensions import db
from assembly.models import EditionChange, EditionStatus, Mail
from assembly.transactions import writing

WORDS = {"message_en": "A storm is coming.", "message_fr": "Une tempête approche."}
ANNOUNCE = 'form[action$="/announce"]'


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        furnish()
    sign_in(client, OFFICE)
    return client


def preview(office: InspectingClient, kind: str, status: int = 200, path: str = PLAN, **typed: str) -> str:
    """Fill in the form and look at what it would change."""
    return office.submit(f"{path}{kind}", form=f'form[action$="/{kind}"]', status=status, **typed).get_data(
        as_text=True
    )


def button(office: InspectingClient, kind: str, html: str) -> dict[str, str]:
    """What the button of this preview sends."""
    found = BeautifulSoup(html, "html5lib").select_one(ANNOUNCE)
    assert found is not None
    return filled(found, {})


def status_of(app: Flask) -> EditionStatus:
    with app.app_context():
        return here().status


def test_preview_says_everything_in_english(office: InspectingClient) -> None:
    page = preview(office, "cancelled", **WORDS)

    for words in (
        "This assembly is cancelled.",
        "Cette assemblée est annulée.",
        "The registration form will be closed and will show the reason.",
        "1 person confirmed to attend in person: There is nothing to do. The entry code is no longer valid.",
        "1 person on the waiting list",
        "1 person offered a place",
        "4 emails will be sent straight away (English 1 and French 3)",
        "the day of the assembly and for 2 sessions will be cancelled (2 people confirmed)",
        "Scans are not counted.",
        "Une tempête approche.",
    ):
        assert words in page, words


def test_preview_says_everything_in_french(office: InspectingClient) -> None:
    page = preview(office, "online", path=PLAN.replace("/en/", "/fr/"), **WORDS)

    for words in ("Cette assemblée a lieu en ligne uniquement", "This assembly will take place online only"):
        assert words in page, words


def test_preview_changes_nothing(app: Flask, office: InspectingClient) -> None:
    preview(office, "cancelled", **WORDS)

    assert status_of(app) is EditionStatus.SCHEDULED
    with app.app_context():
        assert not db.session.query(EditionChange).count()


def test_button_does_it_and_twice_once(app: Flask, office: InspectingClient) -> None:
    sent = button(office, "cancelled", preview(office, "cancelled", **WORDS))
    for _again in range(2):
        assert office.post(f"{PLAN}cancelled/announce", data=sent).status_code == 303

    with app.app_context():
        assert here().status is EditionStatus.CANCELLED
        assert db.session.query(EditionChange).count() == 1
        assert db.session.query(Mail).filter_by(template="edition_changed").count() == 4


def test_change_meanwhile_shows_preview_again(app: Flask, office: InspectingClient) -> None:
    sent = button(office, "cancelled", preview(office, "cancelled", **WORDS))
    with app.app_context(), writing():
        come(here(), 9)

    answer = office.post(f"{PLAN}cancelled/announce", data=sent)

    assert answer.status_code == 409
    assert "Something has changed since you opened this page" in answer.get_data(as_text=True)
    assert status_of(app) is EditionStatus.SCHEDULED
    again = button(office, "cancelled", answer.get_data(as_text=True))
    assert office.post(f"{PLAN}cancelled/announce", data=again).status_code == 303


@pytest.mark.proof("test_change_meanwhile_shows_preview_again")
def test_other_decision_meanwhile_is_refused(app: Flask, office: InspectingClient) -> None:
    sent = button(office, "online", preview(office, "online", **WORDS))
    with app.app_context(), writing():
        change("cancelled")

    answer = office.post(f"{PLAN}online/announce", data=sent)

    assert answer.status_code == 409
    assert "This action is no longer possible" in answer.get_data(as_text=True)


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("2032-03-28T02:30", "2032-03-28T12:00", "This time does not exist"),
        ("2032-10-31T02:30", "2032-10-31T12:00", "This time occurs twice"),
        ("2032-05-10T12:00", "2032-05-10T09:00", "The end must be later than the start"),
        ("2001-05-10T09:00", "2001-05-10T12:00", "This date has passed"),
        ("soon", "2032-05-10T12:00", "Enter the date and time"),
    ],
)
def test_wrong_dates_keep_what_was_typed(office: InspectingClient, starts: str, ends: str, sentence: str) -> None:
    page = preview(office, "rescheduled", 422, starts=starts, ends=ends, **WORDS)

    assert sentence in page
    assert "Une tempête approche." in page


@pytest.mark.proof("test_wrong_dates_keep_what_was_typed")
def test_same_date_is_refused(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = here()
        both = edition.starts_at, edition.ends_at
        times = [clock.local(one, edition.zone).strftime("%Y-%m-%dT%H:%M") for one in both]

    page = preview(office, "rescheduled", 422, starts=times[0], ends=times[1], **WORDS)

    assert "The assembly already has this date" in page


def test_missing_language_is_refused(office: InspectingClient) -> None:
    assert "The French text is missing." in preview(office, "cancelled", 422, message_en="Storm", message_fr="")


def test_back_keeps_what_was_typed(office: InspectingClient) -> None:
    sent = button(office, "cancelled", preview(office, "cancelled", **WORDS))
    page = office.post(f"{PLAN}cancelled/edit", data=sent).get_data(as_text=True)

    assert "Une tempête approche." in page
    assert "See what will change" in page


@pytest.mark.proof("test_people_inside_cannot_be_undone refuses")
def test_ended_assembly_is_refused(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = here()
        edition.starts_at, edition.ends_at = (clock.now() - timedelta(days=days) for days in (3, 2))

    assert "This assembly has ended" in office.get(PLAN).get_data(as_text=True)
    assert office.get(f"{PLAN}cancelled").status_code == 303


def test_unknown_decision_is_not_found(office: InspectingClient) -> None:
    assert office.get(f"{PLAN}exploded").status_code == 404


@pytest.mark.turns(2)
@pytest.mark.parametrize("role", ["door", "co_chair"])
def test_others_may_not_decide(app: Flask, client: InspectingClient, role: str) -> None:
    with app.app_context(), writing():
        make_user(role, "other@example.org", furnish())
    sign_in(client, ("other@example.org", OFFICE[1]))

    assert client.get(PLAN).status_code == 403
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(f"{PLAN}cancelled/announce", data=WORDS).status_code == 403


@pytest.mark.proof("test_correction_follows_what_was_sent")
def test_correction_replaces_the_words_silently(app: Flask, client: InspectingClient) -> None:
    changed(app, "cancelled")
    sign_in(client, OFFICE)
    sent = button(client, "corrected", preview(client, "corrected", message_en="Flood", message_fr="Inondation"))
    client.post(f"{PLAN}corrected/announce", data=sent)

    assert "Flood" in client.get("/en/2031/").get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Mail).filter_by(template="edition_changed").count() == 4


def test_list_and_history_stay_readable(app: Flask, client: InspectingClient) -> None:
    changed(app, "postponed", "rescheduled", days=30)
    sign_in(client, OFFICE)
    page = client.get(PLAN).get_data(as_text=True)

    assert page.count("Set a new date") == 3, "the choice, its link and what was announced"
    assert "This assembly is postponed." in page


def test_people_inside_cannot_be_undone(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        let_in(here())

    assert "People have already been admitted" in office.get(PLAN).get_data(as_text=True)
