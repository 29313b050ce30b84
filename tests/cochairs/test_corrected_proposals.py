"""A proposed speaker is corrected: by whom, and when two correct at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cochairs import chair_of
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from proposals import SPEAKERS, ask, edition, names, opening, page_of
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.agenda.service.sessions import set_hidden
from assembly.cochairs.facts import ProposalFacts
from assembly.cochairs.service import proposals
from assembly.cochairs.service.proposals import AnsweredBefore, ProposedBefore, SessionGone
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Entry, SpeakerProposal
from assembly.transactions import writing


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


@pytest.mark.proof("test_the_second_who_corrects_sees_both")
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


@pytest.mark.proof("test_what_is_missing_is_said_and_kept, the same form")
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


@pytest.mark.database("proof")
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


@pytest.mark.proof("a second editor: test_the_second_who_corrects_sees_both")
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
