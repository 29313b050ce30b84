"""One person set right: every fact on one page, nobody's work undone unseen, no old key left to a door."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import invitee
from mails import deliver, link_in

from assembly.access import queries as access_queries
from assembly.access.service import links as access_links
from assembly.editions.queries import pool_of
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.models import (
    AccessLink,
    Badge,
    Category,
    Edition,
    Entry,
    Invitation,
    Mail,
    MailState,
    Mode,
    Office,
    Person,
    Purpose,
    Registration,
    Reply,
    State,
)
from assembly.people.service.answering import decline, give_place
from assembly.registration.service import attendance
from assembly.registration.service.handing_over import Successor, hand_over
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.sealed import unseal
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An edition of one place: the first person has it, the second waits, with an assistant."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        make_user("organiser", "here@example.org", edition)
        register(edition, submission(0))
        register(edition, submission(1, assistant_email="helper@example.org"))
    sign_in(client, ("here@example.org", PASSPHRASE))
    return client


def one(number: int = 0) -> Registration:
    return db.session.query(Registration).order_by(Registration.id).all()[number]


def page_of(app: Flask, number: int = 0, part: str = "") -> str:
    with app.app_context():
        return f"/en/manage/2031/people/{one(number).code}{part}"


def badges_of(registration: Registration) -> list[Badge]:
    return db.session.query(Badge).filter_by(registration_id=registration.id).order_by(Badge.id).all()


def fault(answer: Any) -> str:
    return answer.soup.select_one(".summary").get_text(" ", strip=True)


def test_every_fact_is_written_found_again_and_noted_by_its_kind(app: Flask, office: InspectingClient) -> None:
    changes = {
        "given": "Żanetta",
        "function": "Adjointe au maire",
        "represents": "organisation",
        "place": "Câmara do Porto",
        "lang": "en",
        "phone": "+48 17 875 40 00",
        "note": "Comes by train.\n\nRing first.",
    }
    office.submit(page_of(app, part="/edit"), form="#facts", **changes)
    shown = office.page(page_of(app)).get_text(" ")
    for said in ("Adjointe au maire", "Câmara do Porto", "+48 17 875 40 00", "Comes by train.", "Position changed"):
        assert said in shown
    assert "Someone" in shown.partition("Changes made")[2]
    found = office.page("/en/manage/2031/people?q=camara+zanetta").select("tbody th a")
    assert [link.get_text() for link in found] == ["Żanetta Łukaszewicz 0"]
    with app.app_context():
        assert (one().office, one().lang, one().person.given) == (Office.ELECTED, "en", "Żanetta")
        verbs = {entry.verb for entry in db.session.query(Entry).filter_by(noun_ref=one().code)}
        assert {"name changed", "place changed", "note changed", "telephone changed", "language changed"} <= verbs
        assert "category changed" not in verbs


def test_an_office_set_by_hand_stays_when_the_function_changes(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app), form="form[action$='/office']", office="other")
    office.submit(page_of(app, part="/edit"), form="#facts", function="Bürgermeisterin")
    with app.app_context():
        assert one().office is Office.OTHER
    office.submit(page_of(app), form="form[action$='/office']", office="head")  # as one would guess
    office.submit(page_of(app, part="/edit"), form="#facts", function="Assistant")
    with app.app_context():
        assert one().office is Office.HEAD


def test_who_saves_over_a_change_sees_both_wordings(app: Flask, office: InspectingClient) -> None:
    path = page_of(app, part="/edit")
    before = office.page(path).select_one("#facts [name=version]")["value"]
    office.submit(path, form="#facts", function="Deputy Mayor")
    answer = office.submit(path, form="#facts", function="Governor", version=before, status=409)
    page = answer.soup
    assert page.select_one(".state dd").get_text() == "Deputy Mayor"
    assert page.select_one("#function")["value"] == "Governor"
    with app.app_context():
        assert one().function == "Deputy Mayor"
    data = {tag["name"]: tag.get("value", "") for tag in page.select("#facts input[name]")}
    chosen = {tag["name"]: tag.select_one("[selected]")["value"] for tag in page.select("#facts select")}
    assert office.post(path, data=data | chosen | {"lang": "fr"}).status_code == 303
    with app.app_context():
        assert one().function == "Governor"


def test_the_second_of_two_clicks_finds_it_saved(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make("rzeszow", "Rzeszów")
    path = page_of(app, part="/edit")
    form = office.page(path).select_one("#facts")
    data = filled(form, {"function": "Governor", "place": "rzeszow", "note": "By the window"})
    assert [office.post(path, data=data).status_code for _click in range(2)] == [303, 303]
    assert office.post(path, data=data | {"function": "Mayor"}).status_code == 409  # the control
    with app.app_context():
        assert (one().function, one().note) == ("Governor", "By the window")
        assert db.session.query(Entry).filter_by(noun_ref=one().code, verb="note changed").count() == 1


@pytest.mark.parametrize("button", ["renew-link", "renew-code"])
def test_a_button_pressed_twice_renews_once(app: Flask, office: InspectingClient, button: str) -> None:
    form = office.page(page_of(app)).select_one(f"form[action$='/{button}']")
    with app.app_context():
        before = db.session.query(Mail).count(), db.session.query(AccessLink).count() + db.session.query(Badge).count()
    for _click in range(2):
        assert office.post(form["action"], data=filled(form, {})).status_code == 303
    with app.app_context():
        after = db.session.query(Mail).count(), db.session.query(AccessLink).count() + db.session.query(Badge).count()
        assert after == (before[0] + 1, before[1] + 1)


def test_a_faulty_form_keeps_what_was_typed(app: Flask, office: InspectingClient) -> None:
    answer = office.submit(page_of(app, part="/edit"), form="#facts", given="", function="Mayoress", status=422)
    assert "Enter the given name." in fault(answer)
    assert "Mayoress" in answer.get_data(as_text=True)


def test_a_name_known_elsewhere_is_changed_there_only_if_somebody_says_so(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))
    path = page_of(app, part="/edit")
    answer = office.submit(path, form="#facts", given="Zaneta", badge_name="Zaneta Ł.", status=422)
    assert "also appears elsewhere" in fault(answer)
    office.submit(path, form="#facts", badge_name="Zaneta Ł.")
    with app.app_context():
        assert (one().badge_name, one().person.given) == ("Zaneta Ł.", "Żaneta")
    office.submit(path, form="#facts", given="Zaneta", everywhere="y")
    with app.app_context():
        assert one().person.given == "Zaneta"


def test_a_corrected_address_gets_a_new_link_and_the_old_one_opens_nothing(
    app: Flask, office: InspectingClient
) -> None:
    with app.app_context():
        links = db.session.query(AccessLink).filter_by(registration_id=one().id).all()
        old, code = unseal(links[0].token_sealed), one().code
        badge = access_queries.valid_badge(one()).token_hash  # type: ignore[union-attr]
    deliver(app)
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    mail = deliver(app)[-1]
    assert mail["To"] == "right@example.org"
    visitor: Any = app.test_client()
    visitor.page(f"/en/r/{old}", status=404)
    visitor.submit(link_in(mail))
    assert visitor.page("/en/my/").select_one("h1")
    with app.app_context():
        assert [found.token_hash for found in badges_of(one())] == [badge]  # it may be on paper
        assert {entry.verb for entry in db.session.query(Entry).filter_by(noun_ref=code)} >= {"address corrected"}
        mails = db.session.query(Mail).count()
    office.submit(page_of(app, part="/edit"), form="#another-address", email="RIGHT@example.org")
    with app.app_context():
        assert db.session.query(Mail).count() == mails
    office.submit(page_of(app, part="/edit"), form="#another-address", email="other@example.org", code_lost="y")
    with app.app_context():
        assert [(found.revoked_at is None, found.number) for found in badges_of(one())] == [(False, 1), (True, 2)]
        assert db.session.query(Mail).count() == mails + 1


def test_a_correction_never_makes_one_person_of_two(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0, email="right@example.org"))
    answer = office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org", status=409)
    assert "does not merge two people" in fault(answer)
    with app.app_context():
        assert one().person.email == "mayor0@example.org"


def test_who_is_known_elsewhere_keeps_the_old_address_there(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))
    office.submit(page_of(app, part="/edit"), form="#another-address", email="new@example.org")
    with app.app_context():
        assert [found.person.email for found in (one(0), one(2))] == ["new@example.org", "mayor0@example.org"]
        assert db.session.query(Person).filter_by(email_key="new@example.org").count() == 1


def an_invitation(edition: Edition) -> Invitation:
    """Of the first of those who are registered, by their own address."""
    return inviting.invite(
        edition, invitee(given="Żaneta", family="Łukaszewicz 0", email="mayor0@example.org", network="")
    )


def test_the_invitation_sent_to_the_old_address_opens_nothing_either(app: Flask, office: InspectingClient) -> None:
    """Whoever reads the old address could else answer it, and cancel the registration."""
    with app.app_context(), writing():
        cancel(one())
        invitation = an_invitation(one().edition)
        old = unseal(invitation.token_sealed)
        invitation_answering.answer(invitation, invitation_answering.Answer(Reply.ONLINE))
    guest: Any = app.test_client()
    guest.submit(f"/en/i/{old}?answer=online", answer="online")
    assert guest.get("/en/invitation").status_code == 200
    office.submit(page_of(app, 2, "/edit"), form="#another-address", email="right@example.org")
    assert guest.get("/en/invitation").status_code == 403
    assert guest.get(f"/en/i/{old}").status_code == 404
    with app.app_context():
        assert db.session.query(Invitation).one().person.email == "right@example.org"


def test_the_invitation_goes_with_who_stands_apart_and_stays_elsewhere(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        cancel(one())
        here = one().edition
        invitation_answering.answer(an_invitation(here), invitation_answering.Answer(Reply.ONLINE))
        there = an_invitation(make_edition("2032"))
        old = there.token_hash
    office.submit(page_of(app, 2, "/edit"), form="#another-address", email="right@example.org")
    with app.app_context():
        here, there = db.session.query(Invitation).order_by(Invitation.id)
        assert (here.person.email, there.person.email) == ("right@example.org", "mayor0@example.org")
        assert here.person_id == one(2).person_id
        assert there.token_hash == old


def test_a_mail_that_waited_takes_no_new_link_to_the_old_address(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))  # so that the old address stays a person's
    deliver(app)
    with app.app_context(), writing():
        access_links.send_again(one(), "a key")
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    assert [mail["To"] for mail in deliver(app)][-1:] == ["right@example.org"]
    with app.app_context():
        waited = db.session.query(Mail).filter(Mail.dedupe_key.startswith("again:")).one()
        assert waited.state is MailState.DROPPED


def test_who_handed_the_place_over_can_still_be_written_to_at_the_right_address(
    app: Flask, office: InspectingClient
) -> None:
    with app.app_context(), writing():
        hand_over(one(), Successor("Ewa", "Zastępczyni", "Deputy", "ewa@example.org", "en"))
    deliver(app)
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    mail = deliver(app)[-1]
    assert mail["To"] == "right@example.org"
    with app.app_context():
        kinds = [row.template for row in db.session.query(Mail).order_by(Mail.id)]
        assert kinds[-1] == "registration_cancelled"
        assert access_queries.valid_badge(one()) is None


@pytest.mark.parametrize(
    ("state", "kind"), [("cancelled", "registration_cancelled"), ("declined", "registration_declined")]
)
def test_a_renewed_link_comes_with_the_mail_that_fits(
    app: Flask, office: InspectingClient, state: str, kind: str
) -> None:
    with app.app_context(), writing():
        cancel(one()) if state == "cancelled" else decline(one(), "why")
    deliver(app)
    office.submit(page_of(app), form="form[action$='/renew-link']")
    with app.app_context():
        newest = db.session.query(Mail).order_by(Mail.id.desc()).first()
        assert newest is not None
        assert newest.template == kind
        assert one().state is State(state)


def test_without_an_address_no_mail_leaves_and_no_link_is_left(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#another-address", email="")
    with app.app_context():
        assert one().person.email is None
        assert access_queries.link_of(one(), assistant=False) is None
    assert "Send the email again" not in office.page(page_of(app)).get_text()


def test_the_mail_goes_again_once_for_two_clicks(app: Flask, office: InspectingClient) -> None:
    form = office.page(page_of(app)).select_one("form[action$='/send-again']")
    data = {tag["name"]: tag["value"] for tag in form.select("input")}
    with app.app_context():
        before = db.session.query(Mail).count()
    for _click in range(2):
        assert office.post(form["action"], data=data).status_code == 303
    with app.app_context():
        assert db.session.query(Mail).count() == before + 1


def test_the_access_of_an_assistant_ends_and_the_persons_own_stays(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        link = access_queries.link_of(one(1), assistant=True)
        assert link is not None
        helper, helper_link = app.test_client(), f"/en/r/{unseal(link.token_sealed)}"
    helper.submit(helper_link)  # type: ignore[attr-defined]
    assert helper.get("/en/my/").status_code == 200
    office.submit(page_of(app, 1), form="form[action$='/end-access']")
    assert helper.get("/en/my/").status_code == 403
    page = office.page(page_of(app, 1))
    assert "helper@example.org" in page.get_text()
    assert page.select("form[action$='/end-access']") == []
    with app.app_context():
        assert access_queries.link_of(one(1), assistant=False) is not None


def test_an_assistant_who_leaves_may_hold_the_code_and_a_new_one_replaces_it(
    app: Flask, office: InspectingClient
) -> None:
    with app.app_context():
        with writing():
            pool_of(one(1).edition, Mode.ON_SITE).size = 2  # type: ignore[union-attr]
            db.session.flush()
            give_place(one(1), "There is room")
        assert one(1).opens_doors
        own = access_queries.link_of(one(1), assistant=False)
        assert own is not None
        old, opened = access_queries.valid_badge(one(1)).token_hash, unseal(own.token_sealed)  # type: ignore[union-attr]
    guest: Any = app.test_client()
    guest.submit(f"/en/r/{opened}")
    assert "any entry code they have seen still works" in guest.page("/en/my/").get_text()
    assert "does not cancel the entry code" in office.page(page_of(app, 1)).get_text()
    office.submit(page_of(app, 1), form="form[action$='/end-access']")
    assert "If they have seen the entry code, they can still use it." in office.page(page_of(app, 1)).get_text()
    deliver(app)
    office.submit(page_of(app, 1), form="form[action$='/renew-code']")
    assert [mail["To"] for mail in deliver(app)][-1] == "mayor1@example.org"
    assert "Entry code replaced" in office.page(page_of(app, 1)).get_text()
    with app.app_context():
        badge = access_queries.valid_badge(one(1))
        assert badge is not None
        assert (badge.number, badge.token_hash == old) == (2, False)
        assert access_queries.link_of(one(1), assistant=False) is not None  # the link is as before


def test_a_renewed_link_closes_the_page_it_opened_before(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        old = unseal(access_queries.link_of(one(), assistant=False).token_sealed)  # type: ignore[union-attr]
    guest: Any = app.test_client()
    guest.submit(f"/en/r/{old}")
    office.submit(page_of(app), form="form[action$='/renew-link']")
    assert guest.get("/en/my/").status_code == 403
    with app.app_context():
        own = {"registration_id": one().id, "purpose": Purpose.OWN}
        links = db.session.query(AccessLink).filter_by(**own).order_by(AccessLink.id).all()
        assert [link.is_valid for link in links] == [False, True]


def test_who_goes_online_frees_the_place_for_the_next(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#another-way", mode="online", why="Cannot travel")
    with app.app_context():
        first, second = one(0), one(1)
        assert (first.mode, first.state, first.seq, first.pool_id) == (Mode.ONLINE, State.CONFIRMED, 1, None)
        assert second.state is State.OFFERED
        assert (first.moves[-1].reason, pool_of(first.edition, Mode.ON_SITE).taken) == ("Cannot travel", 1)  # type: ignore[union-attr]
    assert "Cannot travel" in office.page(page_of(app)).get_text()


def test_who_waits_and_goes_online_is_confirmed_there(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, 1, "/edit"), form="#another-way", mode="online", why="Asked for it")
    with app.app_context():
        assert (one(1).mode, one(1).state) == (Mode.ONLINE, State.CONFIRMED)


def test_into_a_full_room_nobody_goes_and_nothing_is_lost(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(db.session.query(Edition).one(), submission(2, mode=Mode.ONLINE))
    path = page_of(app, 2, "/edit")
    answer = office.submit(path, form="#another-way", mode="on_site", why="Wants to come", status=409)
    assert "There are no places left" in fault(answer)
    assert "Wants to come" in answer.get_data(as_text=True)
    with app.app_context():
        assert (one(2).mode, one(2).state, one(2).seq) == (Mode.ONLINE, State.CONFIRMED, 1)
    assert office.submit(path, form="#another-way", mode="on_site", why="", status=422)


def test_press_needs_no_place_and_gives_it_back(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#facts", category="press")
    with app.app_context():
        assert (one(0).category, one(0).pool_id, one(1).state) == (Category.PRESS, None, State.OFFERED)
    answer = office.submit(page_of(app, part="/edit"), form="#facts", category="participant", status=409)
    assert "There are no places left" in fault(answer)
    with app.app_context():
        assert one(0).category is Category.PRESS


def test_a_second_click_on_another_way_moves_nobody_twice(ctx: Flask) -> None:
    with writing():
        first = register(make_edition(size=2), submission(0))
    registration = access_queries.by_code(first.reference)
    assert registration is not None
    for _click in range(2):
        with writing():
            attendance.change_mode(db.session.get_one(Registration, registration.id), Mode.ONLINE, "why")
    db.session.refresh(registration)
    assert (registration.seq, len(registration.moves)) == (1, 2)


def test_who_will_not_come_takes_part_in_no_other_way(ctx: Flask) -> None:
    with writing():
        outcome = register(make_edition(), submission(0))
        cancel(access_queries.by_code(outcome.reference))  # type: ignore[arg-type]
    with pytest.raises(attendance.NotPossible), writing():
        attendance.change_mode(access_queries.by_code(outcome.reference), Mode.ONLINE, "why")  # type: ignore[arg-type]


def test_another_editions_office_finds_nobody(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "there@example.org", make_edition("2032"))
    other: Any = app.test_client()
    sign_in(other, ("there@example.org", PASSPHRASE))
    for part in ("/edit", ""):
        other.page(page_of(app, part=part).replace("2031", "2032"), status=404)


def test_what_was_changed_is_said_in_french(app: Flask, office: InspectingClient) -> None:
    office.submit(page_of(app, part="/edit"), form="#facts", phone="1")
    page = office.page(page_of(app).replace("/en/", "/fr/"))
    assert "Téléphone modifié" in page.get_text()
    office.page(page_of(app, part="/edit").replace("/en/", "/fr/"))


def test_a_form_without_the_field_takes_nobodys_address_away(app: Flask, office: InspectingClient) -> None:
    page = office.page(page_of(app, part="/edit"))
    own = page.select_one("[name=csrf_token]")["value"]
    assert office.post(page_of(app, part="/address"), data={"csrf_token": own}).status_code == 422
    assert office.post(page_of(app, part="/edit"), data={"csrf_token": own}).status_code == 422
    with app.app_context():
        assert one().person.email == "mayor0@example.org"
