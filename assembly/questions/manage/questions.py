"""Further questions of an edition: what is asked, for which purpose, in which order."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, redirect, render_template, url_for

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import Answer, lead_to, press, refused_on, row_or_404
from assembly.i18n import _
from assembly.models import Bilingual, Edition, Extra, Question, QuestionKind
from assembly.questions import queries as question_queries
from assembly.questions.forms.questions import QuestionForm
from assembly.questions.service import questions as question_service
from assembly.questions.service.questions import Asked
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("questions", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/questions")


@office.get("/")
@needs(Permission.EDIT_SETTINGS)
def listing(edition: Edition) -> str:
    """The questions in their order, with how many have answered each."""
    return _list(edition)


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def add(edition: Edition) -> Answer:
    """One more question."""
    form = QuestionForm()
    if not form.is_submitted():
        form.kind.data = QuestionKind.TEXT.value
    return _store(edition, form, None)


@office.route("/<code>/edit", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def edit(edition: Edition, code: str) -> Answer:
    """Word it anew; what was answered stays valid."""
    question, form = row_or_404(Question, edition, code), QuestionForm()
    if not form.is_submitted():
        form.show(question)
    return _store(edition, form, question)


@office.post("/<code>/up", endpoint="up", defaults={"act": partial(question_service.move_question, up=True)})
@office.post("/<code>/down", endpoint="down", defaults={"act": partial(question_service.move_question, up=False)})
@office.post("/<code>/delete", endpoint="delete", defaults={"act": question_service.remove_question})
@needs(Permission.EDIT_SETTINGS)
def act_on_question(edition: Edition, code: str, act: Callable[[Question], None]) -> Answer:
    """Move it before the one above it, or after the one below it; ask it no more, while nobody has answered."""
    question = row_or_404(Question, edition, code)
    with refused_on(lambda refusal: _list(edition, refusal)):
        press(act, question)
    return redirect(url_for(".listing", edition=edition), 303)


def _store(edition: Edition, form: QuestionForm, question: Question | None) -> Answer:
    """The form, or what came of it."""
    conditions = _conditions(edition, question)
    form.conditions = frozenset(value for value, _words in conditions)
    if not form.is_submitted() or not form.validate():
        return _page(edition, form, question), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _page(edition, form, question, refusal)), writing():
        if question is None:
            question_service.add_question(fresh(edition), _asked(edition, form, None))
        else:
            stored = fresh(question)
            question_service.change_question(stored, _asked(edition, form, stored), seen=form.version.number)
    return lead_to(".listing", _("Saved."), edition=edition)


def _asked(edition: Edition, form: QuestionForm, question: Question | None) -> Asked:
    """As written; where there are no conditions to write, the one that is kept stays."""
    shown_if = question.shown_if if question else None
    if edition.has(Extra.CONDITIONAL_QUESTIONS):
        shown_if = form.shown_if if form.conditions else None
    return Asked(
        **form.typed("words", "purpose", "hint", "is_required"),
        kind=QuestionKind(form.kind.data),
        options=form.answers,
        shown_if=shown_if,
    )


def _conditions(edition: Edition, question: Question | None) -> list[tuple[str, str]]:
    """The answers of earlier questions, as values and words; none while the extra is off."""
    if not edition.has(Extra.CONDITIONAL_QUESTIONS):
        return []
    found = []
    for one in question_queries.questions_of(edition):
        if question is not None and one.position >= question.position:
            break
        found += [(f"{one.code}:{key}", f"{one.words} – {words}") for key, words in _answers(one)]
    return found


def _answers(question: Question) -> list[tuple[str, str]]:
    """The answers another question can depend on, with their words."""
    if question.kind is QuestionKind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option["key"], str(Bilingual(option["en"], option["fr"]))) for option in question.options]


def _condition_of(question: Question, questions: list[Question]) -> str:
    """After which answer to which question it is asked, in words."""
    parent = next(one for one in questions if question.depends_on(one))
    return f"{parent.words} – {dict(_answers(parent)).get((question.shown_if or {})['answer'], '')}"


def _page(edition: Edition, form: QuestionForm, question: Question | None, refusal: DomainError | None = None) -> str:
    if question is not None and refusal is not None:
        db.session.refresh(question)
        form.version.data = str(question.version)
    return render_template(
        "questions/manage/question.html",
        form=form,
        question=question,
        refusal=refusal,
        conditions=_conditions(edition, question),
    )


def _list(edition: Edition, refusal: DomainError | None = None) -> str:
    questions = question_queries.questions_of(edition)
    return render_template(
        "questions/manage/questions.html",
        questions=questions,
        conditions={one.code: _condition_of(one, questions) for one in questions if one.shown_if},
        depending={one.code: [other for other in questions if other.depends_on(one)] for one in questions},
        answered=question_queries.times_answered(edition),
        refusal=refusal,
    )
