"""Speakers are proposed, ranked, talked about, accepted into a session or not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cochairs import DESK, add, chair_of
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from load import together
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import remove_session, set_hidden
from assembly.cochairs import queries
from assembly.cochairs.facts import ProposalFacts
from assembly.cochairs.service import proposals
from assembly.cochairs.service.proposals import AnsweredBefore, ProposalWithdrawn, ProposedBefore, SessionGone
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Edition, Entry, Person, ProposalState, Session, SpeakerProposal
from assembly.privacy.jobs import delete_contacts
from assembly.speakers.queries import in_session
from assembly.transactions import writing

SPEAKERS = f"{DESK}/speakers"


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def opening(app: Flask) -> str:
    with app.app_context():
        return draft(edition())[0].code


def ask(app: Flask, chair: InspectingClient, begins: datetime, name: str, status: int = 303, **more: str) -> str:
    """Propose somebody in the page; the text of the answer."""
    facts = {"session": opening(app), "name": name, "why": "She knows the harbour"} | more
    with clock.at(begins + timedelta(minutes=10)):
        answer = chair.submit(SPEAKERS, form="main form[novalidate]", status=status, **facts)
    return str(answer.get_data(as_text=True))


def names(app: Flask) -> list[str]:
    with app.app_context():
        return [one.name for one in queries.ideas(edition())]


def page_of(app: Flask, name: str) -> str:
    with app.app_context():
        code = db.session.scalars(select(SpeakerProposal.code).where(SpeakerProposal.name == name)).one()
        return f"{DESK}/proposals/{code}"


def test_a_proposal_is_on_the_organisers_board(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        board = office.page("/en/manage/2031/speakers/").get_text(" ", strip=True)
        assert "Ideas from the co-chairs Eva Ek Opening She knows the harbour" in board
        assert "Eva Ek" not in app.test_client().get("/en/2031/speakers").get_data(as_text=True)


def test_a_second_press_proposes_nobody_twice(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    ask(app, chair, begins, "Eva Ek")
    ask(app, chair, begins, "Eva Ek")
    assert "has already been proposed" in ask(app, chair, begins, "EVA EK", 409, why="Another reason")
    assert names(app) == ["Eva Ek"]


@pytest.mark.turns(3)
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


@pytest.mark.database
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


@pytest.mark.database
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


def test_whoever_proposed_corrects_it(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with app.app_context():
        later = draft(edition())[1].code
    with clock.at(begins + timedelta(minutes=10)):
        chair.submit(f"{page}/correct", name="Eva Eklund", session=later)
        text = chair.page(page).get_text(" ", strip=True)
        assert "Eva Eklund" in text
        assert "On the steps" in text
        assert "corrected on" in text
        assert "Enter the person’s name." in chair.submit(f"{page}/correct", status=422, name="").text
        assert "has already been proposed" in ask(app, chair, begins, "EVA EKLUND", 409, session=later, why="Other")


def test_another_co_chair_corrects_nothing(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    with app.app_context(), writing():
        another = make_user("co_chair", "another@example.org", edition())
        proposals.propose(edition(), draft(edition())[0], name="Eva Ek", why="x", by=another)
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        token = chair.page(SPEAKERS).select_one("[name=csrf_token]")["value"]
        assert chair.get(f"{page}/correct").status_code == office.get(f"{page}/correct").status_code == 403
        assert chair.post(f"{page}/withdraw", data={"csrf_token": token}).status_code == 403
        assert chair.page(page).select('form[action$="/withdraw"], a[href$="/correct"]') == []
        office.submit(page, form='form[action$="/withdraw"]')
    assert names(app) == []


def test_second_click_corrects_nothing_twice(app: Flask, begins: datetime) -> None:
    with app.app_context():
        proposal, seen = _proposed("Eva Ek", "Ida Is")
        better = ProposalFacts(proposal.session_id, "Eva Eklund", "x")
        for _click in range(2):
            with writing():
                proposals.correct(proposal, better, seen=seen)
        verbs = list(db.session.scalars(select(Entry.verb).where(Entry.noun_ref == proposal.code)))
        assert verbs.count("corrected") == 1
        with pytest.raises(ChangedMeanwhile), writing():
            proposals.correct(proposal, ProposalFacts(proposal.session_id, "Eva Ekman", "x"), seen=seen)
        with pytest.raises(ProposedBefore), writing():
            proposals.correct(proposal, ProposalFacts(proposal.session_id, "IDA IS", "x"), seen=better.mark)
        with pytest.raises(ChangedMeanwhile), writing():
            proposals.turn_down(proposal, why="", by="z", seen=seen)
        with writing():
            proposals.turn_down(proposal, why="", by="z", seen=better.mark)
        for act in (
            lambda: proposals.correct(proposal, better, seen=seen),
            lambda: proposals.withdraw(proposal),
        ):
            with pytest.raises(AnsweredBefore), writing():
                act()


def test_a_correction_needs_a_session_shown(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context():
        _proposal, seen = _proposed("Eva Ek")
        with writing():
            later = draft(edition())[1]
            set_hidden(later, True)
            code, key = later.code, later.id
        with pytest.raises(SessionGone), writing():
            proposals.correct(_proposal, ProposalFacts(key, "Eva Ek", "x"), seen=seen)
    page = f"{page_of(app, 'Eva Ek')}/correct"
    with clock.at(begins + timedelta(minutes=10)):
        answer = chair.submit(page, status=422, session=code, why="A kept reason")
        assert "A kept reason" in answer.text
        assert answer.soup.select_one("[name=session] [selected]") is None  # type: ignore[attr-defined]
        assert answer.soup.select_one("[name=session] option").get_text() == "Choose an option"  # type: ignore[attr-defined]


def _proposed(*names: str) -> tuple[SpeakerProposal, str]:
    """The first of these ideas for the opening, and the mark of what it says."""
    with writing():
        by = chair_of(edition())
        made = [proposals.propose(edition(), draft(edition())[0], name=one, why="x", by=by) for one in names]
    return made[0], ProposalFacts.of(made[0]).mark


@pytest.mark.database
def test_the_second_who_corrects_sees_both(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = f"{page_of(app, 'Eva Ek')}/correct"
    with clock.at(begins + timedelta(minutes=10)):
        first = chair.page(page)
        fields = {one["name"]: one["value"] for one in first.select("main input[name][value]")}
        chair.submit(page, why="She knows the bridge")
        facts = fields | {"session": opening(app), "why": "She knows the ferry"}
        answer = chair.post(page, data=facts)
        assert answer.status_code == 409
        for words in ("She knows the bridge", "She knows the ferry"):
            assert words in answer.text
        seen = answer.soup.select_one("main [name=seen]")["value"]  # type: ignore[attr-defined]
        assert chair.post(page, data=facts | {"seen": seen}).status_code == 303


def test_organisers_decide_on_what_they_saw(
    app: Flask, chair: InspectingClient, office: InspectingClient, begins: datetime
) -> None:
    ask(app, chair, begins, "Eva Ek")
    page = page_of(app, "Eva Ek")
    with clock.at(begins + timedelta(minutes=10)):
        before = office.page(f"{page}/accept").select_one("main [name=seen]")["value"]
        chair.submit(f"{page}/correct", name="Ida Is")
        answer = office.submit(f"{page}/accept", status=409, seen=before)
        assert "Someone else has changed this" in answer.text
        office.submit(f"{page}/accept")
        assert chair.get(f"{page}/correct").status_code == 409


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


def test_a_proposal_outlives_its_session(app: Flask, chair: InspectingClient, begins: datetime) -> None:
    with app.app_context(), writing():
        session = add(edition(), "A draft", 90, 120)
        proposals.propose(edition(), session, name="Eva Ek", why="x", by=chair_of(edition()))
        remove_session(session)
    with clock.at(begins + timedelta(minutes=10)):
        assert "Session removed" in chair.page(SPEAKERS).get_text()


@pytest.mark.database
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
