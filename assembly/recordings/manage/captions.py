"""Captions and transcripts in the office."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.wrappers import Response

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.formats import language
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Captions, Edition, Recording
from assembly.recordings import service
from assembly.recordings.captions import webvtt
from assembly.recordings.forms import CaptionsForm, languages
from assembly.recordings.manage.blueprint import fresh, office, recording_or_404, to_recording
from assembly.security import Permission, needs
from assembly.transactions import writing
from assembly.web import takes_files


@office.route("/<code>/captions/add", methods=["GET", "POST"])
@takes_files(3)
@needs(Permission.PUBLISH)
def add_captions(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Captions of one more language; a file for a language there is takes the place of the one before."""
    one, form = recording_or_404(edition, code), CaptionsForm()
    if not form.is_submitted():
        return _page(edition, one, form), 200
    return _put(edition, one, form)


@office.route("/<code>/captions/<captions_lang>", methods=["GET", "POST"])
@takes_files(3)
@needs(Permission.PUBLISH)
def captions(edition: Edition, code: str, captions_lang: str) -> Response | tuple[str, int]:
    """Who wrote them, and another file in their place."""
    one = recording_or_404(edition, code)
    stored = _captions(one, captions_lang) or abort(404)
    form = CaptionsForm()
    form.lang.data = stored.lang
    if not form.is_submitted():
        form.automatic.data = stored.automatic
        return _page(edition, one, form, stored), 200
    if form.validate() and not form.file.content:
        with writing():
            service.change_captions(db.session.get_one(Captions, stored.id), automatic=bool(form.automatic.data))
        return to_recording(edition, one, _("Saved."), "captions")
    return _put(edition, one, form, stored)


@office.post("/<code>/captions/<captions_lang>/remove")
@needs(Permission.PUBLISH)
def remove_captions(edition: Edition, code: str, captions_lang: str) -> Response:
    """Captions and transcript of a language less."""
    one = recording_or_404(edition, code)
    stored = _captions(one, captions_lang)
    if stored is not None and Button().validate_on_submit():
        with writing():
            service.remove_captions(db.session.get_one(Captions, stored.id))
    return to_recording(edition, one, _("Captions removed."), "captions")


def _put(
    edition: Edition, one: Recording, form: CaptionsForm, stored: Captions | None = None
) -> Response | tuple[str, int]:
    """Read what was sent before any transaction, then keep it."""
    if not form.file.content and not form.file.errors:
        form.file.errors = [_("Choose a file.")]
        return _page(edition, one, form, stored), 422
    if not form.validate():
        return _page(edition, one, form, stored), 422
    try:
        cues = webvtt.read(form.file.content)
        with writing():
            service.put_captions(fresh(one), str(form.lang.data), cues, automatic=bool(form.automatic.data))
    except DomainError as refusal:
        form.file.errors = [str(refusal)]
        return _page(edition, one, form, stored), refusal.status
    said = _("Captions in %(language)s saved.", language=language(str(form.lang.data)))
    return to_recording(edition, one, said, "captions")


def _captions(one: Recording, lang: str) -> Captions | None:
    return next((each for each in one.captions if each.lang == lang), None)


def _page(edition: Edition, one: Recording, form: CaptionsForm, stored: Captions | None = None) -> str:
    return render_template(
        "recordings/manage/captions.html",
        edition=edition,
        one=one,
        captions=stored,
        form=form,
        languages=languages(),
    )
