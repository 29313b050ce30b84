"""Speakers are proposed, ranked, talked about, accepted into a session or not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cochairs import add, chair_of
from flask import Flask
from inspector import InspectingClient
from load import together
from proposals import SPEAKERS, ask, edition, names, page_of
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import remove_session
from assembly.cochairs.facts import ProposalFacts
from assembly.cochairs.service import proposals
from assembly.cochairs.service.proposals import AnsweredBefore, ProposalWithdrawn
from assembly.extensions import db
from assembly.models import Person, ProposalState, Session, SpeakerProposal
from assembly.privacy.jobs import delete_contacts
from assembly.speakers.queries import in_session
from assembly.transactions import writing


@pytest.mark.proof("test_accepted_proposal_is_speaker_to_invite goes on from there")
def test_a_proposal_is_on_the_organisers_board(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        board = office.page("/en/manage/2031/speakers/").get_text(" ", strip=True)
        assert "Ideas from the co-chairs Eva Ek Opening She knows the harbour" in board
        assert "Eva Ek" not in app.test_client().get("/en/2031/speakers").get_data(as_text=True)


@pytest.mark.proof("test_two_at_once_answer_once; names twice: test_corrected_proposals")
@pytest.mark.asks_clock
def test_a_second_press_proposes_nobody_twice(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    ask(app, chair, begins, "Eva Ek")
    ask(app, chair, begins, "Eva Ek")
    assert "has already been proposed" in ask(app, chair, begins, "EVA EK", 409, why="Another reason")
    assert names(app) == ["Eva Ek"]


@pytest.mark.asks_clock
@pytest.mark.turns(5)
@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"name": ""}, "Enter the person’s name."),
        ({"why": ""}, "Enter why you are proposing this person."),
        ({"session": ""}, "Choose a session."),
        ({"session": "aaaaaaaa"}, "Choose a session from this assembly."),
        ({"name": "x" * 242}, "Use 241 characters or fewer."),
    ],
)
def test_what_is_missing_is_said_and_kept(
    app: Flask, chair: InspectingClient, begins: datetime, bad: dict[str, str], sentence: str
) -> None:
    facts = {"name": "Eva Ek", "why": "A kept reason"} | bad
    page = ask(app, chair, begins, status=422, **facts)
    assert sentence in page
    assert "A kept reason" in page or "why" in bad
    assert names(app) == []


@pytest.mark.database("proof")
def test_proposals_are_ranked_without_a_script(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    for name in ("First", "Second", "Third"):
        ask(app, chair, begins, name)
    with clock.at(begins + timedelta(minutes=10)):
        for name, way in (("Third", "up"), ("First", "down"), ("First", "down"), ("First", "down")):
            form = f'form[action$="{page_of(app, name)}/move/{way}"]'
            if chair.page(SPEAKERS).select_one(form):
                chair.submit(SPEAKERS, form=form)
    assert names(app) == ["Third", "Second", "First"]


def test_what_is_said_is_read_by_both(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        chair.submit(page, form="main form[novalidate]:last-of-type", text="Ask her\nsoon")
        office.submit(page, form=f'form[action$="{page}"]', text="We will")
        office.submit(page, form=f'form[action$="{page}"]', text="We will")
        said = [one.get_text(" ", strip=True) for one in chair.page(page).select(".card .lines")]
    assert said == ["Ask her\nsoon", "We will"]


@pytest.mark.database("proof")
def test_accepted_proposal_is_speaker_to_invite(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        assert chair.get(f"{page}/accept").status_code == 403
        office.submit(f"{page}/accept")
        assert "Accepted" in chair.page(page).get_text()
        again = office.get(f"{page}/accept").soup  # type: ignore[attr-defined]
        token = again.select_one("[name=csrf_token]")["value"]
        facts = {"given": "Eva", "family": "Ek", "role": "speaker", "presence": "in_person", "another": "y"}
        assert office.post(f"{page}/accept", data=facts | {"csrf_token": token}).status_code == 409
    with app.app_context():
        parts = in_session(draft(edition())[0])
        eva = next(one for one in parts if one.person.family == "Ek")
        assert (eva.person.given, eva.state.value) == ("Eva", "idea")
        assert len(db.session.scalars(select(Person).where(Person.family == "Ek")).all()) == 1


@pytest.mark.proof("test_accepted_proposal_is_speaker_to_invite, with somebody known")
def test_somebody_we_know_is_taken(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    with app.app_context():
        later = draft(edition())[1].code
        bo = db.session.scalars(select(Person.code).where(Person.family == "Berg")).one()
    ask(app, chair, begins, "Bo Berg", session=later)
    page = f"{page_of(app, 'Bo Berg')}/accept"
    with clock.at(begins + timedelta(minutes=10)):
        assert "already someone with this name" in office.submit(page, status=422).get_data(as_text=True)
        office.submit(page, status=422, person="aaaaaaaa")
        office.submit(page, person=bo)
    with app.app_context():
        assert len(db.session.scalars(select(Person).where(Person.family == "Berg")).all()) == 1
        assert [one.person.code for one in in_session(draft(edition())[1])][-1] == bo


def test_proposal_is_turned_down_with_reason(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        office.submit(page, form=f'form[action$="{page}/turn-down"]', reason="The panel is full")
        text = chair.page(page).get_text(" ", strip=True)
        assert "Turned down" in text
        assert "The panel is full" in text
        token = chair.page(page).select_one("[name=csrf_token]")["value"]
        assert chair.post(f"{page}/withdraw", data={"csrf_token": token}).status_code == 409
        assert chair.post(f"{page}/turn-down", data={"csrf_token": token}).status_code == 403
    assert names(app) == []


@pytest.mark.proof("the third way to end a proposal; two stay")
def test_an_idea_is_withdrawn_with_its_comments(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        chair.submit(page, form=f'form[action$="{page}"]', text="Hm")
        token = chair.page(page).select_one("[name=csrf_token]")["value"]
        for _click in range(2):
            assert chair.post(f"{page}/withdraw", data={"csrf_token": token}).status_code == 303
        for device in (chair, office):
            answer = device.get(page)
            assert answer.status_code == 410
            assert "This proposal has been withdrawn." in answer.text
        for address, typed in ((page, {"text": "Too late"}), (f"{page}/correct", {"name": "Eva Elk", "why": "Later"})):
            answer = chair.post(address, data={"csrf_token": token} | typed)
            assert answer.status_code == 410
            assert all(words in answer.text for words in typed.values())
        assert "Eva Ek" not in chair.get(SPEAKERS).text
    with app.app_context():
        left = db.session.scalars(select(SpeakerProposal)).one()
        assert (left.name, left.why, left.proposed_by, left.comments) == ("", "", "", [])


@pytest.mark.proof("a second-order state of the same page")
def test_a_proposal_outlives_its_session(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        session = add(edition(), "A draft", 90, 120)
        proposals.propose(edition(), session, name="Eva Ek", why="x", by=chair_of(edition()))
        remove_session(session)
    with clock.at(begins + timedelta(minutes=10)):
        assert "Session removed" in chair.page(SPEAKERS).get_text()


@pytest.mark.database("proof")
def test_proposals_go_with_the_addresses(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    ask(app, chair, begins, "Eva Ek")
    with app.app_context():
        with clock.at(begins + timedelta(days=400)):
            delete_contacts()
        assert db.session.scalars(select(SpeakerProposal)).all() == []


@pytest.mark.bites_on("postgresql")
@pytest.mark.parametrize("also", ["turn down", "withdraw"])
@pytest.mark.database
def test_two_at_once_answer_once(app: Flask, begins: datetime, also: str, full_scale: bool) -> None:
    with app.app_context():
        with writing():
            session = db.session.get_one(Session, draft(edition())[0].id)
            made = proposals.propose(edition(), session, name="Eva Ek", why="x", by=chair_of(edition()))
            key, mark = made.id, ProposalFacts.of(made).mark
        db.session.remove()
        db.engine.dispose()  # each process opens its own connection

    def answer(number: int) -> str:
        try:
            with app.app_context(), writing():
                proposal = db.session.get_one(SpeakerProposal, key)
                if number % 2 and also == "withdraw":
                    proposals.withdraw(proposal)
                    return "withdrawn"
                proposals.turn_down(proposal, why=f"No {number}", by="z", seen=mark)
                return "turned_down"
        except (AnsweredBefore, ProposalWithdrawn):
            return "told"

    said = set(together(8 if full_scale else 3, answer)) - {"told"}
    with app.app_context():
        proposal = db.session.get_one(SpeakerProposal, key)
        assert said == {proposal.state.value}
        assert len(proposal.comments) == (proposal.state is ProposalState.TURNED_DOWN)
