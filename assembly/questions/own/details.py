"""Optional details: what makes things easier for the person, and what their edition asks besides."""

from flask import flash, redirect, render_template, url_for

from assembly.access.pages import own
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import csrf, db
from assembly.formats import language
from assembly.forms import Answer, lead_to, refused_on
from assembly.i18n import _
from assembly.models import AccessLink, Extra, Mode, NeedKind, NoticeKind, Purpose, Question, Registration, SkillKind
from assembly.privacy import notices
from assembly.privacy.queries import consents as consent_queries
from assembly.questions import queries as question_queries
from assembly.questions.conditions import concerned
from assembly.questions.forms.details import DetailsForm, form_of
from assembly.questions.service import details as details_service
from assembly.questions.service.details import Details
from assembly.questions.service.needs import Needs, is_the_persons, last_day, opened
from assembly.security import own_registration
from assembly.transactions import fresh, writing


@own.route("/my/details", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_registration
def details(link: AccessLink) -> Answer:
    """All of it on one page, none of it needed; saved as a whole until changes end."""
    edition = link.registration.edition
    languages = question_queries.languages_to_choose(edition)
    form = form_of(
        question_queries.questions_of(edition), languages, question_queries.more_languages(link.registration, languages)
    )
    if not form.is_submitted():
        _show(form, link)
        return _page(link, form), 200
    if not (form.validate() and form.answered(_asked(link, form))):
        return _page(link, form), 400 if form.csrf_failed else 422
    asked, more = _asked(link, form), [one for one in _asked(link, form) if not form.was_asked(one)]
    with refused_on(lambda refusal: _page(link, form, refusal)), writing():
        now = fresh(link)
        details_service.save(now, _details(now, form, asked), seen=form.version.number)
    if more:
        flash(_("Your answers are saved. One of them leads to another question, below."), "wait")
        return redirect(url_for(".details", _anchor=f"q_{more[0].code}"), 303)
    return lead_to(".status", _("Your details have been saved."))


def _asked(link: AccessLink, form: DetailsForm) -> list[Question]:
    """The questions that concern this person, by what the form holds now."""
    conditional = link.registration.edition.has(Extra.CONDITIONAL_QUESTIONS)
    return concerned(form.questions, form.answers, conditional=conditional)


def _show(form: DetailsForm, link: AccessLink) -> None:
    registration = link.registration
    form.version.data = str(registration.version)
    for name in ("badge_name", "address_form", "phone", "lang"):
        form[name].data = getattr(registration, name)
    skills = question_queries.skills_of(registration)
    form.understands.data, form.speaks.data = skills[SkillKind.UNDERSTANDS], skills[SkillKind.SPEAKS]
    form.show(question_queries.given_answers(registration))
    if _sees_needs(link):
        needs = opened(question_queries.need_of(registration))
        form.needs.data, form.needs_text.data = [kind.value for kind in needs.kinds], needs.text
    news = consent_queries.consents_of(registration).get(NoticeKind.NEWS)
    form.news.data = "" if news is None else "yes" if news.said_yes else "no"


def _sees_needs(link: AccessLink) -> bool:
    """What the person has said or confirmed is no longer their office's to see."""
    return link.purpose is Purpose.OWN or not is_the_persons(link.registration)


def _details(link: AccessLink, form: DetailsForm, asked: list[Question]) -> Details:
    """What was typed. An answer to a question that no longer concerns this person goes if it was on the page: what they
    did not see stays."""
    concerns = {question.code for question in asked}
    on_page = {one.code for one in form.questions if form.was_asked(one)}
    needs = Needs(tuple(NeedKind(one) for one in form.needs.data or ()), form.needs_text.data or "")
    return Details(
        **form.typed("badge_name", "lang", "address_form", "phone"),
        skills={
            SkillKind.UNDERSTANDS: frozenset(form.understands.data or ()),
            SkillKind.SPEAKS: frozenset(form.speaks.data or ()),
        },
        answers={
            code: value if code in concerns else None
            for code, value in form.answers.items()
            if code in on_page or (code in concerns and value is not None)
        },
        needs=needs if _sees_needs(link) else None,
        news={"yes": True, "no": False}.get(form.news.data),
    )


def _page(link: AccessLink, form: DetailsForm, refusal: DomainError | None = None) -> str:
    registration, is_own = link.registration, link.purpose is Purpose.OWN
    questions = _asked(link, form)
    return render_template(
        "questions/public/details.html",
        edition=registration.edition,
        registration=registration,
        form=form,
        refusal=refusal,
        theirs=_theirs(link, form) if isinstance(refusal, ChangedMeanwhile) else [],
        version=registration.version if refusal else form.version.data,
        is_own=is_own,
        is_open=registration.takes_details,
        sees_needs=_sees_needs(link),
        languages_on_badge=_are_languages_printed(registration),
        last_day=last_day(registration.edition),
        needs_words=notices.explanation(NoticeKind.NEEDS),
        news=(notices.question(NoticeKind.NEWS), notices.explanation(NoticeKind.NEWS)),
        asked_by_mail=registration.consents_asked_at is not None,
        questions=[(one, form.field_of(one)) for one in questions],
    )


def _are_languages_printed(registration: Registration) -> bool:
    """Whether their badge shows the languages they speak: only where the privacy statement they saw says so."""
    notice = registration.notice
    is_said = notice is not None and notice.version >= notices.LANGUAGES_ON_BADGES_FROM
    return is_said and registration.mode is Mode.ON_SITE


def _theirs(link: AccessLink, form: DetailsForm) -> list[tuple[str, str]]:
    """What is saved now where it differs from what was typed: the label, and the words."""
    registration = link.registration
    db.session.refresh(registration)
    different = details_service.differences(link, _details(link, form, _asked(link, form)))
    skills = question_queries.skills_of(registration)
    now = {name: getattr(registration, name) for name in ("badge_name", "address_form", "phone")}
    now["lang"] = language(registration.lang)
    now |= {kind.value: ", ".join(map(language, skills[kind])) for kind in SkillKind}
    now["needs"] = opened(question_queries.need_of(registration)).in_words
    now |= {question.code: words for question, words in question_queries.answers_in_words(registration)}
    labels = {one.code: str(one.words) for one in form.questions}
    return [(labels.get(name) or form[name].label.text, now.get(name, "")) for name in different]
