"""An invited person answers: by one tap, again, late, for somebody else."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from answering import OWN, edition_of, invited_link, tap
from directory import make
from factories import submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import DEPUTY, answers, invited, told
from mails import deliver, text_of
from queries_counted import counted
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from static_checks import contents

from assembly.delegations import queries as delegation_queries
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service.answering import Answer
from assembly.models import Invitation, Reply, Representation
from assembly.registration.service import registering
from assembly.transactions import writing


def change(client: InspectingClient, reply: str, **typed: str) -> None:
    client.submit(f"{OWN}/{reply}", **typed)


def state_of(client: InspectingClient) -> str:
    return " ".join(client.page(OWN).select_one("main .state").get_text(" ", strip=True).split())


def test_opening_the_link_answers_nothing(house: Flask, guest: InspectingClient) -> None:
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


def test_answer_belongs_to_invitation_of_its_page(house: Flask, guest: InspectingClient) -> None:
    first, second = invited(house), invited(house, family="Nowak", email="guest1@example.org", place="Porto")
    tap(guest, first)
    drawn = filled(guest.page(f"{OWN}/declines").select_one("main form"), {})
    tap(guest, second)
    assert guest.post(f"{OWN}/declines", data=drawn).status_code == 409
    assert guest.post(f"{OWN}/declines", data=drawn | {"whose": ""}).status_code == 409
    assert set(answers(house).values()) == {"comes"}


def test_declining_frees_the_place_and_back(house: Flask, guest: InspectingClient) -> None:
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


@pytest.mark.proof("test_after_the_deadline_cancelling_still_works chooses online")
def test_online_instead_of_in_the_room(house: Flask, guest: InspectingClient) -> None:
    link = invited(house)
    tap(guest, link)
    change(guest, "online")
    assert [one[1:3] for one in told(house)] == [("on_site", "cancelled"), ("online", "confirmed")]
    assert "You will follow the assembly online." in state_of(guest)


@pytest.mark.proof("one more question on the way of test_declining_frees_the_place_and_back")
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


@pytest.mark.proof("test_a_replaced_deputy_hears_why replaces one")
def test_naming_again_changes_nothing_another_replaces(house: Flask, guest: InspectingClient) -> None:
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


@pytest.mark.proof("an exception of test_somebody_represents_the_mayor")
def test_nobody_represents_themselves(house: Flask, guest: InspectingClient) -> None:
    tap(guest, invited(house), "represented")
    mayor = {"given": "Anna", "family": "Gosc 000", "function": "Mayor", "email": "guest0@example.org"}
    refused = guest.submit(f"{OWN}/represented", status=422, **mayor)
    assert "in place of the one we invited" in refused.text
    assert told(house) == []


def test_invitation_neither_reveals_nor_cancels_registered(house: Flask, guest: InspectingClient) -> None:
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


@pytest.mark.proof("test_invitation_neither_reveals_nor_cancels_registered")
def test_registered_by_form_are_found_again(house: Flask, guest: InspectingClient) -> None:
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


@pytest.mark.proof("test_invitation_import keeps the place")
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
