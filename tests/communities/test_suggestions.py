"""A name nobody knew: typed in the form, decided in the office, followed by the registrations that typed it."""

from __future__ import annotations

import pytest
from directory import AT, entry, office
from factories import MAYOR
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.communities import queries
from assembly.communities.jobs import take_up_typed_names
from assembly.communities.service import suggestions
from assembly.communities.service.suggestions import suggest, take_up
from assembly.extensions import db
from assembly.models import Category, Community, Edition, Registration, Suggestion, SuggestionState
from assembly.people.queries.listing import people
from assembly.registration.service.accompanying import Along, bring_along
from assembly.registration.service.handing_over import Successor, hand_over
from assembly.stats.queries import participation
from assembly.transactions import writing


def register(app: Flask, place: str, number: int, mode: str = "online") -> None:
    visitor: InspectingClient = app.test_client()  # type: ignore[assignment]
    answers = MAYOR | {"place": place, "family": f"Nowak {number}", "email": f"n{number}@example.org", "mode": mode}
    visitor.submit("/en/2027/register", **answers)
    with app.app_context():
        take_up_typed_names()


def cities(app: Flask) -> int:
    with app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        return participation(edition).registered.communities


def suggestion(text: str) -> Suggestion:
    return db.session.scalars(select(Suggestion).where(Suggestion.folded == text)).one()


@pytest.mark.proof("test_a_dismissed_name_stays_dismissed suggests a name twice")
def test_a_name_in_any_letters_suggests_once(demo_app: Flask) -> None:
    for number, typed in enumerate(("Zielona Góra", "zielona gora", "ZIELONA GÓRA", "Łódź")):
        register(demo_app, typed, number)
    page = office(demo_app).page(f"{AT}suggestions")
    assert [h2.get_text() for h2 in page.select("h2")] == ["Zielona Góra"]
    assert "entered 3 times" in page.get_text()
    with demo_app.app_context():
        assert queries.open_suggestions() == 1


@pytest.mark.proof("one more who follows")
def test_people_along_follow_though_they_typed_nothing(demo_app: Flask) -> None:
    register(demo_app, "Zielona Góra", 1, mode="on_site")
    with demo_app.app_context():
        with writing():
            one = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
            assistant = Along("key-of-the-assistant", Category.PERSONAL_ASSISTANT, "Bo", "Ek", "", "en")
            bring_along(one, assistant)
            hand_over(one, Successor("Ewa", "Nowak", "Deputy", "ewa@example.org", "en"))
        take_up_typed_names()
        assert suggestion("zielona gora").times == 1
        with writing():
            meant = db.session.scalars(select(Community).order_by(Community.id).limit(1)).one()
            assert suggestions.link(suggestion("zielona gora"), meant) == 3


def test_a_new_entry_takes_its_registrations(demo_app: Flask) -> None:
    register(demo_app, "Zielona Góra", 1)
    register(demo_app, "zielona gora", 2)
    before, client = cities(demo_app), office(demo_app)
    link = client.page(f"{AT}suggestions").select_one(".card .button")["href"]
    assert client.page(link).select_one("#native_name")["value"] == "Zielona Góra"
    client.submit(link, kind="municipality", country="PL", name_fr="Grünberg")
    assert cities(demo_app) == before + 1
    with demo_app.app_context():
        one = entry("zielona-gora")
        guests = db.session.scalars(select(Registration).where(Registration.community_id == one.id)).all()
        assert [guest.org_text for guest in guests] == ["", ""]
        assert suggestion("zielona gora").state is SuggestionState.ACCEPTED
        assert queries.open_suggestions() == 0
    register(demo_app, "Grunberg", 3)  # known by now
    with demo_app.app_context():
        assert queries.open_suggestions() == 0


