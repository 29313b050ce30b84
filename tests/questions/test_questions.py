"""Further questions: in both languages, for a purpose, in an order; what was answered stays valid."""

from __future__ import annotations

from typing import Any

import pytest
from details import DETAILS, MAYOR, ask, office_of, prepared, registered
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import select
from static_checks import contents

from assembly.extensions import db
from assembly.models import Answer, Bilingual, Edition, Extra, Question, QuestionKind, Registration
from assembly.questions.queries import answers_in_words
from assembly.transactions import writing

QUESTIONS = "/en/manage/2031/questions/"
MEALS = (Bilingual("Soup", "Soupe"), Bilingual("Salad", "Salade"))
WRITTEN = {
    "kind": "choice",
    "words_en": "What will you eat?",
    "words_fr": "Que mangerez-vous\u202f?",
    "purpose_en": "To order it",
    "purpose_fr": "Le commander",
    "options": "Soup | Soupe\nSalad | Salade",
}


@pytest.fixture
def office(app: Flask) -> InspectingClient:
    """The organiser."""
    prepared(app)
    return office_of(app)


def questions(app: Flask) -> list[Question]:
    with app.app_context():
        return list(db.session.scalars(select(Question).order_by(Question.position)))


def test_a_question_is_asked_in_both_languages(app: Flask, office: InspectingClient) -> None:
    office.submit(f"{QUESTIONS}add", **WRITTEN)
    (one,) = questions(app)
    assert [(option["en"], option["fr"]) for option in one.options] == [("Soup", "Soupe"), ("Salad", "Salade")]
    mayor = registered(app)[MAYOR]
    for lang, words in (
        ("en", ["What will you eat?", "Why we ask: To order it", "Soup"]),
        ("fr", ["Que mangerez-vous", "Pourquoi nous posons cette question\u00a0: Le commander", "Soupe"]),
    ):
        text = mayor.page(DETAILS.replace("/en/", f"/{lang}/")).select_one("main").get_text()
        assert all(said in text for said in words)


@pytest.mark.turns(8)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "bad",
    [
        {"words_en": ""},
        {"words_fr": ""},
        {"purpose_en": "", "purpose_fr": ""},
        {"kind": "essay"},
        {"options": ""},
        {"options": "Soup | Soupe"},
        {"options": "Soup\nSalad | Salade"},
        {"options": "Soup | Soupe\nsoup | Potage"},
        {"options": f"{'x' * 121} | x\ny | z"},
    ],
)
def test_a_faulty_question_stores_nothing(app: Flask, office: InspectingClient, lang: str, bad: dict[str, str]) -> None:
    path = f"{QUESTIONS}add".replace("/en/", f"/{lang}/")
    data = filled(office.page(path).select_one("main form"), {}) | WRITTEN | {"hint_en": "Kept", "hint_fr": "Kept"}
    answer = office.post(path, data=data | bad)
    assert answer.status_code == 422
    assert answer.soup.select_one("[name=hint_en]")["value"] == "Kept"
    assert questions(app) == []


