"""What each line of a table of sessions would do to the draft, before anything is written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from import_programmes import AT, add_opening, lines, on_days, preview, session_called, table
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select
from static_checks import contents

from assembly.agenda.imports.columns import NEEDED
from assembly.agenda.imports.preview import judge
from assembly.agenda.imports.service import PROGRAMME, context_of
from assembly.extensions import db
from assembly.imports import Verdict
from assembly.models import Edition, Session
from assembly.tables import arranged, csv_file, read, rows_of
from assembly.transactions import writing

DAY = ("2031-06-12", "12/06/2031")


@pytest.fixture
def on_a_day(app: Flask, office: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        before = edition.starts_at
        on_days(edition, 2031, 6, 12, 9)
        for one in db.session.scalars(select(Session)):
            one.starts_at, one.ends_at = edition.starts_at, edition.starts_at + timedelta(minutes=30)
        assert before
    return office


def code(app: Flask) -> str:
    with app.app_context():
        return session_called("Opening").code


def test_each_line_says_what_it_would_do(app: Flask, on_a_day: InspectingClient) -> None:
    before = contents(app)
    content_ = table(
        (code(app), "", "", DAY[0], "10:00", "10:45", "", "Accueil"),  # moved, renamed in French
        ("", "Panel", "salle", DAY[1], "11 h", "12:00", "Data", "Données"),  # new
        ("", "Break", "", "", "12:00", "12:30", "Lunch", ""),  # new, in one language
        ("nosuch", "", "", "", "", "", "", ""),
        ("", "opera", "Attic", DAY[0], "25:00", "12:00", "Sing", "Chanter"),
        ("", "Panel", "", DAY[0], "12:00", "11:00", "Backwards", "À rebours"),
        ("", "Panel", "", "2031-06-13", "12:00", "13:00", "Late", "Tard"),
        ("", "", "", "", "", "", "Nothing", "Rien"),
        ("", "Panel", "", "", "13:00", "14:00", "", ""),
        ("", "Panel", "salle", "", "11:00", "12:00", "DATA", "donnees"),
    )
    told = lines(on_a_day.page(preview(on_a_day, content_)))
    assert told["2"][0] == "Changed"
    for said in ("Begins : 09:00 → 10:00", "Ends : 09:30 → 10:45", "Title in French : Ouverture → Accueil"):
        assert said.replace(" :", ":") in told["2"][1].replace(" :", ":"), told["2"]
    assert told["3"][0] == "New"
    for said in ("Panel", "Hall", "12 June 2031", "11:00", "12:00", "Data", "Données"):
        assert said in told["3"][1]
    assert told["4"][0] == "New"
    assert "Title: missing in French. Add this text before you publish the session." in told["4"][1]
    faults = {number: said for number, (verdict, said) in told.items() if verdict == "To fix"}
    assert "A5 No session in the draft has the code “nosuch”." in faults["5"]
    assert all(f"{letter}6 " in faults["6"] for letter in "BCE")
    assert "F7 The session ends before it begins." in faults["7"]
    assert "D8 The assembly is on 12 June 2031." in faults["8"]
    assert all(f"{letter}9 " in faults["9"] for letter in "BEF")
    assert "G10 Enter the title in at least one language." in faults["10"]
    assert "This line is for the same session as line 3." in faults["11"]
    after = contents(app)
    assert {name for name in after if after[name] != before[name]} == {"import_draft"}


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("month", "day", "said"), [(3, 30, "This time does not exist"), (10, 26, "This time occurs twice")]
)
def test_the_change_of_clocks_is_told(app: Flask, office: InspectingClient, month: int, day: int, said: str) -> None:
    with app.app_context(), writing():
        on_days(db.session.scalars(select(Edition)).one(), 2031, month, day)
    told = lines(office.page(preview(office, table(("", "Panel", "", "", "02:30", "04:30", "Night", "Nuit")))))
    assert told["2"][0] == "To fix"
    assert f"E2 {said}" in told["2"][1]


@pytest.mark.proof("a rare time")
def test_session_may_end_after_midnight(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        on_days(db.session.scalars(select(Edition)).one(), 2031, 6, 12, days=2)
    rows = (
        ("", "Panel", "", DAY[0], "22:00", "24:00", "One", "Un"),
        ("", "Panel", "", DAY[0], "22:00", "0:00", "Two", "Deux"),
        ("", "Panel", "", DAY[0], "23:00", "2031-06-13 01:00", "Three", "Trois"),
        ("", "Panel", "", "", "23:00", "23:30", "Four", "Quatre"),
    )
    told = lines(office.page(preview(office, table(*rows))))
    assert [told[number][0] for number in "2345"] == ["New", "New", "New", "To fix"]
    assert "13 June 2031" in told["4"][1]
    assert "D5 Enter the date." in told["5"][1]


def test_title_and_time_find_a_session(app: Flask, on_a_day: InspectingClient) -> None:
    rows = (("", "Plenary session", "", "", "9:00", "9:30", "OPENING", ""),)
    told = lines(on_a_day.page(preview(on_a_day, table(*rows))))
    assert told["2"][0] == "Changed"  # its title is written otherwise
    moved = (("", "Plenary session", "", "", "14:00", "14:30", "Opening", ""),)
    told = lines(on_a_day.page(preview(on_a_day, table(*moved))))
    assert told["2"][0] == "New"
    assert f"To change that one, enter its code, {code(app)}." in told["2"][1]


@pytest.mark.proof("a rare pair of lines")
def test_sessions_alike_need_a_code(app: Flask, on_a_day: InspectingClient) -> None:
    with app.app_context(), writing():
        add_opening(db.session.scalars(select(Edition)).one())
    told = lines(on_a_day.page(preview(on_a_day, table(("", "Panel", "", "", "9:00", "9:30", "Opening", "")))))
    assert "Enter the code for one" in told["2"][1]


def test_people_are_matched_or_left_out(app: Flask, on_a_day: InspectingClient) -> None:
    rows = ((code(app), "Moderator: minna ARVE | Speech: Nobody Known | Emperor: Minna Arve"),)
    told = lines(on_a_day.page(preview(on_a_day, table(*rows, heads=("Code", "Speakers")))))
    assert told["2"][0] == "Changed"
    for said in (
        "Moderation: Minna Arve",
        "Nobody Known is left out: add them to the speakers first.",
        "“Emperor: Minna Arve” has been left out",
    ):
        assert said in told["2"][1]


@pytest.mark.proof("two columns of many")
def test_answer_and_attendance_of_each_person(app: Flask, on_a_day: InspectingClient) -> None:
    names = "Moderator: Minna Arve | Speech: Minna Arve"
    heads_ = ("Code", "People", "Their answer", "Présence")
    for answers, attendance, verdict, *said in (
        ("Confirmé", "remote | -", "Changed", "(remotely, Has confirmed)", "(in person, Has confirmed)"),
        ("", "", "Changed", "Moderation: Minna Arve (in person, Not invited yet)"),
        ("invited | yes | no", "", "To fix", "C2 Enter one value for everyone, or one for each person"),
        ("perhaps", "", "To fix", "C2 We do not recognise “perhaps”."),
    ):
        rows = ((code(app), names, answers, attendance),)
        told = lines(on_a_day.page(preview(on_a_day, table(*rows, heads=heads_))))
        assert told["2"][0] == verdict
        assert all(one in told["2"][1] for one in said), told


def test_empty_cell_keeps_dash_empties(app: Flask, on_a_day: InspectingClient) -> None:
    heads_ = ("code", "room", "abstract en", "spoken")
    told = lines(on_a_day.page(preview(on_a_day, table((code(app), "", "-", "-"), heads=heads_))))
    assert "Room" not in told["2"][1]
    assert "Description in English" in told["2"][1]
    assert "Languages spoken" in told["2"][1]


def test_a_formula_is_refused_and_not_run(on_a_day: InspectingClient) -> None:
    heads_ = ";".join(("Type", "Begins", "Ends", "Title in English"))
    told = lines(on_a_day.page(preview(on_a_day, f"{heads_}\nPanel;10:00;11:00;=1+1\n".encode())))
    assert told["2"] == ("To fix", "D2 This cell contains a formula. Replace it with the value.")


def test_french_heads_and_words_are_read(app: Flask, on_a_day: InspectingClient) -> None:
    text = (
        "Type;Salle;Jour;Début;Fin;Titre en français;Langues parlées;Interprétation;Langue des signes;Sous-titres\n"
        "Photo de famille;Salle;12/06/2031;10 h 15;10 h 30;Photo;anglais, français;allemand;"
        "Langue des signes française;fr\n"
    )
    page = on_a_day.page(preview(on_a_day, text.encode(), "fr"))
    verdict, said = lines(page)["2"]
    assert verdict == "Nouvelle"
    for word in (
        "Photo de famille",
        "Salle",
        "10 h 15",
        "anglais, français",
        "allemand",
        "langue des signes française",
    ):
        assert word in said


@pytest.mark.turns(4)
@pytest.mark.parametrize("content_", [b"name,country\nA,PL\n", b"", b"%PDF-1.7", b"Type,Begins\n"])
def test_what_is_no_programme_is_said(office: InspectingClient, content_: bytes) -> None:
    from directory import upload  # noqa: PLC0415 -- one test

    answer = upload(office, f"{AT}import", "table", content_, "x.csv")
    assert answer.status_code == 422
    assert 'class="summary"' in answer.get_data(as_text=True)


def test_five_hundred_lines_take_no_more_statements(app: Flask, office: InspectingClient) -> None:
    heads_, asked = ("type", "room", "begins", "ends", "title en", "title fr", "people"), []
    with app.app_context():
        for count in (5, 500):
            rows = [
                ("Panel", "Hall", "09:30", "10:00", f"Session {n}", f"Séance {n}", "Minna Arve") for n in range(count)
            ]
            sent = arranged(read(csv_file(heads_, rows)), PROGRAMME.names(), NEEDED)
            db.session.rollback()
            with counted(app) as statements:
                context = context_of(db.session.scalars(select(Edition)).one())
                found = judge(rows_of(sent), sent.columns, context)
                assert [one.verdict for one in found] == [Verdict.NEW] * count
            asked.append(len(statements))
    assert asked[0] == asked[1] <= 14
