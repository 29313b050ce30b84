"""Session sign-up: seats in order, one mail for a seat that becomes free, nobody in two rooms, nothing while off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user
from factories import sign_in as sign_in_as
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, html_of, text_of
from queries_counted import counted
from sessions import SESSIONS, add_one, come, link_path, offer_sessions, tick, ticked
from sqlalchemy import func, select

from assembly import clock
from assembly.agenda.service import release
from assembly.calendar.service import publish_programme
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Entry, Mail, Mode, Registration, Session, SessionKind, SignUp, State
from assembly.people.service import answering
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing


@pytest.fixture
def house(ctx: Flask) -> Edition:
    """Three people, and two sessions one after the other: one seat in the first, no limit in the second."""
    with writing():
        edition = make_edition()
        offer_sessions(edition, 1, None)
        for number in range(3):
            come(edition, number)
    return edition


def guest(number: int) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.badge_name == f"Żaneta Łukaszewicz {number}")
    ).one()


def session(number: int) -> Session:
    return next(one for one in db.session.scalars(select(Session)) if one.title.en == f"Session {number}")


def choose(number: int, *sessions: int, **options: Any) -> None:
    with writing():
        sign_ups.choose(guest(number), [session(one).code for one in sessions], **options)


def standing(number: int = 1) -> list[tuple[int, str, int]]:
    """Who stands how in a session, by their numbers in it."""
    rows = db.session.scalars(select(SignUp).where(SignUp.session == session(number)).order_by(SignUp.seq))
    return [(int(row.registration.badge_name.split()[-1]), row.state.value, row.seq) for row in rows]


def mails() -> int:
    return db.session.scalar(select(func.count()).where(Mail.template == "seat_free")) or 0


def test_a_seat_is_given_while_there_is_one_then_people_wait_in_order(house: Edition) -> None:
    for number in (2, 0, 1):
        choose(number, 1, 2)
    assert standing(1) == [(2, "confirmed", 1), (0, "waiting", 2), (1, "waiting", 3)]
    assert [state for _who, state, _seq in standing(2)] == ["confirmed"] * 3


def test_a_seat_given_up_goes_to_the_first_in_line_with_a_mail(house: Edition) -> None:
    for number in range(3):
        choose(number, 1)
    choose(0)
    assert standing() == [(0, "cancelled", 1), (1, "confirmed", 2), (2, "waiting", 3)]
    assert mails() == 1
    choose(0, 1)  # who comes back stands at the end
    assert standing() == [(1, "confirmed", 2), (2, "waiting", 3), (0, "waiting", 4)]


def test_a_second_click_changes_nothing(house: Edition) -> None:
    choose(0, 1, 2, seen=[])
    before = standing(), db.session.scalar(select(func.count(Entry.n)))
    choose(0, 1, 2, seen=[])
    assert (standing(), db.session.scalar(select(func.count(Entry.n)))) == before


def leave_by_cancelling(registration: Registration) -> None:
    leaving.cancel(registration)


def leave_by_being_declined(registration: Registration) -> None:
    answering.decline(registration, "A mistake of ours")


@pytest.mark.parametrize("leave", [leave_by_cancelling, leave_by_being_declined])
def test_whoever_does_not_come_frees_their_seats(house: Edition, leave: Callable[[Registration], None]) -> None:
    for number in range(3):
        choose(number, 1, 2)
    with writing():
        leave(guest(1))  # who only waits gives nobody a seat
    assert mails() == 0
    with writing():
        leave(guest(0))
    assert standing(1) == [(0, "cancelled", 1), (1, "cancelled", 2), (2, "confirmed", 3)]
    assert [state for _who, state, _seq in standing(2)] == ["cancelled", "cancelled", "confirmed"]
    assert mails() == 1


def test_nobody_is_in_two_sessions_at_once(house: Edition) -> None:
    with writing():
        add_one(house, 2, at=1)  # while session 2 runs
        publish_programme(house, name="More options", note=Bilingual())
    choose(0, 1)
    with pytest.raises(sign_ups.TwoAtOnce) as refused:
        choose(0, 2, 3)
    assert "“Session 2” and “Session 3”" in str(refused.value)
    assert [who for who, state, _seq in standing(1) if state == "confirmed"] == [0]  # nothing of the wish is done
    assert standing(2) == standing(3) == []


def test_one_session_may_follow_at_once_upon_another(house: Edition) -> None:
    choose(0, 1, 2)
    assert len(standing(2)) == 1


def hide(house: Edition) -> str:
    session(1).hidden = True
    return session(1).code


def withdraw(house: Edition) -> str:
    session(1).hidden = True
    db.session.flush()
    release(house, name="Less", note=Bilingual())
    session(1).hidden = False
    return session(1).code


def draft_only(house: Edition) -> str:
    return add_one(house, 5).code


def a_break(house: Edition) -> str:
    session(1).kind = SessionKind.BREAK
    db.session.flush()
    release(house, name="A break", note=Bilingual())
    return session(1).code


def of_another_edition(house: Edition) -> str:
    return offer_sessions(make_edition("2032"), 5)[0].code


def never_heard_of(house: Edition) -> str:
    return "\x00' OR 1=1"


@pytest.mark.parametrize("which", [hide, withdraw, draft_only, a_break, of_another_edition, never_heard_of])
def test_only_what_is_published_and_takes_place_can_be_chosen(house: Edition, which: Callable[[Edition], str]) -> None:
    with writing():
        code = which(house)
    with pytest.raises(sign_ups.SessionNotOpen), writing():
        sign_ups.choose(guest(0), [code, session(2).code])
    assert db.session.scalar(select(func.count()).select_from(SignUp)) == 0


def test_what_has_begun_can_be_neither_chosen_nor_left_and_its_seats_stay_as_they_are(house: Edition) -> None:
    for number in range(2):
        choose(number, 1)
    with clock.at(session(1).starts_at):
        choose(0, 2)
        assert standing(1)[0] == (0, "confirmed", 1)
        with pytest.raises(sign_ups.SessionNotOpen):
            choose(2, 1)
        with writing():
            leaving.cancel(guest(0))
    assert standing(1) == [(0, "cancelled", 1), (1, "waiting", 2)]
    assert mails() == 0


@pytest.mark.parametrize("state", [one for one in State if one is not State.CONFIRMED])
def test_only_who_is_confirmed_has_a_seat(house: Edition, state: State) -> None:
    with writing():
        guest(0).state = state
    with pytest.raises(sign_ups.NoSeatNeeded):
        choose(0, 2)


def test_who_follows_online_needs_no_seat(house: Edition) -> None:
    with writing():
        come(house, 7, mode=Mode.ONLINE)
    with pytest.raises(sign_ups.NoSeatNeeded):
        choose(7, 2)


def test_an_older_page_does_not_undo_what_another_has_chosen(house: Edition) -> None:
    choose(0, 1, seen=[])
    with pytest.raises(ChangedMeanwhile):
        choose(0, 2, seen=[])
    assert standing(2) == []


def test_more_seats_go_at_once_to_those_who_wait_and_fewer_take_nobodys(house: Edition) -> None:
    for number in range(3):
        choose(number, 1)
    surplus = []
    for capacity in (2, 1, None):
        with writing():
            surplus.append(sign_ups.set_capacity(session(1), capacity))
        if capacity:
            assert [state for _who, state, _seq in standing()] == ["confirmed", "confirmed", "waiting"]
    assert surplus == [0, 1, 0]
    assert [state for _who, state, _seq in standing()] == ["confirmed"] * 3
    assert mails() == 2


def test_a_seat_left_behind_is_given_within_a_minute(house: Edition) -> None:
    """Two registrations that become one, or somebody who follows online from now on."""
    for number in range(3):
        choose(number, 1, 2)
    with writing():
        guest(0).mode = Mode.ONLINE
    keep_moving()
    assert standing() == [(0, "cancelled", 1), (1, "confirmed", 2), (2, "waiting", 3)]
    with writing():
        db.session.delete(db.session.get_one(SignUp, (session(1).id, guest(1).id)))
    keep_moving()
    assert standing() == [(0, "cancelled", 1), (2, "confirmed", 3)]
    assert mails() == 2
    entries = db.session.scalar(select(func.count(Entry.n)))
    keep_moving()
    assert db.session.scalar(select(func.count(Entry.n))) == entries


def test_a_choice_costs_the_same_among_many(ctx: Flask, house: Edition) -> None:
    with writing():
        for number in range(10, 30):
            come(house, number)
    costs = []
    for number in range(10, 30):
        with counted(ctx) as sent:
            choose(number, 1, 2)
        costs.append(len(sent))
    assert len(set(costs)) == 1, costs


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """One seat in the first session, two in the second, both at other times; three people."""
    with app.app_context(), writing():
        edition = make_edition()
        made = [one.code for one in offer_sessions(edition, 1, 2)]
        for number in range(3):
            come(edition, number)
        make_user("organiser", "here@example.org", edition)
        make_user("co_chair", "chair@example.org", edition)
    return made


@pytest.fixture
def as_guest(app: Flask, codes: list[str]) -> Callable[[int], InspectingClient]:
    """The device of one of the people, their link opened."""

    def enter(number: int) -> InspectingClient:
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        with app.app_context():
            path = link_path(guest(number))
        client.submit(path)
        return client

    return enter


def turn_off(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = []


def text(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_one_chooses_on_a_page_of_ones_own(as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    first, second = as_guest(0), as_guest(1)
    assert first.page("/en/my/").select_one("a[href='/en/my/sessions']")
    assert "1 seat left" in text(first.page(SESSIONS))
    tick(first, *codes)
    assert ticked(first.page(SESSIONS)) == set(codes)
    assert text(first.page(SESSIONS)).count("You have a seat") == 2
    assert text(second.page(SESSIONS)).count("no seats left") == 1
    tick(second, codes[0])
    assert "Number 1 on the waiting list" in text(second.page(SESSIONS))
    assert "no seats left, 1 person waiting" in text(as_guest(2).page(SESSIONS))
    assert "Position 1 sur la liste d’attente" in text(second.page("/fr/my/sessions"))
    tick(first)
    assert not ticked(first.page(SESSIONS))
    assert "You have a seat" in text(second.page(SESSIONS))


def test_the_seat_that_became_free_is_told_in_the_persons_language(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first = as_guest(0)
    tick(first, codes[0])
    tick(as_guest(1), codes[0])
    before = len(deliver(app))
    tick(first)
    (told,) = deliver(app)[before:]
    assert told["To"] == "mayor1@example.org"
    assert "Séance 1" in told["Subject"]
    assert "/fr/r/" in text_of(told)
    for body in (text_of(told), html_of(told)):
        assert "Séance 1" in body
        assert "Une place s’est libérée" in body


def test_nothing_is_told_of_a_seat_given_up_again(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first, second = as_guest(0), as_guest(1)
    tick(first, codes[0])
    tick(second, codes[0])
    before = len(deliver(app))
    tick(first)
    tick(second)
    assert len(deliver(app)) == before


def test_nothing_is_told_once_sign_up_is_off(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first = as_guest(0)
    tick(first, codes[0])
    tick(as_guest(1), codes[0])
    before = len(deliver(app))
    tick(first)
    turn_off(app)
    assert len(deliver(app)) == before


def test_two_at_once_are_refused_by_their_names_and_the_ticks_stay(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        codes.append(add_one(edition, 2, at=1).code)
        publish_programme(edition, name="More options", note=Bilingual())
    mine = as_guest(0)
    for lang, names in (("en", "“Session 2” and “Session 3”"), ("fr", "« Séance 2 » et « Séance 3 »")):
        page = mine.page(f"/{lang}/my/sessions")
        form = hidden(page) | {"session": codes[1:]}
        answer = mine.post(f"/{lang}/my/sessions", data=form)
        assert answer.status_code == 422
        back = answer.soup
        assert names in text(back.select_one("[role=alert]"))  # type: ignore[arg-type]
        assert ticked(back) == set(codes[1:])
    assert not ticked(mine.page(SESSIONS))


def test_an_older_tab_is_shown_what_was_chosen_before_it_saves_over_it(
    as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    mine = as_guest(0)
    older = mine.page(SESSIONS)
    tick(mine, codes[0])
    refused = tick(mine, codes[1], page=older, status=409)
    back = refused.soup
    assert ticked(back) == {codes[1]}
    assert "You have a seat" in text(back)
    assert ticked(mine.page(SESSIONS)) == {codes[0]}
    tick(mine, codes[1], page=back)
    assert ticked(mine.page(SESSIONS)) == {codes[1]}


def test_the_same_page_sent_twice_is_one_choice(as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    mine = as_guest(0)
    page = mine.page(SESSIONS)
    for _click in range(2):
        tick(mine, codes[0], page=page)
    assert ticked(mine.page(SESSIONS)) == {codes[0]}


def test_whoever_follows_online_reads_why_there_is_nothing_to_choose(app: Flask, codes: list[str]) -> None:
    with app.app_context(), writing():
        path = link_path(come(db.session.scalars(select(Edition)).one(), 7, mode=Mode.ONLINE))
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(path)
    assert not client.page("/en/my/").select_one("a[href='/en/my/sessions']")
    page = client.page(SESSIONS)
    assert "attend in person" in text(page)
    assert not page.select("main form")


def test_while_it_is_off_there_is_nothing_of_it(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    mine, office = as_guest(0), app.test_client()
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    seen: dict[str, list[bool]] = {}
    for _turn in range(2):
        for client, path in (
            (mine, "/en/my/"),
            (mine, f"/en/2031/agenda/{codes[0]}"),
            (office, "/en/manage/2031/people"),
            (office, "/en/manage/2031/programme/"),
        ):
            links = client.page(path).select("main a")  # type: ignore[attr-defined]
            leads = any("/sign-ups" in str(one["href"]) or one["href"] == SESSIONS for one in links)
            seen.setdefault(path, []).append(leads)
        turn_off(app)
    assert all(links == [True, False] for links in seen.values()), seen
    assert mine.get(SESSIONS).status_code == 404
    for path in ("", f"/{codes[0]}", f"/{codes[0]}/seats"):
        assert office.get(f"/en/manage/2031/sign-ups{path}").status_code == 404


def test_the_office_sees_who_comes_and_sets_the_seats(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    for number in range(3):
        tick(as_guest(number), codes[0])
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    listing = text(office.page("/en/manage/2031/sign-ups"))
    assert "1 seat taken · 1 seat in total · 2 people waiting" in listing
    names = [row.get_text() for row in office.page(f"/en/manage/2031/sign-ups/{codes[0]}").select("tbody th")]
    assert names == [f"Żaneta Łukaszewicz {number}" for number in range(3)]
    seats = f"/en/manage/2031/sign-ups/{codes[0]}/seats"
    office.submit(seats, seats="many", status=422)
    office.submit(seats, seats="2")
    assert "2 seats taken · 2 seats in total · 1 person waiting" in text(office.page("/en/manage/2031/sign-ups"))
    assert "Someone else has changed this" in text(office.submit(seats, seats="5", shown="7", status=409).soup)
    office.submit(seats, seats="1")
    assert "1 person over the limit keeps their seat" in text(office.page("/en/manage/2031/sign-ups"))
    office.submit(seats, seats="")
    assert "3 seats taken · no limit" in text(office.page("/en/manage/2031/sign-ups"))
    assert "No limit" in text(office.page("/en/manage/2031/programme/"))


def test_a_co_chair_sees_who_comes_and_changes_nothing(app: Flask, codes: list[str]) -> None:
    chair: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(chair, ("chair@example.org", "a long enough passphrase"))
    assert not chair.page("/en/manage/2031/sign-ups").select("a[href$=seats]")
    chair.page(f"/en/manage/2031/sign-ups/{codes[0]}/seats", status=403)


def test_sessions_of_another_edition_are_not_there(app: Flask, codes: list[str]) -> None:
    with app.app_context(), writing():
        foreign = offer_sessions(make_edition("2032"), 5)[0].code
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    for path in ("", "/seats"):
        office.page(f"/en/manage/2031/sign-ups/{foreign}{path}", status=404)


def test_before_the_programme_is_published_there_is_nothing_to_choose(app: Flask) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        offer_sessions(edition, 1, publish=False)
        path = link_path(come(edition, 0))
        make_user("organiser", "here@example.org", edition)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(path)
    assert "no sessions to choose from yet" in text(client.page(SESSIONS))
    sign_in_as(client, ("here@example.org", "a long enough passphrase"))
    assert "once the programme is published" in text(client.page("/en/manage/2031/sign-ups"))
