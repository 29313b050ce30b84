"""One answer for many: nobody twice, nobody who has changed meanwhile, never more than was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver

from assembly import clock
from assembly.access import queries as access_queries
from assembly.editions.queries.editions import place_counts
from assembly.extensions import db
from assembly.models import BadAddress, Category, Edition, EditionStatus, Mail, Registration, State
from assembly.people.service import answering, answering_many
from assembly.registration.service import accompanying, leaving, registering
from assembly.registration.service.accompanying import Along
from assembly.transactions import writing

LIST = "/en/manage/2031/people"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """Five registrations to answer, and three places."""
    with app.app_context(), writing():
        edition = make_edition(size=3)
        for count in place_counts(edition).values():
            count.is_reviewed = True
        for number in range(5):
            registering.register(edition, submission(number))
        make_user("organiser", "here@example.org", edition)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def states(app: Flask) -> list[str]:
    with app.app_context():
        return [one.state.value for one in db.session.query(Registration).order_by(Registration.id)]


def codes(app: Flask) -> list[str]:
    with app.app_context():
        return [one.code for one in db.session.query(Registration).order_by(Registration.id)]


def send(office: InspectingClient, act: str, who: list[str], path: str = LIST, **more: str) -> Any:
    """Tick these and press a button, as a browser does; `None` of ticks with everybody=y is the whole list."""
    form = office.page(path).select_one("form[action$='/many']")
    data: dict[str, Any] = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    return office.post(form["action"], data=data | {"act": act, "who": who} | more)


def told(office: InspectingClient, answer: Any) -> str:
    assert answer.status_code == 303
    return office.page(answer.location).select_one(".flash").get_text()


def test_ticked_people_are_accepted_in_order(app: Flask, office: InspectingClient) -> None:
    answer = send(office, "approve", list(reversed(codes(app)))[:4])
    assert told(office, answer) == "3 people confirmed, 1 person added to the waiting list (no place was free)"
    assert states(app) == ["submitted", "confirmed", "confirmed", "confirmed", "waiting"]


@pytest.mark.proof("words; test_ticked_people_are_accepted_in_order fills the room")
def test_full_rooms_are_said_before_and_after(app: Flask, office: InspectingClient) -> None:
    told(office, send(office, "approve", codes(app)[:3]))
    for path in (LIST, f"{LIST}/{codes(app)[3]}"):
        hints = " ".join(one.get_text() for one in office.page(path).select(".hint"))
        assert "In person: 0 places are free. People you accept join the waiting list if no place is left" in hints
    expected = "2 people added to the waiting list (no place was free)"
    assert told(office, send(office, "approve", codes(app)[3:])) == expected


def test_people_changed_meanwhile_are_left_alone(app: Flask, office: InspectingClient) -> None:
    form = office.page(LIST).select_one("form[action$='/many']")
    data: dict[str, Any] = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    with app.app_context(), writing():  # in another tab
        leaving.cancel(access_queries.by_code(codes(app)[0]))  # type: ignore[arg-type]
        answering.approve(access_queries.by_code(codes(app)[1]))  # type: ignore[arg-type]
    answer = office.post(form["action"], data=data | {"act": "approve", "who": codes(app)[:3]})
    assert told(office, answer) == "1 person confirmed, 2 registrations unchanged (no answer was needed)"
    assert states(app) == ["cancelled", "confirmed", "confirmed", "submitted", "submitted"]


def test_a_second_click_does_nothing_new(app: Flask, office: InspectingClient) -> None:
    for expected in ("2 people confirmed", "2 registrations unchanged (no answer was needed)"):
        assert told(office, send(office, "approve", codes(app)[:2])) == expected
    with app.app_context():
        assert all(len(one.moves) <= 2 for one in db.session.query(Registration))


def test_declining_needs_a_reason(app: Flask, office: InspectingClient) -> None:
    answer = send(office, "decline", codes(app)[:2])
    assert answer.status_code == 422
    page = answer.soup
    assert len(page.select("[name=who][checked]")) == 2
    assert states(app) == ["submitted"] * 5
    assert told(office, send(office, "decline", codes(app)[:2], reason="The room is small")) == "2 people not accepted"
    with app.app_context():
        assert access_queries.by_code(codes(app)[0]).last_reason == "The room is small"  # type: ignore[union-attr]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_nobody_is_answered_after_the_end(app: Flask, office: InspectingClient, is_cancelled: bool) -> None:
    form = office.page(LIST).select_one("form[action$='/many']")
    data: dict[str, Any] = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        if is_cancelled:
            edition.status = EditionStatus.CANCELLED
        else:
            edition.starts_at, edition.ends_at = clock.now() - timedelta(days=2), clock.now() - timedelta(days=1)
    answer = office.post(form["action"], data=data | {"act": "remind", "who": codes(app)})
    assert (answer.status_code, states(app)) == (409, ["submitted"] * 5)
    why = "This assembly is cancelled." if is_cancelled else "The assembly is over"
    assert why in answer.soup.select_one(".summary").get_text()
    assert not office.page(LIST).select("form[action$='/many'], [name=who]")
    path = f"{LIST}/{codes(app)[0]}"
    offered = {one["formaction"].rpartition("/")[2] for one in office.page(path).select("main [formaction]")}
    assert offered == {"look-at"}
    assert "out of turn" not in office.page(path).get_text()
    for act in ("approve", "decline", "give-place"):
        answer = office.post(f"{path}/{act}", data=data | {"reason": "The room is small"})
        assert (answer.status_code, states(app)) == (409, ["submitted"] * 5)
        assert why in answer.soup.select_one(".summary").get_text()
    with app.app_context(), writing():
        access_queries.by_code(codes(app)[0]).state = State.IN_REVIEW  # type: ignore[union-attr]
    assert not office.page(path).select("[name=reason], main [formaction]")
    answer = office.post(f"{path}/approve", data=data)
    assert why in answer.soup.select_one(".summary").get_text()


@pytest.mark.proof("registration's own tests end them with their host")
def test_people_along_end_with_their_host(app: Flask, office: InspectingClient) -> None:
    told(office, send(office, "approve", codes(app)[:1]))
    with app.app_context(), writing():
        host = access_queries.by_code(codes(app)[0])
        assert host is not None
        along = Along("key-of-who-comes-along", Category.PERSONAL_ASSISTANT, "Bo", "Ek", "bo@example.org", "en")
        accompanying.bring_along(host, along)
    answer = send(office, "decline", codes(app), reason="The room is small")
    assert told(office, answer) == "5 people not accepted, 1 registration unchanged (this person was not coming anyway)"
    assert states(app) == ["declined"] * 5 + ["cancelled"]


@pytest.mark.proof("a freed place: registration/waiting_list")
def test_nobody_declined_is_offered_a_place(app: Flask, office: InspectingClient) -> None:
    told(office, send(office, "approve", codes(app)))
    assert states(app) == ["confirmed"] * 3 + ["waiting"] * 2
    told(office, send(office, "decline", codes(app)[1:4], reason="The room is small"))
    assert states(app) == ["confirmed", "declined", "declined", "declined", "offered"]
    with app.app_context():
        assert db.session.query(Mail).filter_by(template="place_offered").count() == 1


@pytest.mark.proof("what each act refuses: test_a_second_click_does_nothing_new")
def test_only_possible_acts_are_offered(app: Flask, office: InspectingClient) -> None:
    def buttons(state: str) -> list[str]:
        return [one["value"] for one in office.page(f"{LIST}?state={state}").select("button[name=act]")]

    assert buttons("to_answer") == ["remind", "approve", "decline"]
    told(office, send(office, "approve", codes(app)[:2]))
    assert buttons("confirmed") == ["remind", "decline"]
    told(office, send(office, "decline", codes(app)[:2], reason="The room is small"))
    assert buttons("not_coming") == ["remind"]
    assert not office.page(f"{LIST}?state=not_coming").select("[name=reason]")


@pytest.mark.proof("test_declining_needs_a_reason refuses the same form")
def test_without_anybody_ticked_nothing_is_done(app: Flask, office: InspectingClient) -> None:
    assert send(office, "approve", []).status_code == 422
    assert send(office, "hang", codes(app)).status_code == 422
    assert states(app) == ["submitted"] * 5


def test_all_means_the_narrowed_list(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(60):
            registering.register(edition, submission(100 + number, place="Oulu", lang="en"))
    path = f"{LIST}?language=en"
    assert "60 people across all pages." in office.page(path).get_text()
    answer = send(office, "decline", [], path, everybody="y", reason="Too many")
    assert told(office, answer) == "60 people not accepted"
    assert states(app) == ["submitted"] * 5 + ["declined"] * 60


@pytest.mark.proof("test_people_changed_meanwhile_are_left_alone, person by person")
def test_a_changed_list_is_not_touched(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(60):
            registering.register(edition, submission(100 + number))
    answer = send(office, "approve", [], everybody="y", count="64")
    assert answer.status_code == 409
    assert states(app) == ["submitted"] * 65


def test_somebody_of_another_edition_is_nobody_here(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        other = registering.register(make_edition("2032", size=0), submission(9)).reference
    assert told(office, send(office, "decline", [other], reason="No")) == "0 people not accepted"
    with app.app_context():
        assert access_queries.by_code(other).state is State.WAITING  # type: ignore[union-attr]


def test_reminding_sends_once_a_day(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        answering.approve(access_queries.by_code(codes(app)[0]))  # type: ignore[arg-type]
        leaving.cancel(access_queries.by_code(codes(app)[1]))  # type: ignore[arg-type]
        db.session.add(BadAddress(email_key="mayor2@example.org", at=clock.now(), reason="gone"))
    before = len(deliver(app))
    left = ", 2 people skipped (already reminded today, no email address, or not coming)"
    assert told(office, send(office, "remind", codes(app))) == f"3 people will be reminded{left}"
    sent = deliver(app)[before:]
    subjects = {mail["To"]: mail["Subject"] for mail in sent}
    assert sorted(subjects) == [f"mayor{number}@example.org" for number in (0, 3, 4)]
    assert subjects["mayor0@example.org"] != subjects["mayor3@example.org"]
    assert told(office, send(office, "remind", codes(app))).startswith("5 people skipped")
    assert len(deliver(app)) == before + 3


@pytest.mark.proof("test_reminding_sends_once_a_day")
def test_on_another_day_one_may_remind_again(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = db.session.query(Edition).one()
        ids = [one.id for one in db.session.query(Registration)]
        for day, expected in ((0, 5), (0, 0), (1, 5)):
            with clock.at(clock.now() + timedelta(days=day)), writing():
                assert answering_many.remind_many(edition, ids).done == expected
        assert db.session.query(Mail).filter(Mail.dedupe_key.startswith("reminder:")).count() == 10
