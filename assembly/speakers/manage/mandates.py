"""The mandates of a speaker: one more, a correction, the day it ends."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.communities.queries import all_communities
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import read_coded
from assembly.forms import Answer, Button
from assembly.i18n import _
from assembly.models import Edition, Mandate, MandateRole, Person
from assembly.security import Permission, needs
from assembly.speakers import board
from assembly.speakers.facts import MandateFacts
from assembly.speakers.forms.people import MandateForm
from assembly.speakers.manage.saved_sentence import saved
from assembly.speakers.queries import name_and_position
from assembly.speakers.service.mandates import change_mandate, enter_mandate, remove_mandate
from assembly.transactions import fresh, writing

mandates = Blueprint("mandates_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/speakers")


@mandates.route("/<code>/add-mandate", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition, code: str) -> Answer:
    """One more office of a speaker."""
    listed, form = board.one_listed(edition, code) or abort(404), MandateForm()
    if not form.is_submitted():
        form.role.data = MandateRole.OFFICIAL.value
    if not form.validate_on_submit():
        return _page(listed.person, form, None), 422 if form.is_submitted() else 200
    before = name_and_position(edition, listed.person)
    with writing():
        enter_mandate(fresh(listed.person), form.facts)
    return _saved(edition, listed.person, before)


@mandates.route("/mandates/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def one(edition: Edition, code: str) -> Answer:
    """Correct it, or enter the day it ends."""
    form = MandateForm()
    if form.is_submitted() and _has_left(edition, code):  # the first press has ended what they were here
        return redirect(url_for("speakers_office.listing", edition=edition), 303)
    mandate = _mandate(edition, code)
    form.community = mandate.community
    if not form.is_submitted():
        form.show(MandateFacts.of(mandate))
        return _page(mandate.person, form, mandate), 200
    if not form.validate():
        return _page(mandate.person, form, mandate), 422
    before = name_and_position(edition, mandate.person)
    try:
        with writing():
            change_mandate(fresh(mandate), form.facts, seen=form.seen.data)
    except ChangedMeanwhile as refusal:
        mandate = _mandate(edition, code)
        theirs = form.differing(MandateFacts.of(mandate))
        return _page(mandate.person, form, mandate, refusal, theirs), refusal.status
    return _saved(edition, mandate.person, before)


@mandates.post("/mandates/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Answer:
    """It was entered by mistake."""
    mandate = _mandate(edition, code)
    person = mandate.person
    if not Button().validate_on_submit():
        return redirect(url_for(".one", edition=edition, code=code), 303)
    try:
        with writing():
            remove_mandate(fresh(mandate))
    except DomainError as refusal:
        mandate, form = _mandate(edition, code), MandateForm(formdata=None)
        form.show(MandateFacts.of(mandate))
        return _page(mandate.person, form, mandate, refusal), refusal.status
    flash(_("The mandate has been removed."), "ok")
    return _back(edition, person)


def _saved(edition: Edition, person: Person, before: frozenset[tuple[int, str, str, str]]) -> Response:
    flash(saved(edition, person, before), "ok")
    return _back(edition, person)


def _back(edition: Edition, person: Person) -> Response:
    """To their own page, or to the list where a mandate alone had put them on it."""
    if board.one_listed(edition, person.code) is None:
        return redirect(url_for("speakers_office.listing", edition=edition), 303)
    return redirect(url_for("speakers_office.one", edition=edition, code=person.code), 303)


def _page(
    person: Person,
    form: MandateForm,
    mandate: Mandate | None,
    refusal: DomainError | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> str:
    return render_template(
        "speakers/manage/mandate.html",
        person=person,
        form=form,
        mandate=mandate,
        refusal=refusal,
        theirs=theirs or [],
        communities=all_communities(),
    )


def _mandate(edition: Edition, code: str) -> Mandate:
    """A mandate of somebody on the list of this edition."""
    found = read_coded(Mandate, code)
    if found is None or _has_left(edition, code):
        abort(404)
    return found


def _has_left(edition: Edition, code: str) -> bool:
    """Whether there is such a mandate, and its holder is not on the list of this edition."""
    found = read_coded(Mandate, code)
    return found is not None and board.one_listed(edition, found.person.code) is None
