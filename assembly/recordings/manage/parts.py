"""Who speaks from when to when, in the office."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Contribution, Edition, Person, Recording
from assembly.recordings import queries, service
from assembly.recordings.form_values import PartFacts
from assembly.recordings.forms import PartForm
from assembly.recordings.manage.blueprint import fresh, office, recording_or_404, to_recording
from assembly.security import Permission, needs
from assembly.speakers.queries import among_confirmed
from assembly.speakers.queries import parts as appearances
from assembly.transactions import writing


@office.route("/<code>/parts/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_part(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One more speech."""
    one = recording_or_404(edition, code)
    people, form = _people(edition, one), PartForm()
    form.people = {person.code: person.id for person in people}
    if not form.is_submitted():
        form.start.show(max((part.end_s for part in one.parts), default=None))
        return _page(edition, one, form, people), 200
    if form.validate():
        try:
            with writing():
                service.add_part(fresh(one), form.facts)
            return to_recording(edition, one, _("Speech added."), "parts")
        except DomainError as refusal:
            return _refused(edition, one, form, people, refusal)
    return _page(edition, one, form, people), 422


@office.route("/<code>/parts/<part>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def part(edition: Edition, code: str, part: str) -> Response | tuple[str, int]:
    """Set a speech right; its link stays."""
    one, stored = _part(edition, code, part)
    people, form = _people(edition, one), PartForm()
    people += [] if stored.person in people else [stored.person]
    form.people = {person.code: person.id for person in people}
    if not form.is_submitted():
        form.person.data, form.seen.data = stored.person.code, PartFacts.of(stored).mark
        form.start.show(stored.start_s)
        form.end.show(stored.end_s)
        return _page(edition, one, form, people, stored), 200
    if form.validate():
        try:
            with writing():
                service.change_part(db.session.get_one(Contribution, stored.id), form.facts, seen=str(form.seen.data))
            return to_recording(edition, one, _("Saved."), "parts")
        except DomainError as refusal:
            return _refused(edition, one, form, people, refusal, db.session.get_one(Contribution, stored.id))
    return _page(edition, one, form, people, stored), 422


@office.post("/<code>/parts/<part>/remove")
@needs(Permission.PUBLISH)
def remove_part(edition: Edition, code: str, part: str) -> Response:
    """Take a speech away; the recording stays."""
    one = recording_or_404(edition, code)
    stored = next((each for each in one.parts if each.code == part), None)
    if stored is not None and Button().validate_on_submit():
        with writing():
            service.remove_part(db.session.get_one(Contribution, stored.id))
    return to_recording(edition, one, _("Speech removed."), "parts")


def _part(edition: Edition, code: str, part: str) -> tuple[Recording, Contribution]:
    one = recording_or_404(edition, code)
    return one, next((each for each in one.parts if each.code == part), None) or abort(404)


def _people(edition: Edition, one: Recording) -> list[Person]:
    """Who has said yes to the session, or to any where it is of the whole assembly; each person once."""
    rows = among_confirmed(appearances(edition))
    here = rows.get(one.session_id, []) if one.session_id else [row for each in rows.values() for row in each]
    return list(dict.fromkeys(row.person for row in here))


def _refused(
    edition: Edition,
    one: Recording,
    form: PartForm,
    people: list[Person],
    refusal: DomainError,
    stored: Contribution | None = None,
) -> tuple[str, int]:
    """The page with what was typed, beside its fault."""
    if isinstance(refusal, ChangedMeanwhile):
        form.seen.data = PartFacts.of(stored).mark if stored else ""
        return _page(edition, one, form, people, stored, refusal), refusal.status
    form.end.errors = [str(refusal)]
    return _page(edition, one, form, people, stored), refusal.status


def _page(
    edition: Edition,
    one: Recording,
    form: PartForm,
    people: list[Person],
    stored: Contribution | None = None,
    refusal: DomainError | None = None,
) -> str:
    agreed = queries.agreed(edition)
    return render_template(
        "recordings/manage/part.html",
        edition=edition,
        one=one,
        part=stored,
        form=form,
        refusal=refusal,
        people=[(person.code, person.full_name) for person in people],
        refused=[person.full_name for person in people if agreed.get(person.id) is False],
    )
