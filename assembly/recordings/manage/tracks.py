"""The languages of a recording in the office."""

from __future__ import annotations

from flask import abort, current_app, render_template
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db, tasks
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition, Medium, Recording, Track, TrackKind
from assembly.recordings import jobs, service
from assembly.recordings.form_values import TrackFacts
from assembly.recordings.forms import TrackForm, languages
from assembly.recordings.manage.blueprint import fresh, office, recording_or_404, to_recording
from assembly.recordings.providers import NotAnAddress, source_or_link
from assembly.security import Permission, needs
from assembly.transactions import after_commit, writing


@office.route("/<code>/languages/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_track(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One more language, online or awaited."""
    one, form = recording_or_404(edition, code), TrackForm()
    if not form.is_submitted():
        form.kind.data = (TrackKind.INTERPRETATION if one.tracks else TrackKind.ORIGINAL).value
        form.medium.data = Medium.VIDEO.value
        return _page(edition, one, form), 200
    if form.validate():
        try:
            with writing():
                service.add_track(fresh(one), form.facts)
            return to_recording(edition, one, _saved(form), "languages")
        except DomainError as refusal:
            return _refused(edition, one, form, refusal)
    return _page(edition, one, form), 422


@office.route("/<code>/languages/<track_lang>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def track(edition: Edition, code: str, track_lang: str) -> Response | tuple[str, int]:
    """One language: its address, or the day it is awaited."""
    one, form = recording_or_404(edition, code), TrackForm()
    stored = one.track(track_lang) or abort(404)
    if not form.is_submitted():
        form.show(TrackFacts.of(stored))
        return _page(edition, one, form, stored), 200
    if form.validate():
        try:
            with writing():
                service.change_track(db.session.get_one(Track, stored.id), form.facts, seen=str(form.seen.data))
            return to_recording(edition, one, _saved(form), "languages")
        except DomainError as refusal:
            return _refused(edition, one, form, refusal, db.session.get_one(Track, stored.id))
    return _page(edition, one, form, stored), 422


@office.post("/<code>/languages/<track_lang>/remove")
@needs(Permission.PUBLISH)
def remove_track(edition: Edition, code: str, track_lang: str) -> Response:
    """A language less."""
    one = recording_or_404(edition, code)
    stored = one.track(track_lang)
    if stored is not None and Button().validate_on_submit():
        with writing():
            service.remove_track(db.session.get_one(Track, stored.id))
    return to_recording(edition, one, _("Language removed."), "languages")


@office.post("/<code>/languages/check")
@needs(Permission.PUBLISH)
def check_links(edition: Edition, code: str) -> Response:
    """Let the worker look at the links of a recording now."""
    one = recording_or_404(edition, code)
    if Button().validate_on_submit():
        with writing():
            service.ask_for_check(fresh(one))
            app = current_app._get_current_object()  # type: ignore[attr-defined]
            after_commit(lambda: tasks.enqueue(app, jobs.check_links))
    return to_recording(edition, one, _("The links are being checked. Reload this page in a minute."), "languages")


def _saved(form: TrackForm) -> str:
    """What was recognised in the address."""
    if not form.address.data:
        return _("Saved. Viewers are told that this language is not online yet.")
    found = source_or_link(form.address.data)
    if found.can_be_opened_here:
        return _("Saved. Source: %(provider)s. It plays on our page.", provider=found.provider.label)
    return _("Saved. Source: %(provider)s. Viewers get a link to it.", provider=found.provider.label)


def _refused(
    edition: Edition, one: Recording, form: TrackForm, refusal: DomainError, stored: Track | None = None
) -> tuple[str, int]:
    """The page with what was typed, beside its fault."""
    if isinstance(refusal, ChangedMeanwhile):
        if stored is not None:
            form.seen.data = TrackFacts.of(stored).mark
        return _page(edition, one, form, stored, refusal), refusal.status
    field = form.address if isinstance(refusal, NotAnAddress) else form.lang
    field.errors = [str(refusal)]
    return _page(edition, one, form, stored), refusal.status


def _page(
    edition: Edition, one: Recording, form: TrackForm, stored: Track | None = None, refusal: DomainError | None = None
) -> str:
    return render_template(
        "recordings/manage/track.html",
        edition=edition,
        one=one,
        track=stored,
        form=form,
        refusal=refusal,
        languages=languages(),
    )
