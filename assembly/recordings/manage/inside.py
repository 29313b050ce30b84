"""What is inside a recording, in the office: its languages, who speaks from when to when, and captions."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, render_template
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db, tasks
from assembly.formats import language
from assembly.forms import Button, row_or_404
from assembly.i18n import _
from assembly.models import Captions, Contribution, Edition, Medium, Person, Recording, Track, TrackKind
from assembly.recordings import jobs, queries, service
from assembly.recordings.forms import CaptionsForm, PartForm, TrackForm
from assembly.recordings.manage.blueprint import office, to_recording
from assembly.recordings.providers import NotAnAddress, source_or_link
from assembly.recordings.service.parts import PartOutside
from assembly.recordings.service.tracks import LanguageTwice
from assembly.security import Permission, needs
from assembly.speakers.queries import among_confirmed
from assembly.speakers.queries import parts as appearances
from assembly.transactions import after_commit, fresh, writing
from assembly.web import takes_files

_ANCHORS = {"track": "languages", "part": "parts", "captions": "captions"}
"Where each is on the page of its recording, by the name of its template."
_FIELDS: dict[type[DomainError], str] = {NotAnAddress: "address", LanguageTwice: "lang", PartOutside: "end"}
"The field that is to be corrected after a refusal."


@office.route("/<code>/languages/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_track(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One more language, online or awaited."""
    one, form = row_or_404(Recording, edition, code), TrackForm()
    if not form.is_submitted():
        form.kind.data = (TrackKind.INTERPRETATION if one.tracks else TrackKind.ORIGINAL).value
        form.medium.data = Medium.VIDEO.value
    return _track(edition, one, form)


