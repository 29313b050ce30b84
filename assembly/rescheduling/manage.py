"""Postponing an assembly, moving it online or cancelling it: choose, explain, see what changes, do it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.i18n import LANGUAGES, _, speaking
from assembly.messages.reading import Read, in_both
from assembly.models import Edition, EditionChange, EditionChangeKind
from assembly.rescheduling import queries, service
from assembly.rescheduling.decisions import Decision, Involvement, decided, possible
from assembly.rescheduling.emails import plain
from assembly.rescheduling.forms import DecisionForm, NewDateForm, decision_form
from assembly.rescheduling.preview import subjects
from assembly.rescheduling.queries import Outlook, outlook
from assembly.rescheduling.sentences import before_of, state_of, to_begin_with
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("rescheduling", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/settings/plan")


@office.record_once
def _name_for_templates(state: BlueprintSetupState) -> None:
    """Every page of an edition says what has become of it."""
    state.app.jinja_env.globals.update(state_of=state_of, before_of=before_of)


@office.get("/")
@needs(Permission.EDIT_SETTINGS)
def choose(edition: Edition) -> str:
    """What holds now, what can be decided, and what was announced before."""
    return _choices(edition)


@office.route("/<kind>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def decide(edition: Edition, kind: str) -> Response | str | tuple[str, int]:
    """The explanation and perhaps the date; then the preview of everything that changes."""
    form = _form(edition, kind)
    if not form.is_submitted():
        return _fields(form) if form.kind in _possible(edition) else redirect(_start(edition), 303)
    if not form.validate():
        return _fields(form), 422
    return _preview(edition, form)


@office.post("/<kind>/edit")
@needs(Permission.EDIT_SETTINGS)
def edit(edition: Edition, kind: str) -> str:
    """Back from the preview, with what was typed."""
    return _fields(_form(edition, kind))


@office.post("/<kind>/announce")
@needs(Permission.EDIT_SETTINGS)
def announce(edition: Edition, kind: str) -> Response | str | tuple[str, int]:
    """Do all of it. A second press does nothing."""
    form = _form(edition, kind)
    if not form.validate():
        return _fields(form), 422
    try:
        with writing():
            made = service.announce(fresh(edition), form.decision, seen=str(form.seen.data))
    except ChangedMeanwhile as refusal:
        return _preview(fresh(edition), form, refusal)
    except DomainError as refusal:
        return _refused(fresh(edition), form, refusal)
    if made is not None:
        flash(_("Done. All pages, calendars and emails now reflect the change."), "ok")
    return redirect(_start(edition), 303)


def _start(edition: Edition) -> str:
    return url_for(".choose", edition=edition)


def _possible(edition: Edition) -> list[EditionChangeKind]:
    return possible(edition, has_begun=queries.has_begun(edition))


def _form(edition: Edition, kind: str) -> DecisionForm:
    if kind not in set(EditionChangeKind):
        abort(404)
    form = decision_form(edition, EditionChangeKind(kind))
    if not form.is_submitted():
        last = edition.changes[-1] if edition.changes else None
        correcting = form.kind is EditionChangeKind.CORRECTED and last is not None
        form.message.data = last.message if last is not None and correcting else to_begin_with(form.kind)
        if isinstance(form, NewDateForm):
            form.starts.show(edition.starts_at, edition.zone)
            form.ends.show(edition.ends_at, edition.zone)
    return form


def _choices(edition: Edition, refusal: DomainError | None = None) -> str:
    return render_template(
        "rescheduling/manage/choose.html",
        kinds=_possible(edition),
        begun=queries.has_begun(edition),
        refusal=refusal,
    )


def _fields(form: DecisionForm, refusal: DomainError | None = None) -> str:
    return render_template("rescheduling/manage/decide.html", form=form, refusal=refusal)


def _refused(edition: Edition, form: DecisionForm, refusal: DomainError) -> tuple[str, int]:
    """What is wrong with the date is said at its form; what cannot be done at all, beside what can."""
    if form.kind in _possible(edition):
        return _fields(form, refusal), refusal.status
    return _choices(edition, refusal), refusal.status


def _preview(edition: Edition, form: DecisionForm, refusal: DomainError | None = None) -> tuple[str, int]:
    try:
        service.check(edition, form.decision)
    except DomainError as why:
        return _refused(edition, form, why)
    seen, made = outlook(edition, form.decision), decided(edition, form.decision)
    form.seen.data = seen.digest
    page = render_template(
        "rescheduling/manage/preview.html",
        form=form,
        refusal=refusal,
        notices=[(lang, *_notice(made, edition, lang)) for lang in LANGUAGES],
        subjects=subjects(seen, made),
        readings=_email(edition, form.decision, seen),
    )
    return page, refusal.status if refusal else 200


def _notice(made: EditionChange, edition: Edition, lang: str) -> tuple[str, str, str]:
    """What every page of the assembly will say in one language."""
    with speaking(lang):
        return state_of(made, edition.zone), before_of(made, edition.zone), str(made.message)


def _email(edition: Edition, decision: Decision, seen: Outlook) -> list[Read]:
    """The email as the first of those concerned most reads it, in both languages; none where nobody gets one."""
    order = list(Involvement)
    told = sorted((one for one in seen.told if not one.acts), key=lambda one: order.index(one.part))
    if not told:
        return []
    facts: dict[str, Any] = told[0].facts | {"preview": plain(decision), "part": told[0].part.value, "name": "…"}
    return in_both("edition_changed", edition, facts)
