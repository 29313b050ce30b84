"""The answers to an outside survey: read from a table, corrected and removed on pages, said in article and report."""

from __future__ import annotations

import pytest
from directory import upload
from factories import ORGANISER, sign_in
from inspector import InspectingClient, filled

from assembly.imports import Verdict
from assembly.models import Bilingual
from assembly.report.article.editing import spaced
from assembly.report.facts import Counted
from assembly.report.survey.questions import Asked
from assembly.report.survey.table import COLUMNS, JudgedAnswer, judge
from assembly.tables import Row, csv_file

AT = "/en/manage/2023/survey/"
ARTICLE = "/en/manage/2023/article/"
FIGURES = {"link": "https://survey.example.org/1", "answers": "64", "satisfied": "89", "recommend": "92"}
HEADS = ("Question", "Question in French", "Answer", "Answer in French", "Number")
ROOM = ("How was the room?", "Que pensez-vous de la salle ?")
EARLIER = [Asked("room", spaced(Bilingual(*ROOM)), (Counted("good", Bilingual("Good", "Bien"), 40),))]


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client, ORGANISER)
    return demo_client


def test_table_reaches_article_and_full_report(office: InspectingClient) -> None:
    office.submit(ARTICLE)
    office.submit(AT, **FIGURES)
    lines = [(*ROOM, "Good", "Bien", "41"), (*ROOM, "Too small", "Trop petite", "many")]
    answer = upload(office, f"{AT}import", "table", csv_file(HEADS, lines), "survey.csv")
    preview = office.page(answer.location)
    assert "Enter a whole number from 0 to 64, the number of answers to the survey." in preview.get_text()
    office.submit(answer.location, status=409)  # the draft stays
    office.submit(answer.location, leave_out="y")
    page = str(office.page(AT).select_one('a[href*="questions/"]')["href"])
    count = next(one["name"] for one in office.page(page).select("input[name$=count]"))
    assert "from 0 to 64" in office.submit(page, status=422, **{count: "65"}).get_data(as_text=True)
    opened = filled(office.page(page).select_one("main form"), {})
    office.submit(page, **{count: "42"})
    late = office.post(page, data=opened | {count: "40"})
    assert (late.status_code, late.soup.select_one(f'[name="{count}"]')["value"]) == (409, "40")
    assert "from 42 to" in office.submit(AT, status=422, answers="41").get_data(as_text=True)
    office.submit(ARTICLE, form="main #differences form", **{"decide-survey": "take", "decide-groups": "take"})
    name = next(one.get_text() for one in office.page(ARTICLE).select("dt code") if "{question_" in one.get_text())
    words = {"b3-text_en": f"{name} liked the room.", "b3-text_fr": f"{name} positives sur la salle."}
    office.submit(ARTICLE, form="main form.writing", do="publish", **words)
    assert office.page(ARTICLE).select("[data-difference]") == []
    article, report = office.page("/fr/2023/report"), office.page("/fr/2023/full-report").get_text()
    assert "42 réponses positives sur la salle." in article.select_one("article").get_text()
    assert "survey.example.org" in article.select_one(f'[data-figure="{name[1:-1]}"]').get_text()
    assert all(
        text in report for text in ("Que pensez-vous de la salle", "(https://survey.example.org/1), 64 réponses")
    )
    office.submit(page, form='main form[action$="remove"]')
    assert office.page(AT).select('a[href*="questions/"]') == []
    office.submit(AT, form='main form[action$="remove"]')
    assert office.page(AT).select_one("#link")["value"] == ""


def judged(*rows: tuple[str, ...]) -> tuple[list[JudgedAnswer], list[Asked]]:
    """The verdict on each of these lines, and the questions as they would be."""
    places = {column: at for at, column in enumerate(COLUMNS)}
    made = [
        Row(number, {column: text for column, text in zip(COLUMNS, row, strict=True) if text}, [])
        for number, row in enumerate(rows, 2)
    ]
    return judge(made, places, EARLIER, 64)


def test_lines_of_survey_are_judged() -> None:
    lines, then = judged(
        ("how was the ROOM?", "", "good", "", "41"),
        (*ROOM, "Good", "Bien", "40"),
        (*ROOM, "Bad", "", "0"),
        ("", "Et le repas ?", "", "Bon", "12"),
        ("", "", "Good", "", "3"),
        (*ROOM, "", "", "3"),
        (*ROOM, "Fair", "Moyen", "65"),
        (*ROOM, "Fair", "Moyen", ""),
    )
    faulty, sound = Verdict.FAULT, Verdict.NEW
    assert [one.verdict for one in lines] == [Verdict.CHANGED, faulty, sound, sound, *[faulty] * 4]
    assert [one.faults[0][0] for one in lines if one.faults] == ["C3", "A6", "C7", "E8", "E9"]
    assert [[(one.label, one.count) for one in asked.answers] for asked in then] == [
        [(Bilingual("good", "Bien"), 41), (Bilingual("Bad", ""), 0)],
        [(Bilingual("", "Bon"), 12)],
    ]
    assert judged((*ROOM, "Good", "Bien", "40"))[0][0].verdict is Verdict.SAME
