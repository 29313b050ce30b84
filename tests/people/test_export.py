"""The list as a table: what was on the screen, with chosen columns, safe in a spreadsheet, sent while it is read."""

from __future__ import annotations

import csv
import tracemalloc
from io import BytesIO, StringIO
from typing import Any

import pytest
from bulk_data import crowd
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from openpyxl import load_workbook
from queries_counted import counted

from assembly.extensions import db
from assembly.models import Answer, Bilingual, Edition, Entry, Need, Question, QuestionKind, Registration
from assembly.people.columns import QUESTION, columns_of
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Sort, Wanted
from assembly.people.queries.table import questions, table
from assembly.registration.service import registering
from assembly.sealed import seal
from assembly.tables import csv_lines, joined
from assembly.transactions import writing

TABLE = "/en/manage/2031/people/table"
EVIL = "=HYPERLINK(1)"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """Three people: one whose name a spreadsheet would run, one who waits, one online."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        make_user("organiser", "here@example.org", edition)
        registering.register(edition, submission(0, given=EVIL, function="Mayor; of «Łódź»"))
        registering.register(edition, submission(1))
        registering.register(edition, submission(2, place="Oulu", lang="en"))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def ask(client: InspectingClient, columns: list[str], path: str = TABLE, **more: str) -> Any:
    form = client.page(path).select_one("main form")
    hidden: dict[str, Any] = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    return client.post(form["action"], data=hidden | {"column": columns, "shape": "csv"} | more)


def lines(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.proof("test_answers_are_columns_and_needs_never chooses columns")
def test_the_chosen_columns_of_the_list(office: InspectingClient) -> None:
    answer = ask(office, ["state", "family", "place"], f"{TABLE}?state=waiting&sort=newest")
    assert lines(answer) == [
        ["Family name", "City, region or organisation", "Status"],
        ["Łukaszewicz 2", "Oulu", "Waiting list"],
        ["Łukaszewicz 1", "Rzeszów", "Waiting list"],
    ]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="people-2031-')


@pytest.mark.database("proof")
def test_the_waiting_list_keeps_its_order(office: InspectingClient) -> None:
    assert lines(ask(office, ["family", "waiting_number"], f"{TABLE}?state=waiting")) == [
        ["Family name", "Waiting list position"],
        ["Łukaszewicz 1", "1"],
        ["Łukaszewicz 2", "2"],
    ]
    everybody = lines(ask(office, ["waiting_number"], f"{TABLE}?sort=newest"))
    assert everybody[1:] == [["2"], ["1"], [""]]


def test_formulas_are_guarded_and_come_back(office: InspectingClient) -> None:
    head, first, *_rest = lines(ask(office, ["given", "function"]))
    assert first == ["'" + EVIL, "Mayor; of «Łódź»"]
    answer = ask(office, ["given", "function"], shape="xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert [cell.value for cell in sheet[1]] == head
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (EVIL, "s", True)


def test_addresses_are_not_ticked_at_first(office: InspectingClient) -> None:
    ticked = {tag["value"] for tag in office.page(TABLE).select("[name=column][checked]")}
    assert {"family", "given", "place", "state"} <= ticked
    assert ticked.isdisjoint({"email", "phone", "note"})


@pytest.mark.turns(3)
@pytest.mark.parametrize(("columns", "shape"), [([], "csv"), (["family"], "pdf"), (["needs"], "csv")])
def test_an_unknown_column_makes_no_table(office: InspectingClient, columns: list[str], shape: str) -> None:
    answer = ask(office, columns, shape=shape)
    assert answer.status_code == 422
    ticked = answer.soup.select("[name=column][checked]")
    assert [tag["value"] for tag in ticked] == [name for name in columns if name != "needs"]


def test_answers_are_columns_and_needs_never(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        options = [{"key": "b", "en": "Bus", "fr": "Car"}, {"key": "t", "en": "Train", "fr": "Train (fr)"}]
        kinds = (QuestionKind.CHOICES, QuestionKind.YES_NO, QuestionKind.COUNTRY, QuestionKind.TEXT)
        asks = [
            Question(
                edition=edition,
                code=f"ask{at}",
                position=at,
                kind=kind,
                words=Bilingual(f"Asked {at}?", f"Demande {at}"),
                hint=Bilingual(),
                purpose=Bilingual("For a test", "Pour un essai"),
                options=options if at == 0 else [],
            )
            for at, kind in enumerate(kinds)
        ]
        db.session.add_all(asks)
        first, second, _third = db.session.query(Registration).order_by(Registration.id)
        for question, value in zip(asks, (["t", "b"], True, "EE", "+1"), strict=True):
            db.session.add(Answer(registration=first, question=question, value=value))
        db.session.add(Answer(registration=second, question=asks[1], value=False))
        sealed = seal('{"kinds": ["vegan"], "text": "peanuts"}')
        now = first.registered_at
        db.session.add(Need(registration=first, sealed=sealed, said_at=now, said_by="office", delete_on=edition.day))
    page = office.page(TABLE)
    names = [tag["value"] for tag in page.select("[name=column]")]
    assert [name for name in names if name.startswith(QUESTION)] == [f"{QUESTION}ask{at}" for at in range(4)]
    answer = ask(office, names, f"{TABLE}?sort=name")
    found = {tuple(line[-4:]) for line in lines(answer)}
    assert found == {
        ("Asked 0?", "Asked 1?", "Asked 2?", "Asked 3?"),
        ("Train; Bus", "Yes", "Estonia", "'+1"),
        ("", "No", "", ""),
        ("", "", "", ""),
    }
    assert len(lines(answer)) == 4
    assert b"peanuts" not in answer.data
    assert b"egan" not in answer.data


def test_heads_and_words_are_french(office: InspectingClient) -> None:
    answer = ask(office, ["country", "state"], TABLE.replace("/en/", "/fr/"))
    assert lines(answer)[:2] == [["Pays", "État"], ["", "Inscription confirmée"]]


def test_the_history_keeps_who_downloaded_it(app: Flask, office: InspectingClient) -> None:
    ask(office, ["family", "email"], f"{TABLE}?q=lukaszewicz&state=waiting")
    with app.app_context():
        entry = db.session.query(Entry).filter_by(verb="people exported").one()
        assert entry.actor_ref.startswith("user:")
        assert (entry.noun_ref, entry.edition_id) == ("2031", db.session.query(Edition).one().id)


def test_a_co_chair_downloads_nothing(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("co_chair", "chair@example.org", db.session.query(Edition).one())
    chair: Any = app.test_client()
    sign_in(chair, ("chair@example.org", "a long enough passphrase"))
    assert "Download this list" not in chair.page("/en/manage/2031/people").get_text()
    own = chair.page("/en/manage/2031/people").select_one("[name=csrf_token]")["value"]
    assert chair.get(TABLE).status_code == chair.post(TABLE, data={"csrf_token": own}).status_code == 403


@pytest.mark.database
def test_a_stopped_reader_leaves_no_connection(app: Flask, office: InspectingClient, full_scale: bool) -> None:
    with app.app_context(), writing():
        crowd(db.session.query(Edition).one(), 1_000 if full_scale else 300)
    before = pool_in_use(app)
    answer = office.post(
        TABLE,
        data={"csrf_token": token(office), "column": ["family", "email", "function"], "shape": "csv"},
        buffered=False,
    )
    pieces = answer.iter_encoded()
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    answer.close()
    assert pool_in_use(app) == before


def pool_in_use(app: Flask) -> int:
    with app.app_context():
        return int(db.engine.pool.checkedout())  # type: ignore[attr-defined]


def token(client: InspectingClient) -> str:
    return str(client.page(TABLE).select_one("[name=csrf_token]")["value"])


@pytest.mark.database
def test_others_write_while_it_is_sent(ctx: Flask, full_scale: bool) -> None:
    """The table has a read of its own: the request's is over, and a writer meanwhile changes nothing in it."""
    many = 1_500 if full_scale else 600
    with writing():
        edition = make_edition()
        crowd(edition, many)
    rows = table(edition, Wanted(), Sort.NAME, answers=False).rows()
    first = next(rows)[0]
    db.session.remove()
    with writing():
        last = db.session.query(Registration).order_by(Registration.folded.desc()).first()
        assert last is not None
        last.function = "Changed meanwhile"
    rest = [row for row, *_ in rows]
    assert len(rest) == many - 1
    assert {row.function for row in (first, *rest)} == {"Maire"}


@pytest.mark.database
def test_any_length_takes_one_statement(ctx: Flask, full_scale: bool) -> None:
    with writing():
        edition = make_edition()
        crowd(edition, 6_000 if full_scale else 1_200)
    costs = {}
    for search in ("berg 1", ""):
        people = table(edition, Wanted(search), Sort.NAME, answers=True)
        columns = columns_of(["family", "place", "email"], [], questions(edition), edition.zone)
        with counted(ctx) as sent:
            tracemalloc.start()
            length = sum(map(len, joined(csv_lines(columns.heads, (columns.line(*row) for row in people.rows())))))
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        costs[people_queries.how_many(edition, Wanted(search))] = (len(sent), peak, length)
    few, many = sorted(costs)
    assert many > few * 20
    assert costs[few][0] == costs[many][0] == 1
    assert costs[many][2] > costs[few][2] * 20
    assert costs[many][1] < costs[few][1] + 2_500_000, costs
