"""One fact changes: exactly the claims and the figures concerned follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from article import first_assembly, texts
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import delete, select

from assembly.communities.queries import by_code
from assembly.extensions import db
from assembly.models import Admission, Category, Edition, Registration, Signature, SignatureKind
from assembly.report import queries
from assembly.report.claims import figures
from assembly.report.facts import canonical_hash, from_json
from assembly.signatures.service.facts import record_signature
from assembly.transactions import writing


def take_away_admissions() -> None:
    """So many that exactly 130 are left: no longer more than 130."""
    chosen = select(Admission.registration_id).limit(8)
    db.session.execute(delete(Admission).where(Admission.registration_id.in_(db.session.scalars(chosen).all())))


def one_admission_less() -> None:
    chosen = db.session.scalars(select(Admission.registration_id).order_by(Admission.registration_id.desc())).first()
    db.session.execute(delete(Admission).where(Admission.registration_id == chosen))


def admitted_press() -> None:
    """Somebody of the press was counted as a participant."""
    one = db.session.get(Registration, db.session.scalars(select(Admission.registration_id)).first())
    assert one is not None
    one.category = Category.PRESS


def withdraw(code: str) -> Callable[[], None]:
    def act() -> None:
        signed = select(Signature).where(Signature.community.has(code=code))
        db.session.delete(db.session.scalars(signed).one())

    return act


def sign(day: date, edition: bool = False, kind: SignatureKind = SignatureKind.SIGN) -> Callable[[], None]:
    def act() -> None:
        community = by_code("oulu")
        assert community is not None
        at = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one() if edition else None
        record_signature(community, kind, signed_on=day, edition=at, source="test")

    return act


def to_the_eve() -> None:
    signed = db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()
    signed.signed_on, signed.edition = date(2023, 6, 14), None


ON_DAY, BEFORE = {"joined_on_day", "joined_this_year"}, {"joined_before", "joined_this_year"}
SIGNED = {"signatories"}
CHANGES: dict[str, tuple[Callable[[], None], set[str], set[str]]] = {
    "one admission less": (one_admission_less, set(), {"participants"}),
    "press": (admitted_press, set(), {"participants"}),
    "eight admissions less": (take_away_admissions, {"participants"}, {"participants"}),
    "one of the four less": (withdraw("tallinn"), {"growth"} | ON_DAY, SIGNED | ON_DAY),
    "one of the eight less": (withdraw("lleida"), {"growth"} | BEFORE, SIGNED | BEFORE),
    "one signed on the eve": (to_the_eve, {"joined_on_day", "joined_before"}, {"joined_on_day", "joined_before"}),
    "a fifth": (sign(date(2023, 6, 15), edition=True), ON_DAY, SIGNED | ON_DAY),
    "a ninth": (sign(date(2023, 6, 12)), BEFORE, SIGNED | BEFORE),
    "one in March": (sign(date(2023, 3, 1)), {"joined_this_year"}, SIGNED | {"joined_this_year"}),
    "one after the assembly": (sign(date(2023, 6, 22)), set(), SIGNED),
    "one after publication": (sign(date(2023, 7, 1)), set(), set()),
    "a supporter": (sign(date(2023, 5, 1), kind=SignatureKind.SUPPORT), {"growth"}, {"supporters"}),
}
"What changes, the sentences that must follow, and the figures."


@pytest.mark.turns(4)
@pytest.mark.parametrize(("change", "concerned", "figures_concerned"), CHANGES.values(), ids=CHANGES)
def test_exactly_the_claims_concerned_follow(
    demo_app: Flask, change: Callable[[], None], concerned: set[str], figures_concerned: set[str]
) -> None:
    with demo_app.app_context():
        edition = first_assembly()
        before, counted = texts(edition), figures(queries.facts(edition, date(2023, 6, 30)))
        with writing():
            change()
        after, recounted = texts(edition), figures(queries.facts(edition, date(2023, 6, 30)))
        assert {key for _lang, key in before if before[_lang, key] != after[_lang, key]} == concerned
        now = {one.key: one.value for one in recounted}
        differing = {one.key for one in counted if one.value != now[one.key]} - {"communities", "countries"}
        assert differing == figures_concerned


@pytest.mark.proof("test_a_correction_says_when_and_which_figures")
def test_a_publication_stays_until_the_next(demo_app: Flask, demo_client: InspectingClient) -> None:
    before = demo_client.get("/en/2023/report.json").get_json()
    with demo_app.app_context(), writing():
        withdraw("tallinn")()
    assert demo_client.get("/en/2023/report.json").get_json() == before


def test_facts_come_back_from_storage_the_same(demo_app: Flask) -> None:
    with demo_app.app_context():
        facts = queries.facts(first_assembly(), date(2023, 6, 30))
    assert from_json(facts.as_json()) == facts
    assert canonical_hash(facts.as_json()) != canonical_hash(replace(facts, participants=1).as_json())


def test_the_second_day_counts_for_signing(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = first_assembly()
        with writing():
            edition.ends_at += timedelta(days=1)
            sign(date(2023, 6, 16), edition=True)()
        facts = queries.facts(edition, date(2023, 6, 30))
        assert (len(facts.joined_on_day), len(facts.joined_before), facts.joined_this_year) == (5, 8, 13)
