"""The list of recordings, and one of them: added, changed, removed."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.agenda.queries import draft
from assembly.errors import DomainError
from assembly.extensions import read_coded
from assembly.forms import Button, row_or_404
from assembly.i18n import _
from assembly.models import Edition, Person, Recording, Session
from assembly.recordings import queries, service
from assembly.recordings.form_values import RecordingFacts
from assembly.recordings.forms import NewRecordingForm, RecordingForm
from assembly.recordings.manage.blueprint import office, to_recording
from assembly.recordings.providers import source_or_link
from assembly.recordings.queries.alerts import waiting_by_language
from assembly.recordings.queries.views import views_of
from assembly.security import Permission, needs
from assembly.speakers.queries import confirmed, in_session
from assembly.transactions import fresh, writing
from assembly.web import stored_file, takes_files


@office.get("/")
@needs(Permission.PUBLISH)
def recordings(edition: Edition) -> str:
    """Each recording with its languages and what the public is told."""
    public = {one.recording.id: one for one in queries.watchable(edition)}
    facts = {"recordings": queries.recordings(edition), "public": public}
    return render_template("recordings/manage/list.html", edition=edition, **facts)


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Response | tuple[str, int]:
    """A recording of a session, or of the whole assembly."""
    form, sessions = NewRecordingForm(), {one.code: one for one in draft(edition)}
    if form.validate_on_submit():
        session = sessions.get(str(form.session.data))
        if form.session.data and session is None:
            form.session.errors = [_("Choose a session from the list.")]
        else:
            try:
                return _added(edition, session, form)
            except DomainError as refusal:
                form.session.errors = [str(refusal)]
    page = render_template("recordings/manage/add.html", edition=edition, form=form, sessions=sessions.values())
    return page, 422 if form.is_submitted() else 200


def _added(edition: Edition, session: Session | None, form: NewRecordingForm) -> Response:
    with writing():
        mine = fresh(session) if session else None
        made = service.add_recording(fresh(edition), mine, title=None if session else form.title.data)
    return to_recording(edition, made, _("Recording added. Add a language, then publish it."))


@office.route("/<code>", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.PUBLISH)
def recording(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One recording: what the public is told, length, chapters, picture; its languages, parts and captions."""
    one, form = row_or_404(Recording, edition, code), RecordingForm()
    if not form.is_submitted():
        form.show(RecordingFacts.of(one))
        return _page(edition, one, form), 200
    if not form.validate():
        return _page(edition, one, form), 422
    try:
        with writing():
            service.change_recording(fresh(one), form.facts, seen=str(form.seen.data))
            if form.picture or form.drop_poster.data:
                service.set_poster(fresh(one), form.picture)
    except DomainError as refusal:
        stored = row_or_404(Recording, edition, code)
        saved = RecordingFacts.of(stored)
        form.seen.data = saved.mark
        return _page(edition, stored, form, refusal, saved), refusal.status
    return to_recording(edition, one, _("Saved."))


@office.get("/<code>/picture")
@needs(Permission.PUBLISH)
def picture(edition: Edition, code: str) -> Response:
    """The picture as the office sees it, public or not."""
    return stored_file(row_or_404(Recording, edition, code).poster)


@office.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Response:
    """Gone, with its languages, parts and captions."""
    one = read_coded(Recording, code, of=edition)
    if one is not None and Button().validate_on_submit():
        with writing():
            service.remove_recording(fresh(one))
        flash(_("Recording removed."), "ok")
    elif one is None:
        flash(_("This recording has already been removed."), "ok")
    return redirect(url_for(".recordings", edition=edition), 303)


def _page(
    edition: Edition,
    one: Recording,
    form: RecordingForm,
    refusal: DomainError | None = None,
    saved: RecordingFacts | None = None,
) -> str:
    public, agreed = queries.by_code(edition, one.code), queries.agreed(edition)
    return render_template(
        "recordings/manage/recording.html",
        edition=edition,
        one=one,
        form=form,
        public=public,
        named={row.person_id for row in public.people} if public else set(),
        people=_people(edition, one, agreed) | {part.person_id: part.person for part in one.parts},
        agreed=agreed,
        source=source_or_link,
        refusal=refusal,
        saved=saved,
        waiting=waiting_by_language(one),
        views=views_of(one),
    )


def _people(edition: Edition, one: Recording, agreed: dict[int, bool | None]) -> dict[int, Person]:
    """Whose consent the office looks at: everybody still in the session; of the whole assembly, those who said no."""
    if one.session:
        return {row.person_id: row.person for row in in_session(one.session) if not row.state.is_over}
    rows = (row for each in confirmed(edition).values() for row in each)
    return {row.person_id: row.person for row in rows if agreed.get(row.person_id) is False}
