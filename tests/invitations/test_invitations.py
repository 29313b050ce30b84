"""Invitations through the real pages: sent, answered by one tap, changed, called about, withdrawn."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import (
    AT,
    DEPUTY,
    MAYOR,
    answers,
    at_the_desk,
    code_of,
    furnish,
    invited,
    invitee,
    link_in_last_mail,
    told,
)
from mails import code_in, deliver, html_of, link_in, text_of
from queries_counted import counted
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from static_checks import contents

from assembly import clock
from assembly.access.service import invitation_links
from assembly.delegations import queries as delegation_queries
from assembly.extensions import db
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service import sending as invitation_sending
from assembly.invitations.service.answering import Answer
from assembly.models import (
    BadAddress,
    Edition,
    Entry,
    Invitation,
    Mail,
    Mode,
    Move,
    Person,
    Reply,
    Representation,
    Represents,
)
from assembly.office.todo.desk import Desk
from assembly.office.todo.people import only_by_telephone, silent_guests, unsent_invitations
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.transactions import writing

OWN = "/en/invitation"


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context(), writing():
        furnish(size=2)
    return app


@pytest.fixture
def office(house: Flask) -> InspectingClient:
    return at_the_desk(house)


@pytest.fixture
def guest(house: Flask) -> InspectingClient:
    return house.test_client()  # type: ignore[return-value]


def edition_of(slug: str = "2031") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def tap(client: InspectingClient, link: str, answer: str = "comes") -> str:
    """Open the link of this answer in the mail and press its button; where that leads."""
    return str(client.submit(f"{link}?answer={answer}", answer=answer).location)


def change(client: InspectingClient, reply: str, **typed: str) -> None:
    client.submit(f"{OWN}/{reply}", **typed)


def state_of(client: InspectingClient) -> str:
    return " ".join(client.page(OWN).select_one("main .state").get_text(" ", strip=True).split())


def test_a_mayor_is_invited_in_twenty_seconds_and_comes_by_one_tap(
    house: Flask, office: InspectingClient, guest: InspectingClient
) -> None:
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


def test_the_mail_says_by_when_to_answer_with_the_hour_and_whose_hour_it_is(house: Flask) -> None:
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


def test_opening_the_link_answers_nothing_and_stays_on_this_page(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    before = contents(house)
    for answer in Reply:
        response = guest.get(f"{link}?answer={answer.value}")
        assert (response.headers["Referrer-Policy"], response.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert contents(house) == before
    assert "Disallow: /en/i/" in guest.get("/robots.txt").text


def test_a_second_tap_makes_nothing_new(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    for answer in ("comes", "comes"):
        tap(guest, link, answer)
    mails, registered = len(deliver(house)), told(house)
    for _again in range(2):
        change(guest, "comes")
        tap(guest, link, "comes")
    assert told(house) == registered == [("Gość 000", "on_site", "confirmed", "invitation")]
    assert len(deliver(house)) == mails


def test_two_taps_at_once_are_one(house: Flask) -> None:
    link, barrier = invited(house), threading.Barrier(2)
    clients: list[Any] = [house.test_client() for _ in range(2)]
    for client in clients:
        client.page(link)  # its cookie and token
    house.config["WTF_CSRF_ENABLED"] = False

    def press(client: Any) -> None:
        barrier.wait()
        client.post(link, data={"answer": "comes"})

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told(house) == [("Gość 000", "on_site", "confirmed", "invitation")]
    assert answers(house) == {"Gość 000": "comes"}


def test_without_the_lock_two_taps_would_collide(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: who reads before they have the lock meets the other's row."""
    invited(house)
    monkeypatch.setattr("assembly.access.queries.active_of", lambda *_: None)
    asked = delegation_queries.known
    before = lambda *facts: replace(asked(*facts), active=None)  # noqa: E731 -- what was so before the lock
    monkeypatch.setattr("assembly.delegations.queries.known", before)
    with house.app_context():
        one = db.session.scalars(select(Invitation)).one()
        with writing():
            invitation_answering.answer(one, Answer(Reply.COMES))
        with pytest.raises(IntegrityError), writing():
            invitation_answering.answer(one, Answer(Reply.COMES))


def test_an_answer_is_of_the_invitation_whose_page_it_was_given_on(house: Flask, guest: InspectingClient) -> None:
    first, second = invited(house), invited(house, family="Nowak", email="guest1@example.org", place="Porto")
    tap(guest, first)
    drawn = filled(guest.page(f"{OWN}/declines").select_one("main form"), {})
    tap(guest, second)
    assert guest.post(f"{OWN}/declines", data=drawn).status_code == 409
    assert guest.post(f"{OWN}/declines", data=drawn | {"whose": ""}).status_code == 409
    assert set(answers(house).values()) == {"comes"}


