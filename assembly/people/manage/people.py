"""The office's list of people, and what is done with many of them at once."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for

from assembly.access.pages import office
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.formats import country, in_eu_order, language
from assembly.forms import Answer
from assembly.i18n import LANGUAGES, _, _n
from assembly.models import Edition
from assembly.people.forms.answering_many import ManyForm
from assembly.people.manage.filters import KINDS, Asked, asked_by
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Among, PeoplePage, Sort
from assembly.people.service import answering_many
from assembly.people.service.answering import refusal_to_answer
from assembly.quotas import queries as quota_queries
from assembly.security import Permission, needs
from assembly.stats.queries import participation
from assembly.transactions import fresh, writing
from assembly.web import page_asked

_MOST, _AT_ONCE = 500, 50
"So many are answered by one click, so many in one transaction: the doors and the form are not kept waiting."


@office.get("/people")
@needs(Permission.SEE_PEOPLE)
def people(edition: Edition) -> str:
    """Who registered, narrowed and sorted as one likes, fifty a page."""
    return _page(edition, asked_by(request.args), ManyForm())


@office.post("/people/many")
@needs(Permission.ADD_PEOPLE)
def answer_many(edition: Edition) -> Answer:
    """Accept, do not accept or remind those ticked, or all of the list as it was read, until the assembly is over
    or cancelled."""
    asked, form = asked_by(request.form), ManyForm()
    if refused := refusal_to_answer(edition):
        return _page(edition, asked, form, refused()), refused.status
    if form.act.data not in _ACTS or not form.validate():
        return _page(edition, asked, form), 422
    if form.everybody.data and form.count.data != str(people_queries.how_many(edition, asked.wanted)):
        return _page(edition, asked, form, ChangedMeanwhile()), ChangedMeanwhile.status
    act, told = _ACTS[form.act.data]
    chosen = _chosen(edition, asked, form)
    tally = answering_many.Tally()
    for at in range(0, len(chosen), _AT_ONCE):
        with writing():
            tally += act(fresh(edition), chosen[at : at + _AT_ONCE], form.reason.data)
    flash(told(tally), "ok" if tally.done else "wait")
    return redirect(url_for(".people", edition=edition, **asked.again), 303)


def _chosen(edition: Edition, asked: Asked, form: ManyForm) -> Sequence[int]:
    if not form.everybody.data:
        return people_queries.ids_of(edition, form.ticked)
    if form.act.data == "remind":
        return people_queries.ids_of_all(edition, asked.wanted)
    possible = answering_many.AWAIT_ANSWER if form.act.data == "approve" else answering_many.CAN_BE_DECLINED
    return people_queries.ids_of_all(edition, asked.wanted, possible)[:_MOST]


def _told_approved(tally: answering_many.Tally) -> str:
    confirmed = tally.done - tally.waiting
    done = [
        _n("%(num)s person confirmed", "%(num)s people confirmed", confirmed) if confirmed or not tally.waiting else "",
        _n(
            "%(num)s person added to the waiting list (no place was free)",
            "%(num)s people added to the waiting list (no place was free)",
            tally.waiting,
        )
        if tally.waiting
        else "",
    ]
    left = _n(
        "%(num)s registration unchanged (no answer was needed)",
        "%(num)s registrations unchanged (no answer was needed)",
        tally.left,
    )
    return _told(tally, ", ".join(filter(None, done)), left)


def _told_declined(tally: answering_many.Tally) -> str:
    done = _n("%(num)s person not accepted", "%(num)s people not accepted", tally.done)
    left = _n(
        "%(num)s registration unchanged (this person was not coming anyway)",
        "%(num)s registrations unchanged (these people were not coming anyway)",
        tally.left,
    )
    return _told(tally, done, left)


def _told(tally: answering_many.Tally, done: str, left: str) -> str:
    """What was done and what was left, each only where it is true of somebody."""
    said = ([done] if tally.done or not tally.left else []) + ([left] if tally.left else [])
    return ", ".join(said)


def _told_reminded(tally: answering_many.Tally) -> str:
    done = _n("%(num)s person will be reminded", "%(num)s people will be reminded", tally.done)
    left = _n(
        "%(num)s person skipped (already reminded today, no email address, or not coming)",
        "%(num)s people skipped (already reminded today, no email address, or not coming)",
        tally.left,
    )
    return _told(tally, done, left)


_Act = Callable[[Edition, Sequence[int], str], answering_many.Tally]
_ACTS: dict[str, tuple[_Act, Callable[[answering_many.Tally], str]]] = {
    "approve": (lambda edition, ids, _reason: answering_many.approve_many(edition, ids), _told_approved),
    "decline": (answering_many.decline_many, _told_declined),
    "remind": (lambda edition, ids, _reason: answering_many.remind_many(edition, ids), _told_reminded),
}


def _acts_for(page: PeoplePage, parts: Mapping[Among, int]) -> set[str]:
    """What there is to do with somebody of this list. What is on its other pages is not looked at: with whoever awaits
    an answer at this edition, and with anybody."""
    states, more = {one.state for one in page.rows}, page.total > len(page.rows)
    found = {"remind"}
    if states & set(answering_many.AWAIT_ANSWER) or (more and parts[Among.TO_ANSWER]):
        found.add("approve")
    if states & set(answering_many.CAN_BE_DECLINED) or more:
        found.add("decline")
    return found


def _page(edition: Edition, asked: Asked, form: ManyForm, refusal: DomainError | None = None) -> str:
    number = page_asked()
    is_whole = number == 1 and not asked.values
    parts = people_queries.counts(edition)
    page = people_queries.listed(edition, asked.wanted, asked.sort, number, parts)
    return render_template(
        "people/manage/people.html",
        page=page,
        asked=asked,
        among=asked.wanted.among,
        parts=parts,
        acts=_acts_for(page, parts),
        free_places=quota_queries.free_places(edition),
        figures=participation(edition) if is_whole else None,  # they are of everybody
        sorts=[(one.value, one.label) for one in Sort],
        filters_on_offer=_filters(edition),
        form=form,
        refusal=refusal,
        ticked=form.ticked,
        most=_MOST,
    )


def _filters(edition: Edition) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By what the list can be narrowed: the name in the address, the label, and values with their labels."""
    kinds = {name: [(one.value, one.label) for one in kind] for name, (_field, kind) in KINDS.items()}
    return [
        ("mode", _("Attendance"), kinds["mode"]),
        ("category", _("Attending as"), kinds["category"]),
        ("represents", _("Represents"), kinds["represents"]),
        ("office", _("Office held"), kinds["office"]),
        ("country", _("Country"), [(one, country(one)) for one in in_eu_order(people_queries.countries(edition))]),
        ("language", _("Language for our emails"), [(code, language(code)) for code in LANGUAGES]),
        ("address", _("Email address"), kinds["address"]),
    ]
