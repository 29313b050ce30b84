"""What people look up on the way, what is kept of them, and what they may do themselves."""

from datetime import datetime
from typing import Any

from flask import render_template

from assembly.editions.forms.people import PeopleAndDataForm, PracticalForm
from assembly.editions.manage.blueprint import differing, office
from assembly.editions.queries import editions as edition_queries
from assembly.editions.queries import setting_up
from assembly.editions.service import editions
from assembly.editions.service.practical import answer_all
from assembly.errors import ChangedMeanwhile
from assembly.formats import moment
from assembly.forms import Answer, lead_to, refused_on
from assembly.i18n import _
from assembly.models import Bilingual, Edition, Practical, Topic
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/practical", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def practical(edition: Edition) -> Answer:
    """Six answers, each in both languages; an empty one does not appear."""
    form = PracticalForm(data={"version": edition.version} | _stored(edition))
    if not form.validate_on_submit():
        return _practical_page(edition, form), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _practical_page(edition, form, refusal), ChangedMeanwhile), writing():
        answer_all(fresh(edition), form.texts, seen=form.version.number)
    return lead_to(".practical", _("Saved."), edition=edition)


def _stored(edition: Edition) -> dict[str, Bilingual]:
    return {one.topic.value: one.text for one in edition_queries.practical(edition)}


def _practical_page(edition: Edition, form: PracticalForm, refusal: ChangedMeanwhile | None = None) -> str:
    stored = _stored(edition)
    both = {one.value: (form[one.value].data, stored.get(one.value, Bilingual())) for one in Topic}
    return render_template(
        "editions/manage/practical.html",
        form=form,
        refusal=refusal,
        theirs=differing(form, both) if refusal else [],
        topics=[one.value for one in Topic],
        copied=setting_up.untouched_copies(edition, Practical),
    )


@office.route("/people-and-data", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def people_and_data(edition: Edition) -> Answer:
    """Who answers for the data, how long they are kept, until when people change what is theirs."""
    form = PeopleAndDataForm(obj=edition)
    form.zone = edition.zone
    if not form.is_submitted():
        form.changes_until.show(edition.changes_until_at, edition.zone)
    if not form.validate_on_submit():
        return _data_page(edition, form), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _data_page(edition, form, refusal), ChangedMeanwhile), writing():
        editions.edit(fresh(edition), seen=form.version.number, **form.values)
    return lead_to(".people_and_data", _("Saved."), edition=edition)


def _data_page(edition: Edition, form: PeopleAndDataForm, refusal: ChangedMeanwhile | None = None) -> str:
    return render_template(
        "editions/manage/people_and_data.html",
        form=form,
        refusal=refusal,
        theirs=_theirs(form, edition) if refusal else [],
    )


def _theirs(form: PeopleAndDataForm, edition: Edition) -> list[tuple[Any, Any]]:
    names = ("controller", "needs_kept_days", "contacts_kept_days", "delegation_size")
    both = {name: (form.values[name], getattr(edition, name)) for name in names}
    both["changes_until"] = (_when(form.changes_until.instant, edition), _when(edition.changes_until_at, edition))
    return differing(form, both)


def _when(instant: datetime | None, edition: Edition) -> str:
    return moment(instant, edition.zone) if instant else ""