def test_the_order_is_theirs_to_choose(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        first, second, third = (ask(words=words) for words in ("One", "Two", "Three"))
    office.submit(QUESTIONS, form=f"form[action$='{third}/up']")
    office.submit(QUESTIONS, form=f"form[action$='{first}/down']")
    assert [one.code for one in questions(app)] == [third, first, second]
    page = office.page(QUESTIONS)
    assert len(page.select("form[action$='/up']")) == len(page.select("form[action$='/down']")) == 2
    token = page.select_one("main [name=csrf_token]")["value"]
    assert office.post(f"{QUESTIONS}{third}/up", data={"csrf_token": token}).status_code == 303
    assert [one.code for one in questions(app)] == [third, first, second]


def test_saving_twice_or_over_somebody_elses_words(app: Flask, office: InspectingClient) -> None:
    office.submit(f"{QUESTIONS}add", **WRITTEN)
    path = f"{QUESTIONS}{questions(app)[0].code}/edit"
    seen = filled(office.page(path).select_one("main form"), {})
    for _click in range(2):
        assert office.post(path, data=seen | {"words_en": "Theirs?"}).status_code == 303
    answer = office.post(path, data=seen | {"words_en": "Mine?"})
    assert answer.status_code == 409
    page = answer.soup
    assert "Theirs?" in page.select_one(".state .facts").get_text()
    assert page.select_one("[name=words_en]")["value"] == "Mine?"
    assert office.post(path, data=filled(page.select_one("main form"), {})).status_code == 303
    assert questions(app)[0].words.en == "Mine?"


def chosen(app: Flask, lang: str = "en") -> str:
    """What the office reads of the one answer."""
    with app.test_request_context(f"/{lang}/"):
        app.preprocess_request()
        ((_question, words),) = answers_in_words(db.session.scalars(select(Registration)).one())
        return words


def test_answers_stay_when_the_question_changes(app: Flask, office: InspectingClient) -> None:
    office.submit(f"{QUESTIONS}add", **WRITTEN)
    code = questions(app)[0].code
    mayor, path = registered(app)[MAYOR], f"{QUESTIONS}{code}/edit"
    salad = mayor.page(DETAILS).select(f"[name=q_{code}]")[1]["value"]
    mayor.submit(DETAILS, **{f"q_{code}": salad})
    for options, read in (
        ("Salad | Salade\nSoup | Soupe\nCheese | Fromage", "Salad"),
        ("Salad with eggs | Salade\nSoup | Soupe\nCheese | Fromage", "Salad with eggs"),
        ("Green salad | Salade verte\nSoup | Soupe\nCheese | Fromage", "Green salad"),
    ):
        office.submit(path, options=options)
        assert chosen(app) == read
    assert chosen(app, "fr") == "Salade verte"
    data = filled(office.page(path).select_one("main form"), {})
    before = contents(app)
    assert office.post(path, data=data | {"options": "Soup | Soupe\nCheese | Fromage"}).status_code == 409
    assert office.post(path, data=data | {"kind": "text"}).status_code == 409
    assert contents(app) == before
    assert mayor.page(DETAILS).select_one(f"[name=q_{code}][checked]")["value"] == salad


def test_only_an_unanswered_question_is_deleted(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        asked, answered = ask(words="One"), ask(words="Two")
    registered(app)[MAYOR].submit(DETAILS, **{f"q_{answered}": "Yes"})
    page = office.page(QUESTIONS)
    assert [one["action"].split("/")[-2] for one in page.select("form[action$='/delete']")] == [asked]
    office.submit(QUESTIONS, form=f"form[action$='{asked}/delete']")
    token = page.select_one("main [name=csrf_token]")["value"]
    answer = office.post(f"{QUESTIONS}{answered}/delete", data={"csrf_token": token})
    assert answer.status_code == 409
    assert [one.code for one in questions(app)] == [answered]


def conditional(app: Flask) -> tuple[str, str]:
    """By train? If so: which one? With the extra on."""
    with app.app_context():
        first = ask(QuestionKind.YES_NO, "By train?")
        second = ask(words="Which one?", is_required=True, shown_if={"question": first, "answer": "yes"})
        with writing():
            db.session.scalars(select(Edition)).one().extras = [Extra.CONDITIONAL_QUESTIONS.value]
    return first, second


def test_a_dependent_question_comes_after_it(app: Flask, office: InspectingClient) -> None:
    first, second = conditional(app)
    mayor = registered(app)[MAYOR]
    assert mayor.page(DETAILS).select(f"[name=q_{second}]") == []
    answer = mayor.submit(DETAILS, **{f"q_{first}": "yes"})
    assert answer.location == f"/en/my/details#q_{second}"
    page = mayor.page(DETAILS)
    assert page.select_one(f"#q_{second}") is not None
    assert mayor.post(DETAILS, data=filled(page.select_one("main form"), {})).status_code == 422  # it must be answered
    mayor.submit(DETAILS, **{f"q_{second}": "The 7.12"})
    mayor.submit(DETAILS, **{f"q_{first}": "no"})
    with app.app_context():
        assert [one.value for one in db.session.scalars(select(Answer))] == [False]


@pytest.mark.proof("editions/test_settings: each extra is off with a sentence")
def test_without_the_extra_all_are_asked(app: Flask, office: InspectingClient) -> None:
    _first, second = conditional(app)
    edit = f"{QUESTIONS}{second}/edit"
    assert office.page(edit).select_one("[name=condition] option[selected]")["value"].endswith(":yes")
    unknown = filled(office.page(edit).select_one("main form"), {}) | {"condition": f"{second}:yes"}
    assert office.post(edit, data=unknown).status_code == 422
    with app.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = []
    assert registered(app)[MAYOR].page(DETAILS).select_one(f"[name=q_{second}]") is not None
    assert office.page(edit).select("[name=condition]") == []
    office.submit(edit, words_en="Which train?")
    assert questions(app)[1].shown_if is not None  # switched on again it is there again


@pytest.mark.proof("test_only_an_unanswered_question_is_deleted")
def test_a_condition_goes_with_its_question(app: Flask, office: InspectingClient) -> None:
    first, _second = conditional(app)
    office.submit(QUESTIONS, form=f"form[action$='{first}/delete']")
    (left,) = questions(app)
    assert left.shown_if is None
    assert registered(app)[MAYOR].page(DETAILS).select_one(f"[name=q_{left.code}]") is not None


@pytest.mark.turns(2)
@pytest.mark.parametrize(("which", "way"), [(1, "up"), (0, "down")])
def test_conditional_question_stays_below_its_parent(
    app: Flask, office: InspectingClient, which: int, way: str
) -> None:
    """Above it nobody would be asked it, and the next save of a person would take their answer."""
    codes = conditional(app)
    before = contents(app)
    answer = office.submit(QUESTIONS, form=f"form[action$='{codes[which]}/{way}']", status=409)
    assert "must stay below the question it depends on" in answer.soup.select_one("[role=alert]").get_text()
    assert contents(app) == before
    with app.app_context():
        ask(words="Something else")
    office.submit(QUESTIONS, form=f"form[action$='{codes[1]}/down']")
    assert [one.code for one in questions(app)][::2] == list(codes)


@pytest.mark.proof("words; test_a_dependent_question_comes_after_it requires one")
def test_what_is_required_is_said_above_it(app: Flask, office: InspectingClient) -> None:
    mayor = registered(app)[MAYOR]
    assert "You do not have to answer any" in mayor.page(DETAILS).select_one(".lead").get_text()
    with app.app_context():
        ask(is_required=True)
    lead = mayor.page(DETAILS).select_one(".lead").get_text()
    assert "You do not have to answer any" not in lead
    assert "The other questions need an answer" in lead


@pytest.mark.proof("an order of an earlier version")
def test_no_save_deletes_an_unseen_answer(app: Flask, office: InspectingClient) -> None:
    first, second = conditional(app)
    mayor = registered(app)[MAYOR]
    mayor.submit(DETAILS, **{f"q_{first}": "yes"})
    mayor.submit(DETAILS, **{f"q_{second}": "The 7.12"})
    with app.app_context(), writing():
        for one in db.session.scalars(select(Question).order_by(Question.position)):
            one.position += 10 if one.code == first else 0  # as it was left by an earlier version
    page = mayor.page(DETAILS)
    assert page.select_one(f"#q_{second}") is None
    mayor.submit(DETAILS, phone="+48 123456")
    with app.app_context():
        assert {one.value for one in db.session.scalars(select(Answer))} == {True, "The 7.12"}


def test_a_first_question_has_no_condition(app: Flask, office: InspectingClient) -> None:
    first, _second = conditional(app)
    path = f"{QUESTIONS}{first}/edit"
    sent = filled(office.page(path).select_one("main form"), {}) | {"condition": f"{first}:yes"}
    assert office.post(path, data=sent).status_code == 303
    assert questions(app)[0].shown_if is None


@pytest.mark.proof("test_answers_stay_when_the_question_changes")
def test_an_answer_a_condition_needs_stays(app: Flask, office: InspectingClient) -> None:
    first, _second = conditional(app)
    before = contents(app)
    answer = office.submit(f"{QUESTIONS}{first}/edit", kind="text", status=409)
    assert "Another question depends on an answer you removed." in answer.get_data(as_text=True)
    assert contents(app) == before


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("lang", "condition", "asks"),
    [
        (
            "en",
            "Asked only after this answer: By train? – Yes",
            "If you delete this question, everyone will be asked: “Which one?”",
        ),
        ("fr", "Question posée seulement après cette réponse\u00a0: By train? (fr) – Oui", "Which one? (fr)"),
    ],
)
def test_the_list_says_what_is_conditional(
    app: Flask, office: InspectingClient, lang: str, condition: str, asks: str
) -> None:
    first, second = conditional(app)
    page = office.page(QUESTIONS.replace("/en/", f"/{lang}/"))
    cards = {
        one: page.select_one(f"form[action$='{one}/delete']").find_parent(class_="card") for one in (first, second)
    }
    assert condition in cards[second].get_text()
    assert asks in cards[first].select_one("details").get_text()
    with app.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = []
    assert "while “conditional questions” is switched off" in office.page(QUESTIONS).get_text()


def test_another_editions_question_is_missing(demo_app: Flask) -> None:
    with demo_app.app_context():
        code = db.session.scalars(select(Question.code).limit(1)).one()
    client: Any = demo_app.test_client()
    sign_in(client, ORGANISER)
    assert client.get(f"/en/manage/2027/questions/{code}/edit").status_code == 200
    assert client.get(f"/en/manage/2023/questions/{code}/edit").status_code == 404
