"""Publishing the programme: what changes for the public, what the checks say, and taking the last one back."""

from flask import flash, redirect, render_template, url_for

from assembly import clock
from assembly.agenda import queries
from assembly.agenda.forms import PublishForm, UndoForm
from assembly.agenda.manage import publishing_words
from assembly.agenda.manage.blueprint import office
from assembly.calendar.queries import pending, undoing
from assembly.calendar.service import NoteMissing, ReasonMissing, publish_changes, undo_last
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import Answer, refused_on
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

_SHOWN = 10
"Releases listed below the button."


@office.get("/publishing")
@needs(Permission.PUBLISH)
def publishing(edition: Edition) -> str:
    """The difference to what the public sees, the checks, and the button."""
    form = PublishForm(formdata=None)
    return _page(edition, form)


@office.post("/publish")
@needs(Permission.PUBLISH)
def publish(edition: Edition) -> Answer:
    """Publish what was seen. A second press finds nothing changed and publishes nothing."""
    form = PublishForm()
    if not form.validate_on_submit():
        return _page(edition, form), 422
    try:
        with writing():
            made = publish_changes(
                fresh(edition),
                name=_name(edition),
                note=form.note.data,
                seen=str(form.seen.data),
                reason=str(form.reason.data),
            )
    except ReasonMissing as refusal:
        form.reason.errors = [str(refusal)]
        return _page(edition, form), refusal.status
    except NoteMissing as refusal:
        form.note.errors = [str(refusal)]
        return _page(edition, form), refusal.status
    except DomainError as refusal:
        return _page(edition, form, refusal), refusal.status
    if made is not None:
        flash(_("The programme has been published."), "ok")
    return redirect(url_for(".publishing", edition=edition), 303)


@office.post("/undo")
@needs(Permission.PUBLISH)
def undo(edition: Edition) -> Answer:
    """Take back the last publication with another one; the draft stays as it is."""
    form = UndoForm()
    if not form.validate_on_submit():
        return redirect(url_for(".publishing", edition=edition), 303)
    with refused_on(lambda refusal: _page(edition, PublishForm(formdata=None), refusal)), writing():
        made = undo_last(fresh(edition), number=form.number.number, name=_name(edition))
    if made is not None:
        flash(_("The last publication has been undone."), "ok")
    return redirect(url_for(".publishing", edition=edition), 303)


def _name(edition: Edition) -> str:
    return clock.local(clock.now(), edition.zone).strftime("%Y-%m-%d %H:%M")


def _page(edition: Edition, form: PublishForm, refusal: DomainError | None = None) -> str:
    now = pending(edition)
    form.seen.data = now.digest
    faults = [publishing_words.Said(fault, publishing_words.sentence(fault, edition)) for fault in now.faults]
    return render_template(
        "agenda/manage/publishing.html",
        form=form,
        refusal=refusal,
        changed_meanwhile=isinstance(refusal, ChangedMeanwhile),
        changes=[publishing_words.change(one, edition) for one in now.changes],
        untranslated=[one for one in faults if one.is_untranslated],
        stops=[one for one in faults if one.fault.stops],
        advice=[one for one in faults if not one.fault.stops and not one.is_untranslated],
        needs_note=now.needs_note,
        undoing=publishing_words.undo(undoing(edition), edition),
        releases=queries.releases(edition, _SHOWN),
    )
