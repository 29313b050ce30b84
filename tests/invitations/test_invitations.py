"""Invitations through the real pages: sent, answered by one tap, changed, called about, withdrawn."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from answering import OWN, close, edition_of, invited_link, tap
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import AT, MAYOR, at_the_desk, code_of, invited, invitee, link_in_last_mail, told
from mails import code_in, deliver, html_of, link_in, text_of
from sqlalchemy import select

from assembly import clock
from assembly.access.service import invitation_links
from assembly.extensions import db
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service import sending as invitation_sending
from assembly.models import BadAddress, Entry, Invitation, Mail, Move
from assembly.office.todo.desk import Desk
from assembly.office.todo.people import only_by_telephone, silent_guests, unsent_invitations
from assembly.registration.service import registering
from assembly.transactions import writing


def test_a_mayor_comes_by_one_tap(house: Flask, office: InspectingClient, guest: InspectingClient) -> None:
    office.submit(f"{AT}add", **MAYOR)
    assert deliver(house) == []  # nothing leaves before somebody says so
    office.submit(AT, form=f"form[action='{AT}send']")
    (mail,) = deliver(house)
    assert (mail["To"], mail["Subject"]) == (MAYOR["email"], "Invitation – Assemblée d’essai")
    assert "Eurocities network" in text_of(mail)
    assert "prefers mornings" not in mail.as_string()
    link = link_in_last_mail(house)
    page = guest.page(f"{link}?answer=comes")
    buttons = page.select("main button")
    assert [one["value"] for one in buttons] == ["comes", "represented", "online", "declines"]
    assert guest.page(f"{link}?answer=declines").select_one("main button")["value"] == "declines"
    assert "Łukaszewicz" not in page.get_text()  # whoever reads over a shoulder or scans mails learns no name
    assert tap(guest, link) == "/fr/invitation"
    assert told(house) == [("Łukaszewicz", "on_site", "confirmed", "invitation")]
    confirmation = deliver(house)[-1]
    assert link_in(confirmation).startswith("/fr/r/")
    assert code_in(confirmation).startswith("/b/")
    assert "Votre place est réservée" in guest.page("/fr/invitation").get_text()
    row = office.page(AT).select_one("tbody tr")
    assert (row.th.get_text(), row.select_one(".tag").get_text()) == ("Żaneta Łukaszewicz", "Will come")
    with house.app_context():
        assert db.session.scalars(select(Move.by)).all() == [f"invitation:{code_of(house, 'Łukaszewicz')}"]


@pytest.mark.proof("words of the email; tests/messages reads each")
def test_the_email_says_by_when_to_answer(house: Flask) -> None:
    with house.app_context(), writing():
        for count in edition_of().places:
            count.closes_at = datetime(2031, 4, 2, 21, 59, tzinfo=UTC)
    for number, lang, until in (
        (0, "en", "Please answer by 2 April 2031, 23:59 Brussels time."),
        (1, "fr", "Merci de répondre au plus tard le 2 avril 2031 à 23 h 59, heure de Bruxelles."),
    ):
        invited(house, number=number, lang=lang, family=lang)
        mail = deliver(house)[-1]
        for said in (text_of(mail), html_of(mail)):
            assert until in " ".join(said.split())


def test_each_gets_one_email_and_daily_reminders(house: Flask, office: InspectingClient) -> None:
    with house.app_context(), writing():
        for number in range(3):
            inviting.invite(edition_of(), invitee(number))
        inviting.invite(edition_of(), invitee(9, email="", phone="+48 1"))
        db.session.add(BadAddress(email_key="guest2@example.org", at=clock.now(), reason="550"))
    page = office.page(AT)
    assert [one.get_text() for one in page.select("main .act button")] == ["Send 2 invitations"]
    assert "2 people cannot be reached by email" in page.get_text()
    stale = filled(page.select_one(f"form[action='{AT}send']"), {})
    for _twice in range(2):
        office.post(f"{AT}send", data=stale)
    assert sorted(mail["To"] for mail in deliver(house)) == ["guest0@example.org", "guest1@example.org"]
    assert [one.get_text() for one in office.page(AT).select("main .act button")] == []
    tap(house.test_client(), invited_link(house, "Gość 001"), "declines")  # type: ignore[arg-type]
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        office = at_the_desk(house)
        assert [one.get_text() for one in office.page(AT).select("main .act button")] == ["Remind 1 person"]
        office.submit(AT, form=f"form[action='{AT}remind']")
        office.post(f"{AT}remind", data=stale)
        (reminder,) = deliver(house)[2:]
    assert (reminder["To"], reminder["Subject"]) == ("guest0@example.org", "Will you be joining us? – Test assembly")
    assert link_in_last_mail(house) == invited_link(house, "Gość 000")


@pytest.mark.proof("test_each_gets_one_email_and_daily_reminders reminds who is silent")
def test_a_waiting_reminder_skips_who_answered(house: Flask) -> None:
    link = invited(house)
    with house.app_context(), clock.at(clock.now() + timedelta(days=2)), writing():
        assert invitation_sending.remind_next(edition_of()) == 1
    tap(house.test_client(), link, "declines")  # type: ignore[arg-type]
    with clock.at(clock.now() + timedelta(days=2, minutes=1)):
        deliver(house)
    with house.app_context():
        kinds = {mail.template: mail.state.value for mail in db.session.scalars(select(Mail))}
    assert kinds["invitation_reminder"] == "dropped"


def test_five_hundred_leave_in_a_transaction(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.invitations.service.sending.CHUNK", 2)
    with house.app_context():
        with writing():
            for number in range(5):
                inviting.invite(edition_of(), invitee(number))
        found = []
        for _chunk in range(4):
            with writing():
                found.append(invitation_sending.send_next(edition_of()))
    assert found == [2, 2, 1, 0]


@pytest.mark.proof("test_each_gets_one_email_and_daily_reminders compares the links")
def test_sent_again_it_is_the_same_link(house: Flask, office: InspectingClient) -> None:
    link = invited(house)
    one = f"{AT}{code_of(house, 'Gość 000')}"
    page = office.page(one)
    again = filled(page.select_one(f"form[action='{one}/send']"), {})
    for _twice in range(2):
        assert office.post(f"{one}/send", data=again).location == one
    assert len(deliver(house)) == 2
    assert link_in_last_mail(house) == link


def test_a_withdrawn_link_is_like_none(house: Flask, office: InspectingClient, guest: InspectingClient) -> None:
    link = invited(house)
    tap(guest, link)
    one = f"{AT}{code_of(house, 'Gość 000')}"
    office.submit(one, form=f"form[action='{one}/withdraw']")
    pages = [guest.get(path) for path in (link, "/en/i/" + "x" * 43, f"{link}x")]
    assert {page.status_code for page in pages} == {404}
    assert len({without_its_own(page) for page in pages}) == 1
    assert "This link is not valid" in pages[0].text
    assert guest.get(OWN).status_code == 403  # the cookie it gave before is worth nothing either
    assert told(house)[0][2] == "confirmed"  # who has registered stays registered


def without_its_own(page: Any) -> bytes:
    """A page but for its own address and number."""
    return bytes(re.sub(rb"/i/[\w-]+|the error number.*", b"", page.data))


@pytest.mark.proof("test_a_corrected_address_ends_the_old_link makes another link")
def test_withdrawn_people_are_invited_by_another_link(house: Flask, office: InspectingClient) -> None:
    link = invited(house)
    with house.app_context(), writing():
        invitation_links.withdraw(db.session.scalars(select(Invitation)).one())
    again = {"given": "Anna", "family": "Gość 000", "place": "rzeszow", "email": "guest0@example.org"}
    office.submit(f"{AT}add", **again)
    assert invited_link(house, "Gość 000") != link
    assert house.test_client().get(link).status_code == 404
    office.submit(AT, form=f"form[action='{AT}send']")
    assert link_in_last_mail(house) == invited_link(house, "Gość 000")


def test_the_call_list_and_its_notes(house: Flask, office: InspectingClient) -> None:
    invited(house, number=0, phone="+48 17 1")
    with house.app_context(), writing():
        inviting.invite(edition_of(), invitee(1, email="", phone="+48 17 2", function=""))
        inviting.invite(edition_of(), invitee(2))  # not sent yet: nobody expects a call
    rows = office.page(f"{AT}calls").select("tbody tr")
    assert [row.th.get_text(" ").split()[2] for row in rows] == ["000", "001"]
    assert "+48 17 1" in rows[0].get_text()
    silent = f"{AT}{code_of(house, 'Gość 000')}"
    office.submit(f"{AT}calls", form=f"form[action='{silent}/call']")
    rows = office.page(f"{AT}calls").select("tbody tr")
    assert [row.th.get_text(" ").split()[2] for row in rows] == ["001", "000"]
    one = f"{AT}{code_of(house, 'Gość 001')}"
    form = filled(office.page(f"{AT}calls").select_one(f"form[action='{one}/call']"), {})
    assert office.post(f"{one}/answer/comes", data=form).location == f"{AT}calls"
    assert told(house) == [("Gość 001", "on_site", "confirmed", "invitation")]
    with house.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.noun == "invitation", Entry.verb == "comes")).one()
        assert entry.actor_ref.startswith("user:")
    office.submit(silent, form=f"form[action='{silent}/answer/represented']", status=422, family="")
    office.submit(silent, form=f"form[action='{silent}/answer/represented']", given="Jan", family="Kowalski")
    assert told(house)[-1] == ("Kowalski", "on_site", "confirmed", "invitation")
    assert office.page(f"{AT}calls").select("tbody tr") == []


@pytest.mark.proof("test_the_call_list_and_its_notes notes answers")
def test_the_office_notes_a_late_answer(house: Flask, office: InspectingClient) -> None:
    invited(house)
    close(house)
    one = f"{AT}{code_of(house, 'Gość 000')}"
    office.submit(one, form=f"form[action='{one}/answer/comes']")
    assert told(house)[0][2] == "confirmed"


def test_the_list_is_searched_and_filtered(house: Flask, office: InspectingClient) -> None:
    with house.app_context(), writing():
        inviting.invite(edition_of(), invitee(0))
        inviting.invite(edition_of(), invitee(1, family="Åkesson", place="Malmö", network="oasc"))
        inviting.invite(edition_of(), invitee(2, family="Øvergård", network=""))
    tap(house.test_client(), invited_link(house, "Åkesson"), "declines")  # type: ignore[arg-type]

    def found(query: str) -> list[str]:
        return [row.th.get_text().split()[1] for row in office.page(f"{AT}?{query}").select("tbody tr")]

    assert found("q=MALMO") == found("network=oasc") == found("answer=declines") == ["Åkesson"]
    assert found("q=overgard+rzeszow") == ["Øvergård"]
    assert found("answer=unsent") == ["Gość", "Øvergård"]
    assert found("answer=unsent&network=oasc") == []


def test_nobody_is_invited_twice_or_when_registered(house: Flask, office: InspectingClient) -> None:
    with house.app_context(), writing():
        inviting.invite(edition_of(), invitee())
        registering.register(edition_of(), submission(1))
    anna = {"given": "anna", "family": "Gosc 000", "place": "Rzeszów"}
    for twice in (anna | {"email": "GUEST0@example.org"}, anna | {"email": "other@example.org"}):
        refused = office.submit(f"{AT}add", status=409, **twice)
        assert "This person is already on the invitation list." in refused.text
        assert code_of(house, "Gość 000") in refused.text
    mayor = {"given": "Żaneta", "family": "Łukaszewicz 1", "place": "rzeszow", "email": "mayor1@example.org"}
    assert "This person is already registered." in office.submit(f"{AT}add", status=409, **mayor).text
    unreachable = office.submit(f"{AT}add", status=422, given="A", family="B", place="C")
    assert "Enter an email address or a telephone number." in unreachable.text


@pytest.mark.proof("the list: test_the_call_list_and_its_notes")
def test_today_says_whom_to_call(house: Flask) -> None:
    invited(house)
    with house.app_context():
        assert silent_guests(Desk(edition_of())) == []
        with clock.at(clock.now() + timedelta(days=5, minutes=1)):
            (todo,) = silent_guests(Desk(edition_of()))
            assert (todo.words, todo.endpoint) == ("1 invited person has not answered: call them", "invitations.calls")
            with writing():
                invitation_answering.note_call(db.session.scalars(select(Invitation)).one())
            assert silent_guests(Desk(edition_of())) == []
        with clock.at(clock.now() + timedelta(days=60)):
            assert silent_guests(Desk(edition_of())) == []


def test_today_says_whom_no_email_reaches(house: Flask) -> None:
    with house.app_context():
        with writing():
            inviting.invite(edition_of(), invitee(phone="+48 17 875", email=""))
            inviting.invite(edition_of(), invitee(1))
            inviting.invite(edition_of(), invitee(2))
        assert [one.words for one in unsent_invitations(Desk(edition_of()))] == ["2 invitations to send"]
        assert [one.words for one in only_by_telephone(Desk(edition_of()))] == [
            "1 invited person can only be reached by phone"
        ]
        with writing():
            db.session.add(BadAddress(email_key="guest1@example.org", at=clock.now(), reason="gone"))
        assert [one.words for one in unsent_invitations(Desk(edition_of()))] == ["1 invitation to send"]
        assert [one.words for one in only_by_telephone(Desk(edition_of()))] == [
            "2 invited people can only be reached by phone"
        ]
        assert {one.person.family for one in due_invitations.to_call(edition_of())} == {"Gość 000", "Gość 001"}


def test_another_editions_things_are_missing(house: Flask, office: InspectingClient) -> None:
    with house.app_context(), writing():
        other = make_edition("2032")
        made = inviting.invite(other, invitee())
        code = made.code
    assert office.get(f"{AT}{code}").status_code == 404
    assert office.post(f"{AT}{code}/call").status_code in (400, 404)
