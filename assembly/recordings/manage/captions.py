"""Captions and transcripts in the office."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
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
        form.automatic.data, form.seen.data = stored.automatic, service.mark_of(stored)
        return _page(edition, one, form, stored), 200
    if form.validate() and not form.file.content:
        return _say_who_wrote(edition, one, form, stored)
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


def _say_who_wrote(
    edition: Edition, one: Recording, form: CaptionsForm, stored: Captions
) -> Response | tuple[str, int]:
    try:
        with writing():
            mine = db.session.get_one(Captions, stored.id)
            service.change_captions(mine, automatic=bool(form.automatic.data), seen=form.seen.data or "")
    except ChangedMeanwhile as refusal:
        return _changed(edition, one, form, refusal)
    return to_recording(edition, one, _("Saved."), "captions")


def _changed(
    edition: Edition, one: Recording, form: CaptionsForm, refusal: ChangedMeanwhile
) -> Response | tuple[str, int]:
    """What somebody else has saved, with what was ticked here; a browser does not send a file twice by itself."""
    db.session.rollback()
    fresh_one = recording_or_404(edition, one.code)
    saved = _captions(fresh_one, str(form.lang.data))
    form.seen.data = service.mark_of(saved)
    return _page(edition, fresh_one, form, saved, refusal), refusal.status


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
            service.put_captions(
                *(fresh(one), str(form.lang.data), cues),
                automatic=bool(form.automatic.data),
                seen=form.seen.data or "",
            )
    except ChangedMeanwhile as refusal:
        return _changed(edition, one, form, refusal)
    except DomainError as refusal:
        form.file.errors = [str(refusal)]
        return _page(edition, one, form, stored), refusal.status
    said = _("Captions in %(language)s saved.", language=language(str(form.lang.data)))
    return to_recording(edition, one, said, "captions")


def _captions(one: Recording, lang: str) -> Captions | None:
    return next((each for each in one.captions if each.lang == lang), None)


def _page(
    edition: Edition,
    one: Recording,
    form: CaptionsForm,
    stored: Captions | None = None,
    refusal: DomainError | None = None,
) -> str:
    return render_template(
        "recordings/manage/captions.html",
        edition=edition,
        one=one,
        captions=stored,
        form=form,
        refusal=refusal,
        languages=languages(),
    )
