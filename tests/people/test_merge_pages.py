"""Two people made one on the pages of the office: side by side, one button, and whoever comes too late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from directory import make
from duplicate_people import come, make_one
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver, link_in

from assembly.access.queries import link_of
from assembly.extensions import db
from assembly.models import Edition, EditionRole, Need, Registration, State, User
from assembly.people.duplicates import manage
from assembly.sealed import seal, unseal
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)
AT = "/en/manage/2031/people/duplicates"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make("rzeszow", "Rzeszów")
        make_user("organiser", "here@example.org", edition)
        come(edition, "Ana", "Silva", "ana@example.org", function="Mayor")
        come(edition, "Anna", "Silva", "other@example.org", function="Mayoress")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def test_the_office_compares_and_presses_once(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        links_sent = [link_in(mail) for mail in deliver(app)]
    page = office.page(AT)
    address = page.select_one(".programme a")["href"]
    side = office.page(address)
    legends = [one.get_text() for one in side.select("#one legend")]
    assert legends == ["Registration to keep", "Name", "Email address", "Name on the badge", "Position"]
    assert "cannot be undone" in side.get_text()
    data = filled(side.select_one("#one"), {"from-function": "gone"})
    answers = [office.post(side.select_one("#one")["action"], data=data) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert office.get(address).status_code == 404  # they are one: there is no pair any more
    assert "have been merged" in office.page(AT).get_text()
    with app.app_context():
        one, other = db.session.query(Registration).order_by(Registration.id)
        assert (one.function, other.merged_into_id) == ("Mayoress", one.id)
        codes = one.code, other.code, one.spoken_ref
    assert answers[1].location == f"/en/manage/2031/people/{codes[0]}"  # to the person who stands
    assert "Merged into" in office.page(f"/en/manage/2031/people/{codes[1]}").get_text()
    assert "Merged with" in office.page(f"/en/manage/2031/people/{codes[0]}").get_text()
    assert "1 person" in office.page("/en/manage/2031/people?q=silva").get_text()
    guest: Any = app.test_client()
    assert guest.get(links_sent[1]).status_code == 404
    guest.submit(links_sent[0])
    assert "Confirmed" in guest.page("/en/my/").get_text()


@pytest.mark.turns(2)
@pytest.mark.parametrize("whose", ["one", "other"])
def test_an_assistant_learns_nothing_said(app: Flask, office: InspectingClient, whose: str) -> None:
    """Of two needs one is the person’s own, the other their office’s: together they are the person’s own."""
    with app.app_context():
        with writing():
            edition = db.session.query(Edition).one()
            one = come(edition, "Bo", "Ek", "bo@example.org", assistant_email="aide@example.org")
            other = come(edition, "Boo", "Ek", "boo@example.org")
            for registration, text in ((one, "of one"), (other, "of the other")):
                need = {"kinds": ["vegan"], "text": text}
                own = (registration is one) == (whose == "one")
                db.session.add(
                    Need(
                        registration=registration, sealed=seal(json.dumps(need)), reported_by_office=not own,
                        said_at=NOW, said_by="visitor", delete_on=date(2031, 5, 2),
                    )
                )  # fmt: skip
        link = link_of(one, assistant=True)
        assert link is not None
        opened = unseal(link.token_sealed)
    aide: Any = app.test_client()
    aide.submit(f"/en/r/{opened}")
    assert ("of one" in aide.page("/en/my/details").select_one("main").decode()) is (whose == "other")
    with app.app_context():
        one, other = db.session.query(Registration).order_by(Registration.id).offset(2)
        make_one(one.edition, one, other)
    page = aide.page("/en/my/details").select_one("main").decode()
    assert "of one" not in page
    assert "of the other" not in page
    assert 'name="needs"' not in page


@pytest.mark.proof("test_the_later_click_leads_to_the_person")
def test_an_old_page_shows_the_present(app: Flask, office: InspectingClient) -> None:
    address = office.page(AT).select_one(".programme a")["href"]
    form = office.page(address).select_one("#one")
    with app.app_context(), writing():
        db.session.query(Registration).first().phone = "1"
    answer = office.post(form["action"], data=filled(form, {"from-function": "gone"}))
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Someone else has changed this" in text
    assert 'id="function-gone" value="gone" checked' in text
    assert office.post(form["action"], data=filled(form, {"kept": "another"})).status_code == 409
    with app.app_context():
        assert {one.state for one in db.session.query(Registration)} == {State.CONFIRMED}


def test_the_later_click_leads_to_the_person(
    app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have seen a pair; the first is through before the second has its turn."""
    form = office.page(office.page(AT).select_one(".programme a")["href"]).select_one("#one")
    turn = manage.writing

    @contextmanager
    def after_the_first() -> Iterator[None]:
        monkeypatch.setattr(manage, "writing", turn)
        with app.app_context():
            make_one(db.session.query(Edition).one(), *db.session.query(Registration).order_by(Registration.id))
        with turn():
            yield

    monkeypatch.setattr(manage, "writing", after_the_first)
    answer = office.post(form["action"], data=filled(form, {}))
    with app.app_context():
        stands = db.session.query(Registration).filter_by(merged_into_id=None).one()
        assert (answer.status_code, answer.location) == (303, f"/en/manage/2031/people/{stands.code}")


@pytest.mark.proof("words of the page; test_merge_elsewhere decides")
def test_only_what_others_lack_is_offered(app: Flask, office: InspectingClient) -> None:
    address = office.page(AT).select_one(".programme a")["href"]
    form = office.page(address).select_one("#one")
    assert form.select("[disabled]") == []
    with app.app_context(), writing():
        come(make_edition("2032"), "Ana", "Silva", "ana@example.org")
    page = office.page(address)
    assert "also in another assembly" in page.get_text()
    assert {one["id"] for one in page.select("#one [disabled]")} == {"name-gone", "email-gone"}
    answer = office.post(form["action"], data=filled(form, {"from-email": "gone"}))
    assert answer.status_code == 409
    assert "is also in another assembly" in answer.get_data(as_text=True)
    with app.app_context(), writing():
        come(make_edition("2033"), "Anna", "Silva", "other@example.org")
    page = office.page(address)
    assert "cannot be merged here" in page.get_text()
    assert page.select("#one") == []
    with app.app_context():
        assert {one.state for one in db.session.query(Registration)} == {State.CONFIRMED}


@pytest.mark.proof("words of the page; test_merge_elsewhere decides")
def test_organisers_of_both_are_offered_everything(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        there = make_edition("2032")
        come(there, "Ana", "Silva", "ana@example.org")
        user = db.session.query(User).one()
        db.session.add(EditionRole(user=user, edition_id=there.id, role="organiser"))
    form = office.page(office.page(AT).select_one(".programme a")["href"]).select_one("#one")
    assert form.select("[disabled]") == []
    assert office.post(form["action"], data=filled(form, {"from-email": "gone"})).status_code == 303
    with app.app_context():
        assert db.session.query(Registration).first().person.email == "other@example.org"
