"""Optional details: saved as a whole, over what one has seen, until changes end."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm.attributes import flag_modified

from assembly import history
from assembly.access.service.moving import lock_places
from assembly.errors import NoMoreChanges, check_unchanged
from assembly.extensions import db
from assembly.models import AccessLink, Answer, NoticeKind, Purpose, Registration, Skill, SkillKind
from assembly.privacy.service import consents
from assembly.protocol.service.updating import update_search_and_sort_keys
from assembly.questions import queries as question_queries
from assembly.questions.service import needs as questions_needs
from assembly.questions.service.needs import Needs


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody adds, clean and checked. `answers` are by the code of the question; None is no answer.

    `needs` None leaves them as they are; `news` None is no answer.
    """

    badge_name: str
    lang: str
    address_form: str = ""
    phone: str = ""
    skills: dict[SkillKind, frozenset[str]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    needs: Needs | None = None
    news: bool | None = None


_PLAIN = ("badge_name", "lang", "address_form", "phone")


def save(link: AccessLink, details: Details, *, seen: int) -> None:
    """These details from now on; `seen` is the version of the registration they were written over.

    Saving what is there already does nothing. Raises ChangedMeanwhile and NoMoreChanges.
    """
    registration = link.registration
    lock_places(registration)
    changed = differences(link, details)
    if changed:
        if not registration.takes_details:
            raise NoMoreChanges
        check_unchanged(registration.version, seen)
        _store(registration, details)
        update_search_and_sort_keys(registration)  # people are found by the name on their badge as well as by their own
        if details.needs is not None:
            questions_needs.say(link, details.needs)
        history.record(
            "registration", registration.code, "details", edition_id=registration.edition_id, changed=changed
        )
    if link.purpose is not Purpose.OWN:
        consents.ask_by_mail(registration)
    elif details.news is not None:
        consents.answer(link, NoticeKind.NEWS, said_yes=details.news)


def differences(link: AccessLink, details: Details) -> list[str]:
    """Which of these details are not what is stored. Consents are not among them: they are answered, not edited."""
    registration = link.registration
    changed = [name for name in _PLAIN if getattr(registration, name) != getattr(details, name)]
    skills = question_queries.skills_of(registration)
    changed += [kind.value for kind in SkillKind if set(skills[kind]) != set(details.skills.get(kind, ()))]
    given = question_queries.given_answers(registration)
    if details.needs is not None and questions_needs.differs(link, details.needs):
        changed.append("needs")
    return changed + [code for code, value in details.answers.items() if given.get(code) != value]


def _store(registration: Registration, details: Details) -> None:
    for name in _PLAIN:
        setattr(registration, name, getattr(details, name))
    flag_modified(registration, "lang")  # languages and answers are of the registration: its version counts them
    db.session.execute(delete(Skill).where(Skill.registration_id == registration.id))
    for kind, langs in details.skills.items():
        db.session.add_all(Skill(registration_id=registration.id, lang=lang, kind=kind) for lang in langs)
    _answer(registration, details.answers)


def _answer(registration: Registration, answers: dict[str, Any]) -> None:
    for question in question_queries.questions_of(registration.edition):
        if question.code not in answers:
            continue
        row = db.session.get(Answer, (registration.id, question.id))
        value = answers[question.code]
        if value is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(Answer(registration_id=registration.id, question_id=question.id, value=value))
        else:
            row.value = value
