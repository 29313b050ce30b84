"""Who counts on which day: from the signature to the withdrawal, and for nobody before the embargo ends."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from flask import Flask
from inspector import InspectingClient
from mails import deliver
from signers import brought_to, forward
from sqlalchemy import select

from assembly import clock
from assembly.communities.facts import Facts
from assembly.communities.queries import by_code
from assembly.communities.service.places import add_community
from assembly.extensions import db
from assembly.models import Bilingual, CommunityKind, Edition, Signature, SignatureKind, SigningState
from assembly.report import queries as report
from assembly.signatures import queries
from assembly.signatures.jobs import tell_public
from assembly.signatures.service.facts import NotYet, TooEarly, record_signature, withdraw_signature
from assembly.stats.queries import participation, signatures_as_of
from assembly.transactions import writing

SIGN, SUPPORT = SignatureKind.SIGN, SignatureKind.SUPPORT
ENDS = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
"17:00 in Brussels."
BEFORE, AFTER = ENDS - timedelta(microseconds=1), ENDS


def sign(code: str = "oulu", day: date = date(2026, 11, 2), until: datetime | None = None, **at: Edition) -> Signature:
    community = by_code(code)
    assert community is not None
    kind = SignatureKind.of(community.kind)
    return record_signature(
        community, kind, signed_on=day, edition=at.get("edition"), source="test", public_from_at=until
    )


@pytest.mark.database("proof")
@pytest.mark.parametrize(("now", "known"), [(BEFORE, False), (AFTER, True)])
def test_an_embargo_hides_it_everywhere(
    demo_app: Flask, demo_client: InspectingClient, now: datetime, known: bool
) -> None:
    with demo_app.app_context(), writing():
        sign(until=ENDS)
    with clock.at(now):
        with demo_app.app_context():
            assert signatures_as_of(SIGN, date(2026, 11, 10)) == 151 + known
        pages = [demo_client.get(f"/en/communities{ending}").get_data(as_text=True) for ending in ("", ".json", ".csv")]
    assert ["Oulu" in page for page in pages] == [known] * 3


@pytest.mark.turns(2)
@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("day", "more"),
    [(date(2026, 11, 1), 0), (date(2026, 11, 2), 1), (date(2026, 11, 9), 1), (date(2026, 11, 10), 0)],
)
def test_it_counts_until_before_its_withdrawal(
    demo_app: Flask, demo_client: InspectingClient, day: date, more: int
) -> None:
    with demo_app.app_context():
        with writing():
            signature = sign()
        with writing():
            withdraw_signature(signature, on=date(2026, 11, 10), reason="test")
        assert signatures_as_of(SIGN, day) == 151 + more
    answer = demo_client.get(f"/en/communities.json?on={day}").get_json()
    assert (answer["signatories"], len(answer["signed"])) == (151 + more, 12 + more)


@pytest.mark.database("proof")
@pytest.mark.parametrize(("day", "less"), [(date(2026, 11, 9), 0), (date(2026, 11, 10), 1)])
def test_the_balance_counts_until_withdrawn(demo_app: Flask, day: date, less: int) -> None:
    """One that ended before the balance was drawn up is not in it."""
    with demo_app.app_context():
        with writing():
            held, over = sign(day=date(2022, 5, 5)), sign("espoo", day=date(2022, 5, 5))
        with writing():
            withdraw_signature(held, on=date(2026, 11, 10), reason="test")
            withdraw_signature(over, on=date(2022, 6, 1), reason="test")
        assert signatures_as_of(SIGN, day) == 151 - less


@pytest.mark.parametrize(("on", "refusal"), [(date(2026, 11, 1), TooEarly), (date(2126, 1, 1), NotYet)])
def test_it_ends_after_it_began(demo_app: Flask, on: date, refusal: type[Exception]) -> None:
    with demo_app.app_context():
        with writing():
            signature = sign()
        with pytest.raises(refusal), writing():
            withdraw_signature(signature, on=on, reason="test")


@pytest.mark.database
def test_one_query_counts_for_all(demo_app: Flask) -> None:
    """Under embargo the twelfth of 2023 is nowhere: neither a yellow seat nor a claim of the report knows it."""
    with demo_app.app_context():
        first = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        tallinn = select(Signature).where(Signature.community.has(code="tallinn"))
        seen = []
        for until in (None, clock.now() + timedelta(days=1)):
            with writing():
                db.session.scalars(tallinn).one().public_from_at = until
            facts = report.facts(first, date(2023, 6, 30))
            seen.append(
                (
                    participation(first).seats_joined,
                    len(facts.joined_on_day),
                    facts.joined_this_year,
                    facts.signatories,
                    len(queries.signed_until(SIGN, date(2023, 6, 30))),
                )
            )
        assert [one - other for one, other in zip(*seen, strict=True)] == [1] * 5


def test_a_publication_stays_after_an_end(demo_app: Flask, demo_client: InspectingClient) -> None:
    before = demo_client.get("/en/2023/report.json").get_json()
    with demo_app.app_context():
        with writing():
            signature = db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()
            withdraw_signature(signature, on=date(2023, 6, 20), reason="test")
        first = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        assert len(queries.joined_on_day(first)) == 4  # that day it stood
        assert signatures_as_of(SIGN, date(2023, 6, 30)) == 150
    assert demo_client.get("/en/2023/report.json").get_json() == before


def test_joined_on_the_day_and_that_year(demo_client: InspectingClient) -> None:
    for day, said in (
        ("2023-06-30", "Joined: 4 at the assembly on 15 June 2023 · 8 in the days before · 12 in 2023"),
        ("2023-06-10", "Joined: 6 in 2023"),
        ("2024-12-31", None),
    ):
        counts = demo_client.page(f"/en/communities?on={day}").select_one("#joined-counts")
        assert (" ".join(counts.get_text().split()) if counts else None) == said


def test_supporters_have_a_list_of_their_own(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        names = Bilingual("Smart Cities Ltd", "Smart Cities SARL")
        add_community("smart", Facts("Smart", names, CommunityKind.COMPANY, "GR"))
        sign("smart")
    page = demo_client.page("/fr/communities?role=support")
    assert [one.get_text() for one in page.select("ol.programme h3")] == ["Smart Cities SARL (Smart)"]
    assert [dd.get_text() for dd in page.select("dl.figures dd")] == ["151", "131"]
    assert "Smart" not in demo_client.page("/fr/communities").select_one("main").get_text()
    answer = demo_client.get("/en/communities.json").get_json()
    (one,) = answer["supported"]
    assert (one["role"], one["kind"], one["country"], one["place"], one["public_since"]) == (
        "support",
        "company",
        "EL",
        "",
        None,
    )
    table = demo_client.get("/en/communities.csv?role=support")
    assert 'filename="supporters-' in table.headers["Content-Disposition"]
    assert [row["role"] for row in csv.DictReader(StringIO(table.data.decode("utf-8-sig")))] == ["support"]


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_map_says_what_the_table_says(demo_client: InspectingClient, lang: str) -> None:
    page = demo_client.page(f"/{lang}/communities?on=2023-06-30")
    squares = [one for one in page.select("svg.europe g") if one.select_one(".count")]
    drawn = {one.select("text")[0].get_text(): int(one.select_one(".count").get_text()) for one in squares}
    lines = {row.th.get_text(): int(row.td.get_text()) for row in page.select("table tbody tr")}
    assert drawn == {"BE": 1, "DE": 1, "EE": 1, "ES": 5, "FR": 2, "PL": 1, "PT": 1}
    assert list(lines.values()) == [drawn[code] for code in ("BE", "DE", "EE", "ES", "FR", "PL", "PT")]
    assert list(lines)[3] == {"en": "Spain", "fr": "Espagne"}[lang]
    assert page.select_one("svg.europe title").get_text()
    assert len(page.select("svg.europe g")) == 27 + 12


@pytest.mark.proof("test_a_city_signs_and_is_made_public tells of its end")
def test_those_whose_embargo_ends_are_told_once(demo_app: Flask) -> None:
    with clock.at(BEFORE), demo_app.app_context(), writing():
        signing = brought_to(SigningState.CHECKING)
        forward(signing, SigningState.SIGNED, public_from_at=ENDS)
    told = []
    for now in (BEFORE, AFTER, AFTER + timedelta(minutes=1)):
        with clock.at(now), demo_app.app_context():
            tell_public()
            told.append(
                [mail["Subject"] for mail in deliver(demo_app)].count("Votre signature est désormais publique – Oulu")
            )
    assert told == [0, 1, 1]


def test_the_acceptance_alone_tells_publication(demo_app: Flask) -> None:
    with demo_app.app_context():
        with writing():
            brought_to(SigningState.SIGNED)
        tell_public()
    subjects = [mail["Subject"] for mail in deliver(demo_app)]
    assert subjects == [
        "Votre déclaration pour Living-in.EU – Oulu",
        "Votre déclaration signée a été acceptée – Oulu",
    ]
