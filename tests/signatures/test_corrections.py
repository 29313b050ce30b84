"""A signature is corrected, or removed as a mistake, and every figure follows; nobody counts twice on one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from directory import office as at_the_desk
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from signers import brought_to
from sqlalchemy import select

from assembly import clock
from assembly.communities.queries import by_code
from assembly.extensions import db
from assembly.models import Edition, Signature, SignatureKind, SigningState
from assembly.report import queries as report
from assembly.signatures import queries
from assembly.signatures.jobs import tell_public
from assembly.signatures.service import facts as fact_service
from assembly.signatures.signature_history import acts_of
from assembly.stats.queries import participation, signatures_as_of
from assembly.transactions import writing

SIGN = SignatureKind.SIGN
OFFICE = "/en/manage/2027/signatures/recorded/"


def sign(day: date, code: str = "oulu", edition: Edition | None = None) -> Signature:
    community = by_code(code)
    assert community is not None
    return fact_service.record_signature(community, SIGN, signed_on=day, edition=edition, source="test")


def corrected(signature: Signature, **changes: object) -> bool:
    facts = {
        "signed_on": signature.signed_on,
        "edition": signature.edition,
        "place": signature.place,
        "public_from_at": signature.public_from_at,
        "reason": "misread",
    }
    with writing():
        return fact_service.correct_signature(signature, **(facts | changes))  # type: ignore[arg-type]


def figures(edition: Edition, day: date) -> tuple[int, ...]:
    facts = report.facts(edition, day)
    return (
        signatures_as_of(SIGN, day),
        len(facts.joined_on_day),
        len(facts.joined_before),
        facts.joined_this_year,
        participation(edition).seats_joined,
        len(queries.signed_until(SIGN, day)),
    )


@pytest.fixture
def first(demo_app: Flask) -> Iterator[Edition]:
    """The edition of 2023; Tallinn signed on its day."""
    with demo_app.app_context():
        yield db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


def of_tallinn() -> Signature:
    return db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()


@pytest.mark.database
def test_recorded_come_fifty_a_page(first: Edition) -> None:
    removed = {"kind": SIGN, "community_id": of_tallinn().community_id, "source": "test", "mistaken_at": clock.now()}
    with writing():
        days = {f"paper{number}": date(2023, 1, 1) + timedelta(number) for number in range(50)}
        db.session.add_all(Signature(code=code, signed_on=day, **removed) for code, day in days.items())
    pages = [queries.recorded(first, "TALLINN", number) for number in (1, 2)]
    assert [(len(one.rows), one.total, one.has_next) for one in pages] == [(50, 51, True), (1, 51, False)]
    assert queries.recorded(first, "Atlantis", 1).total == 0


@pytest.mark.database("proof")
def test_corrected_day_moves_every_figure(first: Edition) -> None:
    on = date(2023, 6, 30)
    before = figures(first, on)
    assert corrected(of_tallinn(), signed_on=first.day - timedelta(days=2), edition=None)
    after = figures(first, on)
    assert [new - old for new, old in zip(after, before, strict=True)] == [0, -1, 1, 0, -1, 0]
    assert not corrected(of_tallinn())


@pytest.mark.proof("test_office_removes_an_accepted_mistake removes one")
def test_mistake_leaves_no_trace_in_figures(first: Edition) -> None:
    days = [first.day, date(2023, 6, 30), date(2026, 1, 1)]
    before = [figures(first, day) for day in days]
    with writing():
        fact_service.remove_mistake(of_tallinn(), reason="never signed")
        fact_service.remove_mistake(of_tallinn(), reason="twice")
    for day, figure in zip(days, before, strict=True):
        assert [old - new for new, old in zip(figures(first, day), figure, strict=True)] == [1, 1, 0, 1, 1, 1]
    acts = acts_of(of_tallinn(), first.zone)
    assert [act.reason for act in acts if act.words == "Removed (entered by mistake)"] == ["never signed"]
    with pytest.raises(fact_service.Removed):
        corrected(of_tallinn(), place="Tartu")
    with writing():
        sign(first.day, "tallinn", first)  # it may be recorded again
    assert [figures(first, day) for day in days] == before


@pytest.mark.turns(2)
@pytest.mark.parametrize("again", [-2, 0])
@pytest.mark.database("proof")
def test_withdrawn_and_recorded_anew_counts_once(first: Edition, again: int) -> None:
    """The entry that came last is the one that counts, on each day on which both are valid."""
    day, on = first.day + timedelta(days=again), date(2023, 6, 30)
    before = signatures_as_of(SIGN, on)
    with writing():
        fact_service.withdraw_signature(of_tallinn(), on=clock.local_day(clock.now(), first.zone), reason="wrong day")
        sign(day, "tallinn", None if again else first)
    facts = report.facts(first, on)
    signed = [one.community.code for one in queries.signed_until(SIGN, on)]
    assert (signatures_as_of(SIGN, on), signed.count("tallinn")) == (before, 1)
    names = [repr(place) for place in (*facts.joined_on_day, *facts.joined_before)]
    assert len(names) == len(set(names))
    assert signatures_as_of(SIGN, date(2026, 11, 30)) == before


@pytest.mark.parametrize("second", [date(2022, 6, 1), date(2026, 6, 1)])
@pytest.mark.database("proof")
def test_overlap_with_the_balance_counts_once(first: Edition, second: date) -> None:
    """One that the balance holds, withdrawn later, and one entered beside it on either side of the balance."""
    before = signatures_as_of(SIGN, date(2026, 11, 20))
    with writing():
        held = sign(date(2022, 5, 5))
        fact_service.withdraw_signature(held, on=date(2026, 11, 10), reason="test")
        sign(second)
    days = [date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 20)]
    assert [signatures_as_of(SIGN, day) for day in days] == [before] * 3


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"signed_on": date(2126, 1, 1)}, fact_service.NotYet),
        ({"signed_on": date(2023, 6, 1)}, fact_service.NotThatDay),
        ({"signed_on": date(2024, 1, 1), "edition": None}, fact_service.TooEarly),
    ],
)
def test_day_that_cannot_be_is_refused(first: Edition, changes: dict[str, object], refusal: type[Exception]) -> None:
    with writing():
        fact_service.withdraw_signature(of_tallinn(), on=date(2023, 12, 1), reason="test")
    with pytest.raises(refusal):
        corrected(of_tallinn(), **changes)


def test_office_corrects_an_accepted_signature(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.SIGNED, lang="en")
        assert signing.signature is not None
        at = OFFICE + signing.signature.code
    deliver(demo_app)
    office, correct = at_the_desk(demo_app), f"{at}/correct"
    until = {"signed_on": "2026-11-02", "place": "Helsinki", "public_from": "2026-12-24T10:00"}
    assert office.submit(correct, status=422, **until)  # a reason is needed
    office.submit(correct, status=303, reason="read again", **until)
    page = office.page(at)
    assert page.select_one(".state b").get_text() == "Under embargo."
    told = page.get_text(" ", strip=True).replace("\u00a0", " ")
    assert all(said in told for said in ("read again", "2 November 2026", "Oulu → Helsinki"))
    mail = text_of(deliver(demo_app)[-1]).replace("\u00a0", " ")
    assert "2 November 2026" in mail
    assert "24 December 2026, 10:00" in mail
    assert "Helsinki" not in demo_client.page("/en/communities").get_text()
    with clock.at(datetime(2026, 12, 24, 9, 1, tzinfo=UTC)):
        with demo_app.app_context():
            tell_public()
        assert "is now public" in text_of(deliver(demo_app)[-1])


def test_office_removes_an_accepted_mistake(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.SIGNED, lang="en")
        assert signing.signature is not None
        code, at = signing.code, OFFICE + signing.signature.code
    office = at_the_desk(demo_app)
    form = f"form[action='{at}/mistake']"
    assert office.submit(f"{at}/correct", form=form, status=422)
    office.submit(f"{at}/correct", form=form, status=303, mistake_reason="another Oulu")
    assert office.page(at).select_one(".state b").get_text() == "Removed because it was entered by mistake."
    assert office.get(f"{at}/correct").status_code == 404
    assert "Removed (entered by mistake)" in office.page(OFFICE).get_text()
    assert "another Oulu" in text_of(deliver(demo_app)[-1])
    with demo_app.app_context():
        found = queries.by_code(code)
        assert found is not None
        assert found.state is SigningState.WITHDRAWN