@office.route("/<code>/languages/<track_lang>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def track(edition: Edition, code: str, track_lang: str) -> Response | tuple[str, int]:
    """One language: its address, or the day it is awaited."""
    one = row_or_404(Recording, edition, code)
    return _track(edition, one, TrackForm(), one.track(track_lang) or abort(404))


@office.post("/<code>/languages/<track_lang>/remove")
@needs(Permission.PUBLISH)
def remove_track(edition: Edition, code: str, track_lang: str) -> Response:
    """A language less."""
    one = row_or_404(Recording, edition, code)
    return _remove(edition, one, one.track(track_lang), "languages", _("Language removed."))


@office.post("/<code>/languages/check")
@needs(Permission.PUBLISH)
def check_links(edition: Edition, code: str) -> Response:
    """Let the worker look at the links of a recording now."""
    one = row_or_404(Recording, edition, code)
    if Button().validate_on_submit():
        with writing():
            service.ask_for_check(fresh(one))
            app = current_app._get_current_object()  # type: ignore[attr-defined]
            after_commit(lambda: tasks.enqueue(app, jobs.check_links))
    return to_recording(edition, one, _("The links are being checked. Reload this page in a minute."), "languages")


@office.route("/<code>/parts/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add_part(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One more speech."""
    one, form = row_or_404(Recording, edition, code), PartForm()
    if not form.is_submitted():
        form.start.show(max((part.end_s for part in one.parts), default=None))
    return _part(edition, one, form)


@office.route("/<code>/parts/<part>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def part(edition: Edition, code: str, part: str) -> Response | tuple[str, int]:
    """Set a speech right; its link stays."""
    one = row_or_404(Recording, edition, code)
    return _part(edition, one, PartForm(), one.part(part) or abort(404))


@office.post("/<code>/parts/<part>/remove")
@needs(Permission.PUBLISH)
def remove_part(edition: Edition, code: str, part: str) -> Response:
    """Take a speech away; the recording stays."""
    one = row_or_404(Recording, edition, code)
    return _remove(edition, one, one.part(part), "parts", _("Speech removed."))


@office.route("/<code>/captions/add", methods=["GET", "POST"])
@takes_files(3)
@needs(Permission.PUBLISH)
def add_captions(edition: Edition, code: str) -> Response | tuple[str, int]:
    """Captions of one more language; a file for a language there is takes the place of the one before."""
    return _captions(edition, row_or_404(Recording, edition, code), CaptionsForm())


@office.route("/<code>/captions/<captions_lang>", methods=["GET", "POST"])
@takes_files(3)
@needs(Permission.PUBLISH)
def captions(edition: Edition, code: str, captions_lang: str) -> Response | tuple[str, int]:
    """Who wrote them, and another file in their place."""
    one, form = row_or_404(Recording, edition, code), CaptionsForm()
    stored = one.captions_in(captions_lang) or abort(404)
    form.lang.data, form.cues = stored.lang, stored.cues
    return _captions(edition, one, form, stored)


@office.post("/<code>/captions/<captions_lang>/remove")
@needs(Permission.PUBLISH)
def remove_captions(edition: Edition, code: str, captions_lang: str) -> Response:
    """Captions and transcript of a language less."""
    one = row_or_404(Recording, edition, code)
    return _remove(edition, one, one.captions_in(captions_lang), "captions", _("Captions removed."))


def _track(
    edition: Edition, one: Recording, form: TrackForm, stored: Track | None = None
) -> Response | tuple[str, int]:
    def save() -> str:
        if stored:
            service.change_track(fresh(stored), form.facts, seen=str(form.seen.data))
        else:
            service.add_track(fresh(one), form.facts)
        return _recognised(form.facts.address)

    return _answer(edition, one, form, stored, save, "track")


def _recognised(address: str) -> str:
    """What was recognised in the address."""
    if not address:
        return _("Saved. Viewers are told that this language is not online yet.")
    found = source_or_link(address)
    if found.can_be_opened_here:
        return _("Saved. Source: %(provider)s. It plays on our page.", provider=found.provider.label)
    return _("Saved. Source: %(provider)s. Viewers get a link to it.", provider=found.provider.label)


def _part(
    edition: Edition, one: Recording, form: PartForm, stored: Contribution | None = None
) -> Response | tuple[str, int]:
    people, agreed = _people(edition, one, stored), queries.agreed(edition)
    form.people = {person.code: person.id for person in people}

    def save() -> str:
        if stored:
            service.change_part(fresh(stored), form.facts, seen=str(form.seen.data))
            return _("Saved.")
        service.add_part(fresh(one), form.facts)
        return _("Speech added.")

    choices = [(person.code, person.full_name) for person in people]
    refused = [person.full_name for person in people if agreed.get(person.id) is False]
    return _answer(edition, one, form, stored, save, "part", people=choices, refused=refused)


def _people(edition: Edition, one: Recording, stored: Contribution | None) -> list[Person]:
    """Who has said yes to the session, or to any where it is of the whole assembly; each person once."""
    rows = among_confirmed(appearances(edition))
    here = rows.get(one.session_id, []) if one.session_id else [row for each in rows.values() for row in each]
    return list(dict.fromkeys([*(row.person for row in here), *([stored.person] if stored else [])]))


def _captions(
    edition: Edition, one: Recording, form: CaptionsForm, stored: Captions | None = None
) -> Response | tuple[str, int]:
    def save() -> str:
        service.put_captions(fresh(one), form.facts, seen=form.seen.data or "")
        return _("Captions in %(language)s saved.", language=language(form.facts.lang))

    return _answer(edition, one, form, stored, save, "captions")


def _answer(
    edition: Edition,
    one: Recording,
    form: Any,
    stored: Any,
    save: Callable[[], str],
    name: str,
    **more: Any,
) -> Response | tuple[str, int]:
    """Show the form of what is `stored` or new, or keep what was typed: `save` does it and says what was done."""
    code, key = one.code, stored.id if stored else None

    def page(refusal: DomainError | None = None) -> str:
        more[name] = stored
        template = f"recordings/manage/{name}.html"
        return render_template(template, edition=edition, one=one, form=form, refusal=refusal, **more)

    if not form.is_submitted():
        if stored:
            form.show(form.values.of(stored))
        return page(), 200
    if not form.validate():
        return page(), 422
    try:
        with writing():
            said = save()
    except ChangedMeanwhile as refusal:  # what others have saved, beside what was typed here
        db.session.rollback()
        one = row_or_404(Recording, edition, code)
        stored = one.captions_in(form.facts.lang) if name == "captions" else key and db.session.get(type(stored), key)
        form.seen.data = form.values.of(stored).mark if stored else ""
        return page(refusal), refusal.status
    except DomainError as refusal:
        form[_FIELDS[type(refusal)]].errors = [str(refusal)]
        return page(), refusal.status
    return to_recording(edition, one, said, _ANCHORS[name])


def _remove(edition: Edition, one: Recording, stored: Any, anchor: str, said: str) -> Response:
    if stored is not None and Button().validate_on_submit():
        with writing():
            service.remove_inside(db.session.get_one(type(stored), stored.id))
    return to_recording(edition, one, said, anchor)