def test_a_spelling_of_an_entry_we_have(demo_app: Flask) -> None:
    register(demo_app, "Litzmannstadt", 1)
    client = office(demo_app)
    card = "main form.search"
    assert "Choose one from the list" in client.submit(
        f"{AT}suggestions", form=card, status=422, place="Nowhere"
    ).get_data(as_text=True)
    client.submit(f"{AT}suggestions", form=card, place="Łódź (PL)")
    with demo_app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        guest = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
        assert guest is not None
        assert guest.community == entry("lodz")
        assert guest in people(edition, "lodz nowak").rows
        assert "litzmannstadt" in {alias.folded for alias in entry("lodz").aliases}
        assert suggestion("litzmannstadt").decided_by.startswith("user:")  # type: ignore[union-attr]
    register(demo_app, "LITZMANNSTADT", 2)
    with demo_app.app_context():
        assert queries.open_suggestions() == 0


@pytest.mark.proof("test_finding forgives a slip")
def test_an_entry_one_letter_off_is_proposed(demo_app: Flask) -> None:
    register(demo_app, "Ouluu", 1)
    register(demo_app, "Nowhere", 2)
    client = office(demo_app)
    fields = client.page(f"{AT}suggestions").select("[name=place]")
    assert [field["value"] for field in fields] == ["Oulu (FI)", ""]
    client.submit(f"{AT}suggestions", form="form.search:has([value^=Oulu])")
    with demo_app.app_context():
        assert suggestion("ouluu").state is SuggestionState.LINKED


def test_a_dismissed_name_stays_dismissed(demo_app: Flask) -> None:
    register(demo_app, "Myself", 1)
    client = office(demo_app)
    dismissed = client.page(f"{AT}suggestions").select_one("form:has(.plain)[action*=dismiss]")["action"]
    client.submit(f"{AT}suggestions", form="form[action*=dismiss]")
    assert client.page(f"{AT}suggestions").select(".card") == []
    token = client.page(f"{AT}add").select_one("main input[name=csrf_token]")["value"]
    assert client.post(dismissed, data={"csrf_token": token}).status_code == 409  # somebody was quicker
    register(demo_app, "myself", 2)
    with demo_app.app_context():
        assert (suggestion("myself").times, queries.open_suggestions()) == (2, 0)


@pytest.mark.proof("an exception of test_a_new_entry_takes_its_registrations")
def test_a_registration_elsewhere_now_does_not_follow(demo_app: Flask) -> None:
    register(demo_app, "Nowhere", 1)
    with demo_app.app_context(), writing():
        guest = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
        assert guest is not None
        guest.org_text = "Elsewhere"
    office(demo_app).submit(f"{AT}suggestions", form="main form.search", place="Oulu")
    with demo_app.app_context():
        guest = db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()
        assert guest is not None
        assert (guest.community_id, guest.org_text) == (None, "Elsewhere")


def test_organisations_and_odd_names_suggest_nothing(demo_app: Flask) -> None:
    visitor: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    visitor.submit("/en/2027/register", **MAYOR | {"represents": "organisation", "place": "A firm", "mode": "online"})
    with demo_app.app_context(), writing():
        assert suggest("…!?") is None
        assert suggest("\ufdfa" * 150) is None  # folds to thousands of letters
    with demo_app.app_context():
        assert queries.open_suggestions() == 0


@pytest.mark.proof("odd names: test_organisations_and_odd_names_suggest_nothing")
def test_odd_names_are_taken_up_once(demo_app: Flask) -> None:
    for number, typed in enumerate(("…!?", "\ufdfa" * 100, "!!!")):
        register(demo_app, typed, number)
    with demo_app.app_context():
        assert queries.typed_names() == []
        assert queries.open_suggestions() == 0


def test_a_failing_name_holds_up_nobody(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(registration: Registration) -> None:
        if registration.org_text == "Bad":
            raise ValueError
        take_up(registration)

    monkeypatch.setattr(suggestions, "take_up", fails)
    register(demo_app, "Bad", 1)
    register(demo_app, "Zielona Góra", 2)
    with demo_app.app_context():
        assert (len(queries.typed_names()), queries.open_suggestions()) == (1, 1)
