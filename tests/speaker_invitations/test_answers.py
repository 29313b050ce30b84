"""From the email to the answer: each session by itself, with a clear sentence for what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asked_speakers import (
    AT,
    CABINET,
    MINNA,
    OWN,
    answers,
    at_the_desk,
    edition,
    invitation,
    invite,
    links,
    minna,
    opened,
    parts,
    registrations,
    says,
    wanted,
)
from flask import Flask
from mails import deliver, has_code, text_of

from assembly import clock
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import AppearanceState, Bilingual, EditionStatus, Presence, State
from assembly.speaker_invitations.service import answering, inviting
from assembly.speakers.queries import speakers
from assembly.transactions import writing


def states(app: Flask) -> list[str]:
    with app.app_context():
        return [one.state.value for one in parts()]


def subjects(app: Flask) -> list[tuple[str, str]]:
    return [(str(mail["To"]), str(mail["Subject"]).partition(" –")[0]) for mail in deliver(app)]


def test_a_yes_registers_with_an_entry_code(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    page = says(stage, client, "in_person")
    assert "Registered." in page
    assert states(stage) == ["confirmed", "invited"]
    with stage.app_context():
        (made,) = registrations()
        facts = made.state, made.category.value, made.origin, made.pool_id, made.function, made.community.code
    assert facts == (State.CONFIRMED, "speaker", "speaker", None, "Mayor of Turku", "turku")
    assert subjects(stage)[1:] == [(MINNA, "You are registered"), (MINNA, "Your answers")]
    assert has_code(deliver(stage)[1])
    desk = at_the_desk(stage).page(AT).get_text(" ")
    assert "Has answered" in desk
    assert made.spoken_ref in desk


def test_link_shows_button_in_both_languages(stage: Flask) -> None:
    path = invite(stage)
    for lang, words in (("en", "Open the invitation"), ("fr", "Ouvrir l’invitation")):
        client = stage.test_client()
        assert words in client.get(f"/{lang}{path[3:]}").text
        assert states(stage) == ["invited", "invited"]
    assert stage.test_client().get("/en/s/unknown").status_code == 404
    assert stage.test_client().get(OWN).status_code == 403


def test_the_page_speaks_french(stage: Flask) -> None:
    client = opened(stage, invite(stage, lang="fr").replace("/en/", "/fr/"))
    client.page("/fr/speaker")
    with stage.app_context():
        fields = answers("in_person", "declines")
    client.submit("/fr/speaker", **fields)
    text = client.page("/fr/speaker").get_text(" ")
    assert "Inscription faite." in text
    for page in ("/fr/speaker/profile", "/fr/speaker/slides"):
        client.page(page)


def test_nobody_is_public_before_the_yes(stage: Flask) -> None:
    invite(stage)
    with stage.app_context(), writing():
        publish_programme(edition(), name="Programme", note=Bilingual())
        db.session.flush()
        assert speakers(edition()) == []


def test_a_second_answer_changes_nothing(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    says(stage, client, "in_person")
    says(stage, client, "in_person")
    with stage.app_context():
        assert len(registrations()) == 1
    assert len(deliver(stage)) == 3


@pytest.mark.proof("test_what_is_not_asked_takes_no_answer")
def test_a_video_is_taken_only_where_offered(stage: Flask) -> None:
    client = opened(stage, invite(stage, ways=[Presence.REMOTE.value]))
    assert "You cannot choose this answer." in says(stage, client, "video_message", status=422)
    says(stage, client, "remote")
    with stage.app_context():
        assert parts()[0].presence is Presence.REMOTE
        assert registrations() == []


def test_both_addresses_get_own_link(stage: Flask) -> None:
    invite(stage, office_email=CABINET)
    found = links(stage)
    assert found.keys() == {MINNA, CABINET}
    assert found[MINNA] != found[CABINET]
    client = opened(stage, found[CABINET])
    assert "You are acting for Minna Arve" in client.page(OWN).get_text(" ")
    says(stage, client, "in_person")
    with stage.app_context():
        assert [one.state for one in registrations()] == [State.CONFIRMED]
    assert {to for to, _subject in subjects(stage)} == {MINNA, CABINET}


def test_late_decline_is_refused_words_kept(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    client.page(OWN)
    with stage.app_context():
        fields, late = answers("declines"), clock.now() + timedelta(days=40)
        sent = {"seen": client.page(OWN).select_one("[name=seen]")["value"], "reason": "A storm"} | fields
    sent |= {one["name"]: one["value"] for one in client.page(OWN).select("[name=csrf_token], [name=whose]")}
    with clock.at(late):
        refused = client.post(OWN, data=sent)
    assert refused.status_code == 409
    assert "The deadline for answering has passed." in refused.text
    assert "A storm" in refused.text
    assert states(stage) == ["invited", "invited"]


@pytest.mark.proof("test_late_decline_is_refused_words_kept; giving up: test_who_is_registered_is_joined")
def test_a_confirmed_speaker_may_give_up_late(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    says(stage, client, "in_person")
    with clock.at(clock.now() + timedelta(days=40)):
        says(stage, client, "declines", reason="I am ill")
        told = deliver(stage)
    assert states(stage) == ["declined", "invited"]
    assert "assembly@example.org" in {str(mail["To"]) for mail in told}
    with stage.app_context():
        assert [one.state for one in registrations()] == [State.CANCELLED]


def test_a_withdrawn_invitation_says_so(stage: Flask) -> None:
    path = invite(stage)
    client = opened(stage, path)
    says(stage, client, "in_person")
    page = client.page(OWN)
    with stage.app_context():
        fields = answers("declines")
        with writing():
            inviting.withdraw(invitation())
    sent = {one["name"]: one["value"] for one in page.select("main [type=hidden]")} | fields | {"reason": "Too far"}
    refused = client.post(OWN, data=sent)
    assert refused.status_code == 410
    assert "This invitation was withdrawn." in refused.text
    assert "Too far" in refused.text
    assert "This invitation was withdrawn." in client.page(OWN, status=410).get_text()
    assert states(stage) == ["cancelled", "cancelled"]
    with stage.app_context():
        assert [one.state for one in registrations()] == [State.CANCELLED]


def test_a_part_changed_meanwhile_is_shown_first(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    page = client.page(OWN)
    with stage.app_context():
        fields = answers("in_person")
        with writing():
            session = parts()[0].session
            session.starts_at += timedelta(minutes=10)
    sent = {one["name"]: one["value"] for one in page.select("main [type=hidden]")} | fields | {"reason": "Yes!"}
    refused = client.post(OWN, data=sent)
    assert refused.status_code == 409
    assert "has changed since you opened this page" in refused.text
    assert "Yes!" in refused.text
    says(stage, client, "in_person")
    assert states(stage)[0] == "confirmed"


def test_a_page_of_another_invitation_is_refused(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    with stage.app_context():
        fields = answers("in_person")
    assert client.post(OWN, data=fields | {"whose": "somebody"}).status_code == 409


def test_a_corrected_address_ends_the_old_link(stage: Flask) -> None:
    path = invite(stage)
    with stage.app_context(), writing():
        inviting.prepare(edition(), minna(), wanted(email="new@turku.example.org"), liaison="", seen=mark())
    assert stage.test_client().get(path).status_code == 404
    assert "new@turku.example.org" in links(stage)
    assert stage.test_client().get(links(stage)["new@turku.example.org"]).status_code == 200


def mark() -> str:
    return type(wanted()).of(invitation()).mark


def test_office_notes_answer_and_source(stage: Flask) -> None:
    invite(stage)
    desk, page = at_the_desk(stage), f"{AT}{code(stage)}"
    with stage.app_context():
        fields = answers("in_person")
    form = "form[action$='/answer']"
    assert "Enter who gave this answer" in desk.submit(page, form=form, status=422, **fields).text
    desk.submit(page, form=form, **fields, given_to="her assistant, by telephone")
    assert states(stage)[0] == "confirmed"
    assert "her assistant, by telephone" in desk.page(page).get_text()


@pytest.mark.proof("test_assembly_not_met_registers_no_speaker")
def test_cancelled_assembly_confirms_nobody(stage: Flask) -> None:
    client = opened(stage, invite(stage))
    with stage.app_context():
        fields = answers("in_person")
        with writing():
            edition().status = EditionStatus.CANCELLED
    desk, page = at_the_desk(stage), f"{AT}{code(stage)}"
    form, told = "form[action$='/answer']", {"given_to": "her assistant, by telephone"}
    refused = desk.submit(page, form=form, status=409, **fields, **told).text
    assert "This assembly is cancelled, so no contribution can be confirmed." in refused
    assert "her assistant, by telephone" in refused
    assert states(stage) == ["invited", "invited"]
    own = client.page(OWN)
    assert own.select("input[type=radio]") == []
    desk.submit(page, form=form, **dict.fromkeys(fields, "declines"), **told)
    assert states(stage) == ["declined", "invited"]


def code(app: Flask) -> str:
    with app.app_context():
        return minna().code


@pytest.mark.turns(2)
@pytest.mark.parametrize("state", [AppearanceState.IDEA, AppearanceState.CANCELLED])
def test_what_is_not_asked_takes_no_answer(stage: Flask, state: AppearanceState) -> None:
    client = opened(stage, invite(stage))
    with stage.app_context(), writing():
        parts()[0].state = state
    with stage.app_context(), writing():
        chosen = {f"{one.session.code}-{one.role.value}": "in_person" for one in parts()[:1]}
        with pytest.raises(answering.PartChanged):
            answering.answer(invitation(), answering.Answers(chosen, "stale"))
    assert client.page(OWN).select("input[type=radio]")
    assert states(stage)[0] == state.value


@pytest.mark.proof("test_invitation_is_for_the_role reads that email")
def test_mail_says_what_was_answered(stage: Flask) -> None:
    client = opened(stage, invite(stage, office_email=CABINET))
    says(stage, client, "in_person", "declines")
    (mine,) = [one for one in deliver(stage) if one["Subject"].startswith("Your answers")]
    assert "Yes, in person" in text_of(mine)
    assert "You answered that you cannot take part." in text_of(mine)