def test_coming_then_not_frees_the_place_and_back_again(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    tap(guest, link)
    deliver(house)
    assert tap(guest, link, "declines") == OWN
    assert told(house) == [("Gość 000", "on_site", "cancelled", "invitation")]
    assert "Thank you for telling us." in state_of(guest)
    guest.submit(OWN, form=f"form[action='{OWN}/declines']", reason="The council meets")
    with house.app_context():
        assert db.session.scalars(select(Invitation)).one().reason == "The council meets"
    change(guest, "comes")
    assert [one[2] for one in told(house)] == ["cancelled", "confirmed"]
    with house.app_context():
        one = db.session.scalars(select(Invitation)).one()
        assert (one.reason, one.reply) == ("", Reply.COMES)
    assert [mail["Subject"].partition(" –")[0] for mail in deliver(house)] == [
        "You are invited",
        "Registration confirmed",
        "Registration cancelled",
        "Registration confirmed",
    ]


def test_online_instead_of_in_the_room(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    tap(guest, link)
    change(guest, "online")
    assert [one[1:3] for one in told(house)] == [("on_site", "cancelled"), ("online", "confirmed")]
    assert "You will follow the assembly online." in state_of(guest)


def test_only_what_is_missing_is_asked(house: Flask, guest: InspectingClient) -> None:
    link = invited(house, function="")
    assert tap(guest, link) == f"{OWN}/comes"
    assert told(house) == []
    page = guest.page(f"{OWN}/comes")
    assert [one["name"] for one in page.select("main input:not([type=hidden])")] == ["function"]
    refused = guest.submit(f"{OWN}/comes", status=422, function="")
    assert "Enter the position" in refused.text
    change(guest, "comes", function="Mayor")
    with house.app_context():
        one = db.session.scalars(select(Invitation)).one()
        assert (one.function, one.registration.function) == ("Mayor", "Mayor")
    change(guest, "online")  # it is known now
    assert told(house)[-1][1:3] == ("online", "confirmed")


def test_somebody_represents_the_mayor(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    assert tap(guest, link, "represented") == f"{OWN}/represented"
    refused = guest.submit(f"{OWN}/represented", status=422, **DEPUTY | {"email": "ewa"})
    assert 'value="Zastępczyni"' in refused.text  # nothing typed is lost
    change(guest, "represented", **DEPUTY)
    assert told(house) == [("Zastępczyni", "on_site", "confirmed", "invitation")]
    assert "Ewa Zastępczyni" in state_of(guest)
    to = {mail["To"]: mail["Subject"].partition(" –")[0] for mail in deliver(house)[1:]}
    assert to[DEPUTY["email"]] == "Anna Gość 000 has named you as their representative"
    assert "guest0@example.org" in to  # the mayor's office hears of it, with a link of its own
    with house.app_context():
        one = db.session.scalars(select(Representation)).one()
        assert (one.registration.badge_name, one.for_person.family) == ("Ewa Zastępczyni", "Gość 000")
        assert (one.community.code, one.until_at) == ("rzeszow", None)


def test_named_again_nothing_is_new_and_another_takes_the_place(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    tap(guest, link, "represented")
    change(guest, "represented", **DEPUTY)
    change(guest, "represented", **DEPUTY)
    assert len(told(house)) == 1
    change(guest, "represented", **DEPUTY | {"given": "Jan", "family": "Drugi", "email": "jan@rzeszow.example.org"})
    assert [one[0::2] for one in told(house)] == [("Zastępczyni", "cancelled"), ("Drugi", "confirmed")]
    change(guest, "comes")
    assert [one[0::2] for one in told(house)][1:] == [("Drugi", "cancelled"), ("Gość 000", "confirmed")]
    with house.app_context():
        rows = db.session.scalars(select(Representation).order_by(Representation.id)).all()
        assert [one.until_at is None for one in rows] == [False, False, True]  # the mayor for herself


def test_nobody_represents_themselves(house: Flask, guest: InspectingClient) -> None:
    tap(guest, invited(house), "represented")
    mayor = {"given": "Anna", "family": "Gosc 000", "function": "Mayor", "email": "guest0@example.org"}
    refused = guest.submit(f"{OWN}/represented", status=422, **mayor)
    assert "in place of the one we invited" in refused.text
    assert told(house) == []


def test_an_invitation_neither_finds_out_who_is_registered_nor_cancels_them(
    house: Flask, guest: InspectingClient
) -> None:
    """Somebody names a mayor who is registered already, then takes it back."""
    other = {"given": "Żaneta", "family": "Inna", "function": "Mayor", "email": "inna@example.org"}
    known, unknown = house.test_client(), house.test_client()
    with house.app_context(), writing():
        registering.register(edition_of(), submission(family="Inna", email="inna@example.org"))
    pages = []
    for number, client in enumerate((known, unknown)):
        tap(client, invited(house, number=number), "represented")  # type: ignore[arg-type]
        name = other | ({"family": "Nieznana", "email": "x@example.org"} if client is unknown else {})
        change(client, "represented", **name)  # type: ignore[arg-type]
        pages.append(state_of(client).replace(name["family"], "…"))  # type: ignore[arg-type]
    assert pages[0] == pages[1]
    named = {mail["To"]: text_of(mail) for mail in deliver(house) if mail["To"].startswith(("inna@", "x@"))}
    assert "déjà" in named["inna@example.org"]  # in their own language
    assert "déjà" not in named["x@example.org"]
    tap(known, invited_link(house, "Gość 000"), "declines")  # type: ignore[arg-type]
    assert ("Inna", "on_site", "confirmed", "form") in told(house)


def invited_link(app: Flask, family: str) -> str:
    with app.app_context():
        one = db.session.scalars(select(Invitation).join(Person).where(Person.family == family)).one()
        return f"/en/i/{unseal(one.token_sealed)}"


def test_who_registered_by_the_form_is_found_again(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    with house.app_context(), writing():
        who = {"given": "Anna", "family": "Gość 000", "email": "guest0@example.org"}
        registering.register(edition_of(), submission(**who))
    tap(guest, link)
    assert told(house) == [("Gość 000", "on_site", "confirmed", "form")]
    tap(guest, link, "declines")
    assert told(house)[0][2] == "cancelled"


def test_a_full_room_means_the_waiting_list(house: Flask, guest: InspectingClient) -> None:
    with house.app_context(), writing():
        for number in (1, 2):
            registering.register(edition_of(), submission(number))
    tap(guest, invited(house))
    assert "You are number 1 on the waiting list." in state_of(guest)


def close(app: Flask, mode: Mode = Mode.ON_SITE) -> None:
    with app.app_context(), writing():
        count = next(one for one in edition_of().places if one.mode is mode)
        count.closes_at = clock.now() - timedelta(minutes=1)


def test_after_the_deadline_a_sentence_and_cancelling_still_works(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    page = guest.page(link)
    close(house)
    late = guest.post(link, data=filled(page.select_one("main form"), {"answer": "comes"}))
    assert late.location == f"{OWN}/comes"
    assert "Registration has closed." in guest.page(f"{OWN}/comes").get_text()
    assert told(house) == []
    assert guest.submit(f"{OWN}", form=f"form[action='{OWN}/online']").location == OWN  # that one is still open
    close(house, Mode.ONLINE)
    assert [one["value"] for one in guest.page(link).select("main button")] == ["declines"]
    tap(guest, link, "declines")
    assert told(house)[-1][1:3] == ("online", "cancelled")
    assert len(guest.page(OWN).select(".answers")) == 0


def test_before_registration_opens_the_invited_may_answer(house: Flask, guest: InspectingClient) -> None:
    with house.app_context(), writing():
        for count in edition_of().places:
            count.opens_at = clock.now() + timedelta(days=1)
    tap(guest, invited(house))
    assert told(house)[0][2] == "confirmed"


def test_by_invitation_the_form_is_closed_and_the_invited_pass(
    house: Flask, office: InspectingClient, guest: InspectingClient
) -> None:
    page = guest.page("/en/2031/register")
    office.submit("/en/manage/2031/places/on_site", by_invitation="y")
    form = guest.page("/en/2031/register")
    assert form.select_one("input[name=mode][value=on_site]").has_attr("disabled")
    assert "by invitation" in form.get_text()
    typed = {"represents": "community", "place": "rzeszow", "given": "A", "family": "B", "function": "Mayor"}
    sent = filled(page.select_one("main form"), typed | {"email": "a@example.org", "mode": "on_site"})
    refused = guest.post("/en/2031/register", data=sent)
    assert refused.status_code == 409
    assert "Use the link in your invitation." in refused.text
    assert told(house) == []
    tap(guest, invited(house))
    assert told(house)[0][2] == "confirmed"
    assert office.page("/en/manage/2031/places/on_site").select_one("#by_invitation").has_attr("checked")


def test_where_only_the_invited_may_register_no_page_offers_the_form(house: Flask, office: InspectingClient) -> None:
    for mode in ("on_site", "online"):
        office.submit(f"/en/manage/2031/places/{mode}", by_invitation="y")
    home = house.test_client().page("/fr/2031/")  # type: ignore[attr-defined]
    assert "L’inscription se fait sur invitation." in home.get_text()
    assert home.select("a.join") == []
    closed = house.test_client().page("/fr/2031/register")  # type: ignore[attr-defined]
    assert closed.select("main form") == []
    assert "utilisez le lien de votre invitation" in closed.get_text()


def test_each_is_written_to_once_and_reminded_once_a_day(house: Flask, office: InspectingClient) -> None:
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


def test_a_reminder_that_waits_goes_to_nobody_who_has_answered(house: Flask) -> None:
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


def test_sent_again_it_is_the_same_link_and_a_second_click_sends_nothing(
    house: Flask, office: InspectingClient
) -> None:
    link = invited(house)
    one = f"{AT}{code_of(house, 'Gość 000')}"
    page = office.page(one)
    again = filled(page.select_one(f"form[action='{one}/send']"), {})
    for _twice in range(2):
        assert office.post(f"{one}/send", data=again).location == one
    assert len(deliver(house)) == 2
    assert link_in_last_mail(house) == link


def test_withdrawn_its_link_is_like_one_that_never_was(
    house: Flask, office: InspectingClient, guest: InspectingClient
) -> None:
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


def test_who_was_withdrawn_is_invited_anew_with_another_link(house: Flask, office: InspectingClient) -> None:
    link = invited(house)
    with house.app_context(), writing():
        invitation_links.withdraw(db.session.scalars(select(Invitation)).one())
    again = {"given": "Anna", "family": "Gość 000", "place": "rzeszow", "email": "guest0@example.org"}
    office.submit(f"{AT}add", **again)
    assert invited_link(house, "Gość 000") != link
    assert house.test_client().get(link).status_code == 404
    office.submit(AT, form=f"form[action='{AT}send']")
    assert link_in_last_mail(house) == invited_link(house, "Gość 000")


def test_the_cookie_of_an_invitation_opens_nothing_else(house: Flask, guest: InspectingClient) -> None:
    first, second = invited(house, number=0), invited(house, number=1)
    tap(guest, first)
    for path in ("/en/my/details", "/en/communities/mine", "/en/invited-by", AT):
        assert guest.get(path).status_code in (403, 303), path
    assert "Gość 000" in guest.page(OWN).get_text()
    tap(guest, second, "declines")  # another link, another cookie
    assert answers(house) == {"Gość 000": "comes", "Gość 001": "declines"}
    assert "Gość 001" in guest.page(OWN).get_text()


def test_the_call_list_and_what_was_said_on_the_telephone(house: Flask, office: InspectingClient) -> None:
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


def test_the_office_notes_an_answer_after_the_deadline(house: Flask, office: InspectingClient) -> None:
    invited(house)
    close(house)
    one = f"{AT}{code_of(house, 'Gość 000')}"
    office.submit(one, form=f"form[action='{one}/answer/comes']")
    assert told(house)[0][2] == "confirmed"


def test_the_list_is_searched_blind_to_accents_and_filtered(house: Flask, office: InspectingClient) -> None:
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


def test_an_organisation_is_offered_what_it_may_have(house: Flask, guest: InspectingClient) -> None:
    link = invited(house, represents=Represents.ORGANISATION, place="A foundation")
    assert [one["value"] for one in guest.page(link).select("main button")] == ["online", "declines"]
    assert "You cannot choose this answer." in (tap(guest, link, "online") and guest.page(f"{OWN}/comes").get_text())


def test_the_place_the_office_meant_is_registered(house: Flask, guest: InspectingClient) -> None:
    """Two places of one name: the form would not know which."""
    with house.app_context(), writing():
        make("villa", "Villa", country="ES")
        make("villa-it", "Villa", country="IT")
    tap(guest, invited(house, place="Villa (IT)"))
    with house.app_context():
        one = db.session.scalars(select(Invitation)).one()
        assert (one.community.code, one.registration.community.code) == ("villa-it", "villa-it")  # type: ignore[union-attr]


def test_an_answer_costs_few_statements(house: Flask) -> None:
    invited(house, number=0)
    invited(house, number=1)
    costs = []
    with house.app_context():
        for one in db.session.scalars(select(Invitation).order_by(Invitation.id)).all():
            with counted(house) as sent, writing():
                invitation_answering.answer(one, Answer(Reply.COMES))
            costs.append(len(sent))
    assert costs[1] <= 20, "\n".join(one[:60].replace("\n", " ") + " … " + one[-90:].replace("\n", " ") for one in sent)


def test_what_belongs_to_another_edition_is_not_there(house: Flask, office: InspectingClient) -> None:
    with house.app_context(), writing():
        other = make_edition("2032")
        made = inviting.invite(other, invitee())
        code = made.code
    assert office.get(f"{AT}{code}").status_code == 404
    assert office.post(f"{AT}{code}/call").status_code in (400, 404)
