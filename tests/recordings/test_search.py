"""Search: sessions, people, cities and what was said, in an order of our own that is the same on both databases."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import Executable, Select, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement
from transcripts import make_transcripts, thirty_searches

from assembly.extensions import db
from assembly.models import Edition, Passage, Person, Recording, RecordingState, Session, Speaker
from assembly.recordings import jobs, service
from assembly.recordings.form_values import PartFacts
from assembly.recordings.search import index
from assembly.recordings.search.finding import found
from assembly.recordings.search.rarity import by_rarity, needed
from assembly.recordings.search.words import match, snippet, words_of
from assembly.transactions import writing

pytestmark = pytest.mark.database
OULU = ["transcript ?audio=fr#t=10", "transcript ?audio=en#t=10"]
SAID = "les autres n’ont pas à repartir de zéro"


def edition_of(slug: str) -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


def keynote() -> Recording:
    mine = select(Recording).join(Session).where(Session.title_en == "Keynote speech")
    return db.session.scalars(mine.where(Recording.edition_id == edition_of("2023").id)).one()


def results(client: InspectingClient, text: str, address: str = "/fr/2023/search") -> list[str]:
    """What each line of the results is, and the end of the address it leads to."""
    items = client.page(address, query_string={"q": text}).select(".results > li")
    links = [(item["data-kind"], item.select_one("h2 a")["href"]) for item in items]
    return [f"{kind} {link[link.find('?') :] if '?' in link else ''}".strip() for kind, link in links]


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("moret", ["person", "session", "speech ?audio=fr#t=255"]),
        ("CHAPTERS of nothing", []),
        ("mots de bienvenue de", ["session", "chapter ?audio=fr#t=255"]),
        ("montrer exemple", ["session", "transcript ?audio=fr#t=10"]),
        ("flandre", ["city ?country=BE"]),
        (
            "oulu",
            ["person", "speech ?audio=fr#t=545", "session", "speech ?audio=fr#t=30", "chapter ?audio=fr#t=30", *OULU],
        ),
        ("dernier kilometre", ["transcript ?audio=fr#t=40"]),
        ("Repartir de zero", ["transcript ?audio=fr#t=50"]),
        ("CERCLE siege", ["transcript ?audio=fr#t=20"]),
        ('zero" OR (NEAR', []),
        ("'; & | ! :* <->", []),
        ("", []),
    ],
)
def test_titles_and_transcripts_are_found(demo_client: InspectingClient, text: str, hits: list[str]) -> None:
    assert results(demo_client, text) == hits


def test_all_assemblies_are_searched_at_once(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2027/search", query_string={"q": "oulu", "all": "1"})
    hits = [(one["data-kind"], one.a["href"].split("/")[2]) for one in page.select(".results > li")]
    assert hits[:2] == [("person", "2024"), ("person", "2023")]
    assert ("transcript", "2023") in hits
    assert "2023" in page.select_one("[data-kind=transcript] p:last-child").get_text()
    alone = demo_client.page("/fr/2027/search", query_string={"q": "oulu"})
    assert alone.select_one("main a[href$='q=oulu&all=1']")


def test_snippet_marks_words_of_either_language(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2023/search", query_string={"q": "start again"})
    snippet_of_hit = page.select_one("[data-kind=transcript] .snippet")
    assert (snippet_of_hit["lang"], [one.get_text() for one in snippet_of_hit.select("mark")]) == (
        "en",
        ["start", "again"],
    )


@pytest.mark.database("proof")
def test_what_is_withheld_is_never_found(demo_app: Flask, demo_client: InspectingClient) -> None:
    assert results(demo_client, SAID) == ["transcript ?audio=fr#t=50"]
    with demo_app.app_context(), writing():
        keynote().state = RecordingState.DRAFT
    assert results(demo_client, SAID) == []
    with demo_app.app_context(), writing():
        keynote().state = RecordingState.PUBLIC
        person = db.session.scalars(select(Person).where(Person.family.startswith("Moret"))).one()
        service.add_part(keynote(), PartFacts(person.id, 0, 20))
        db.session.add(Speaker(edition=edition_of("2023"), person=person, agreed=False))
    assert results(demo_client, SAID) == []
    assert results(demo_client, SAID, "/fr/2027/search") == []


def test_transcript_is_searched_as_it_is_now(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        one = next(one for one in keynote().captions if one.lang == "fr")
        service.remove_inside(one)
    assert results(demo_client, SAID) == []
    with demo_app.app_context():
        with writing():
            db.session.execute(Passage.__table__.delete())
        jobs.write_missing_passages()
    assert results(demo_client, "start again") == ["transcript ?audio=en#t=50"]
    with demo_app.app_context(), writing():
        service.remove_recording(keynote())
    assert results(demo_client, "start again") == []


def test_words_are_matched_and_cut() -> None:
    text = "Les œuvres d’Évry : " + "mot " * 60 + "la donnée publique, puis la fin " + "mot " * 60
    words = words_of("DONNEE_publique oeuvre")
    assert words == ("donnee", "publique", "oeuvre")
    assert (match(text, words).is_scattered, match(text, words).missing) == (True, 0)
    assert match(text, ("donnee", "publique")) < match(text, words)
    assert match(text, ("absent", "la")).missing == 1
    assert (match(text, ("absent",)), match(text, ("d", "e")).missing) == (None, 1)
    pieces = snippet(text, ("donnee", "publique"))
    assert [one.text for one in pieces if one.is_hit] == ["donnée", "publique"]
    assert (pieces[0].text, pieces[-1].text, len("".join(one.text for one in pieces)) < 260) == ("… ", " …", True)


def best_by_hand(text: str) -> list[tuple[int, str]]:
    """The first ten passages, looked for in every passage there is."""
    words, rows = words_of(text), db.session.scalars(select(Passage)).all()
    held = [(match(one.folded, words), one) for one in rows]
    hits = [(how, one) for how, one in held if how is not None]
    hits = [hit for hit in hits if not hit[0].missing] or hits
    hits.sort(key=lambda hit: (hit[0], hit[1].recording_id, hit[1].start_s, hit[1].lang != "fr"))
    return [(one.id, one.lang) for _how, one in hits[:10]]


def test_queries_find_same_on_both_databases(demo_app: Flask, full_scale: bool) -> None:
    with demo_app.app_context():
        with writing():
            db.session.execute(Passage.__table__.delete())
            make_transcripts(edition_of("2023"), 3, 35)
        edition = edition_of("2023")
        asked = thirty_searches()
        assert len(set(asked)) == 30
        for text in asked[:: 1 if full_scale else 3]:
            hits = [one.passage for one in found([edition], text, "fr") if one.passage]
            assert [(one.id, one.lang) for one in hits[:10]] == best_by_hand(text), text


@pytest.mark.database("proof")
def test_search_has_a_fixed_number_of_statements(demo_app: Flask) -> None:
    sent = []
    for more in (4, 8):  # the whole assembly comes first and was added last
        with demo_app.app_context():
            with writing():
                make_transcripts(edition_of("2023"), more, 2)
            with counted(demo_app) as statements:
                found([edition_of("2023")], "repartir", "fr")
        sent.append(len(statements))
    assert sent[0] == sent[1] < 25


def test_search_begins_with_the_rarest_words() -> None:
    common = [("de", 0.7), ("numerique", 0.3), ("ville", 0.05)]
    words = {"de", "numer", "ville", "transition"}
    order = [("transition", 0), ("ville", 0.05), ("numer", 0.3), ("de", 0.7)]
    assert by_rarity(words, common, begun=True) == order
    assert by_rarity(words, common, begun=False)[:2] == [("transition", 0), ("numer", 0)]
    assert needed(order, 0) == ["transition"]
    assert needed(order, 1) == ["transition", "ville"]  # with one word missing, one of two is there
    assert needed(order, 2) == needed([("de", 0.7)], 0) == []


@pytest.mark.postgresql_only
def test_common_words_are_not_looked_up(demo_app: Flask) -> None:
    """The beginning of a common word would gather nearly every passage, and the planner cannot be tempted to."""
    with demo_app.app_context():
        for kind in ("seqscan", "indexscan"):
            db.session.execute(text(f"SET LOCAL enable_{kind} = off"))
        asked = {"recordings": [1], "first": 0, "last": 2**62, "most": 30, "words": "de:* & lodz:*"}
        plan = db.session.scalars(Explained(index.ONE_BY_ONE), asked).all()
        assert "passage_words" not in "".join(plan), plan


class Explained(Executable, ClauseElement):
    """The plan of a statement in place of its rows."""

    inherit_cache = False

    def __init__(self, statement: Select[int]) -> None:
        self.statement = statement


@compiles(Explained)
def _explained(element: Explained, compiler: SQLCompiler, **more: object) -> str:
    return f"EXPLAIN {compiler.process(element.statement, **more)}"
