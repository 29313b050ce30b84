"""The office: prepare, read, send, remind, withdraw; the board with what is missing."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from asked_speakers import AT, CABINET, MINNA, edition, invitation, invite, minna, opened, parts, says, wanted
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver, text_of
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    EditionStatus,
    Mail,
    Mode,
    Person,
    Presence,
    RoleAnswer,
    Speaker,
    SpeakerInvitation,
)
from assembly.people.duplicates.service.references import follow
from assembly.privacy.service import contacts
from assembly.security import Permission
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import Ask
from assembly.speaker_invitations.jobs import due, remind_speakers
from assembly.speaker_invitations.service import inviting
from assembly.speakers.facts import PersonFacts
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.people import IsInvited, create_speaker, remove_speaker
from assembly.transactions import writing

INVITE = "main form:not([action])"


def test_it_is_read_before_it_is_sent(stage: Flask, desk: InspectingClient, page: str) -> None:
    with stage.app_context():
        day = (edition().day - timedelta(days=20)).isoformat()
    desk.submit(page, form=INVITE, email=MINNA, office_email=CABINET, lang="fr", answer_by=day, liaison="Ana")
    shown = desk.page(page)
    texts = [one.get_text(" ") for one in shown.select("article[lang]")]
    assert [one["lang"] for one in shown.select("article[lang]")] == ["en", "fr"]
    assert "Session 1" in texts[0]
    assert "Séance 1" in texts[1]
    assert all("/s/…" in one for one in texts)
    assert deliver(stage) == []
    desk.submit(page, form="form[action$='/send']")
    assert {str(mail["To"]) for mail in deliver(stage)} == {MINNA, CABINET}
    with stage.app_context():
        assert db.session.scalars(select(Speaker.liaison)).one() == "Ana"
        assert {one.state for one in parts()} == {AppearanceState.INVITED}


def test_sending_twice_sends_once(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        version = invitation().version
        for _press in range(2):
            with writing():
                inviting.send(invitation(), seen=version)
    assert len(deliver(stage)) == 2


def test_nothing_is_sent_while_not_held(stage: Flask, desk: InspectingClient, page: str) -> None:
    invite(stage)
    stale = desk.page(page)
    with stage.app_context(), writing():
        edition().status = EditionStatus.POSTPONED
    sentence = "The assembly is cancelled, postponed or over, so no invitation can be sent."
    form = stale.select_one("form[action$='/send']")
    refused = desk.post(str(form["action"]), data=filled(form, {}))
    assert (refused.status_code, sentence in refused.text) == (409, True)
    shown = desk.page(page)
    assert sentence in shown.get_text()
    assert shown.select("form[action$='/send'], form[action$='/remind']") == []
    assert "contributions to sessions will be cancelled." in shown.get_text()


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Enter the email address where we should send the invitation."),
        ({"email": MINNA, "office_email": MINNA.upper()}, "This is the speaker’s own email address."),
        ({"email": MINNA, "answer_by": "2020-01-01"}, "This day has passed."),
        ({"email": MINNA, "answer_by": "2199-01-01"}, "Choose a day no later than the last day of the assembly."),
    ],
)
def test_what_is_wrong_is_said(desk: InspectingClient, page: str, typed: dict[str, str], sentence: str) -> None:
    assert sentence in desk.submit(page, form=INVITE, status=422, **typed).text


@pytest.mark.proof("test_it_is_read_before_it_is_sent refuses nothing else")
def test_nobody_is_asked_about_nothing(stage: Flask, desk: InspectingClient, page: str) -> None:
    desk.submit(page, form=INVITE, email=MINNA)
    with stage.app_context(), writing():
        for one in parts():
            db.session.delete(one)
    refused = desk.submit(page, form="form[action$='/send']", status=409)
    assert "Only a co-chair can be invited without one." in refused.text


def test_two_editors_see_both_versions(stage: Flask, desk: InspectingClient, page: str) -> None:
    desk.submit(page, form=INVITE, email=MINNA)
    shown = desk.page(page).select_one(INVITE)
    sent = {one["name"]: one.get("value", "") for one in shown.select("input[name]") if one.get("type") != "checkbox"}
    desk.submit(page, form=INVITE, email="first@turku.example.org")
    answer = desk.post(page, data=sent | {"email": "second@turku.example.org", "lang": "en"})
    assert answer.status_code == 409
    assert "first@turku.example.org" in answer.text
    assert "second@turku.example.org" in answer.text


def test_a_reminder_is_sent_once_a_day(stage: Flask, desk: InspectingClient, page: str) -> None:
    invite(stage)
    board = desk.page(AT)
    assert board.select_one("form[action$='/remind']") is not None
    token = board.select_one("[name=csrf_token]")["value"]
    for _press in range(2):
        assert desk.post(f"{page}/remind", data={"csrf_token": token}).status_code == 303
    (reminder,) = [one for one in deliver(stage) if "part in the programme" in one["Subject"]]
    assert "Please answer by" in text_of(reminder)
    assert desk.page(AT).select_one("form[action$='/remind']") is None
    assert "Last reminder:" in desk.page(AT).get_text()


@pytest.mark.proof("test_a_reminder_is_sent_once_a_day")
def test_reminders_stop_when_answered(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    with stage.app_context():
        late = at_nine(invitation(), 7)
    says(stage, client, "declines", "declines")
    with clock.at(late), stage.app_context():
        remind_speakers()
    assert len(deliver(stage)) == 2


def test_nobody_is_reminded_of_a_cancelled_assembly(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        late = at_nine(invitation(), 7)
        with writing():
            invitation().edition.status = EditionStatus.CANCELLED
    with clock.at(late), stage.app_context():
        remind_speakers()
        assert invitation().reminders == 0


def at_nine(one: SpeakerInvitation, days: int) -> datetime:
    wall = datetime.combine(one.answer_by_on - timedelta(days=days), time(9, 30))
    return clock.from_local(wall, one.edition.zone)


@pytest.mark.proof("test_a_reminder_is_sent_once_a_day")
def test_reminders_come_on_their_days_alone(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        one = invitation()
        moments = {days: at_nine(one, days) for days in (8, 7, 3, 2, 1)}
        assert [days for days, at in moments.items() if due(one, at)] == [7, 2]
        assert not due(one, moments[7] + timedelta(hours=12))
    for _run in range(2):
        with clock.at(moments[7]), stage.app_context():
            remind_speakers()
    with stage.app_context():
        assert invitation().reminders == 1
        assert not due(invitation(), moments[7])


def test_the_board_says_what_each_speaker_lacks(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage)), "in_person", "declines")
    with stage.app_context():
        (row,) = queries.rows(edition())
        assert row.asks == [
            Ask.BIOGRAPHY_EN,
            Ask.BIOGRAPHY_FR,
            Ask.PORTRAIT,
            Ask.PRONUNCIATION,
            Ask.ADDRESS,
            Ask.CONSENT,
        ]
        assert row.gaps == []


def add_speakers(app: Flask, count: int) -> None:
    with app.app_context(), writing():
        for number in range(count):
            one = create_speaker(edition(), PersonFacts("Ada", f"Guest {number}", "en", None, in_public_office=False))
            session = parts()[0].session
            how = {"presence": Presence.IN_PERSON, "mandate": None, "state": AppearanceState.IDEA}
            add_appearance(session, one.person, AppearanceRole.PANELLIST, **how)  # type: ignore[arg-type]
            inviting.prepare(edition(), one.person, wanted(email=f"ada{number}@example.org"), liaison="", seen="")


def test_the_board_costs_the_same_for_many(stage: Flask, desk: InspectingClient) -> None:
    add_speakers(stage, 1)
    desk.page(AT)
    with counted(stage) as few:
        desk.page(AT)
    add_speakers(stage, 12)
    with counted(stage) as many:
        desk.page(AT)
    assert len(many) == len(few)


def test_addresses_need_the_permission(stage: Flask, page: str) -> None:
    invite(stage)
    with stage.app_context(), writing():
        user = make_user("organiser", "writer@example.org", edition())
        user.edition_roles[0].permissions = [Permission.PUBLISH.value]
    writer: InspectingClient = stage.test_client()  # type: ignore[assignment]
    sign_in(writer, ("writer@example.org", "a long enough passphrase"))
    assert MINNA not in writer.page(AT).get_text()
    assert writer.get(page).status_code == 403


@pytest.mark.proof("test_the_board_says_what_each_speaker_lacks")
def test_an_invited_speaker_stays_on_the_list(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        with pytest.raises(IsInvited), writing():
            remove_speaker(edition(), minna())
        with writing():
            inviting.withdraw(invitation())
        with writing():
            remove_speaker(edition(), minna())
        assert db.session.scalars(select(SpeakerInvitation)).all() == []


@pytest.mark.proof("i18n/test_formats")
def test_vowels_elide_in_french_emails(stage: Flask) -> None:
    with stage.app_context(), writing():
        minna().given = "Anna"
    invite(stage, office_email=CABINET, lang="fr")
    said = [text_of(mail) for mail in deliver(stage) if mail["To"] == CABINET]
    assert ["au nom d’Anna Arve" in one for one in said] == [True]


@pytest.mark.database("proof")
def test_addresses_go_on_their_day(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage, office_email=CABINET)), "declines", reason="Private")
    deliver(stage)
    with stage.app_context():
        over = edition().ends_at + timedelta(days=edition().contacts_kept_days + 1)
        with clock.at(over), writing():
            contacts.purge(edition())
        one = invitation()
        assert (one.email, one.office_email, one.reason) == ("", "", "")
        assert [mail for mail in db.session.scalars(select(Mail)) if mail.person_id and mail.to_address] == []


@pytest.mark.proof("people/test_merged_references")
@pytest.mark.database
def test_merged_people_keep_the_open_invitation(stage: Flask) -> None:
    with stage.app_context(), writing():
        other = create_speaker(edition(), PersonFacts("Minna", "Arve-Salo", "fi", None, in_public_office=False)).person
        ends = inviting.prepare(edition(), other, wanted(email="old@turku.example.org"), liaison="", seen="")
        ends.brought_from, ends.role_answer = Mode.ONLINE, RoleAnswer.REMOTE
    with stage.app_context():
        first = db.session.scalars(select(Person).where(Person.family == "Arve")).one()
        gone = db.session.scalars(select(Person).where(Person.family == "Arve-Salo")).one()
        with writing():
            made = inviting.prepare(edition(), first, wanted(), liaison="", seen="")
            inviting.send(made, seen=made.version)
            db.session.flush()
        kept_code = made.code
        with writing():
            follow(Person, gone.id, first.id)
        one = db.session.scalars(select(SpeakerInvitation)).one()
        assert (one.code, one.person_id) == (kept_code, gone.id)
        assert (one.brought_from, one.role_answer) == (Mode.ONLINE, RoleAnswer.REMOTE)
