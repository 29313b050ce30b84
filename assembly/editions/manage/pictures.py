"""The picture library: what each picture shows in both languages, who made it, who is on it."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import pictures as painting
from assembly.editions.forms.people import NewPictureForm, PictureForm
from assembly.editions.manage.blueprint import office
from assembly.editions.queries import pictures as picture_queries
from assembly.editions.service.pictures import add_once, change_picture, remove_picture
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import lead_to, press, row_or_404
from assembly.i18n import _
from assembly.models import Edition, Person, Picture, PictureKind
from assembly.security import Permission, may, needs
from assembly.transactions import fresh, writing
from assembly.web import takes_files


@office.get("/pictures")
@needs(Permission.EDIT_SETTINGS)
def pictures(edition: Edition) -> str:
    """All of them, the newest first."""
    return render_template(
        "editions/manage/pictures.html",
        pictures=picture_queries.pictures(edition),
        unagreed=picture_queries.unagreed(edition) if may(Permission.SEE_PEOPLE, edition) else {},
    )


@office.route("/add-picture", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.EDIT_SETTINGS)
def add_picture(edition: Edition) -> Response | tuple[str, int]:
    """One more, painted anew: nothing the camera noted is kept."""
    form = NewPictureForm()
    _ask_persons(edition, form)
    if not form.is_submitted():
        form.kind.data = PictureKind.OTHER.value
    if not form.validate_on_submit() or not _names_fit(edition, form) or not _is_explained(edition, form):
        return _page(form, None), 422 if form.is_submitted() else 200
    try:
        painted = painting.fresh(form.file.content)
    except DomainError as refusal:
        form.file.errors = [str(refusal)]
        return _page(form, None), refusal.status
    with writing():
        code = add_once(
            fresh(edition),
            PictureKind(form.kind.data),
            painted.content,
            painted.mime,
            alt=form.alt.data,
            credit=form.credit.data,
            size=(painted.width, painted.height),
            persons=_persons(edition, form),
            consent_reason=_reason(form),
        ).code
    return _saved(edition, form, code)


@office.route("/pictures/<code>", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def picture(edition: Edition, code: str) -> Response | tuple[str, int]:
    """What it says and whom it shows."""
    one = row_or_404(Picture, edition, code)
    form = PictureForm(data={"alt": one.alt, "credit": one.credit, "kind": one.kind.value, "version": edition.version})
    _ask_persons(edition, form)
    if form.persons is not None and not form.is_submitted():
        form.persons.data = "\n".join(picture_queries.names_of(one))
        form.consent_reason.data = one.consent_reason
    if not form.validate_on_submit() or not _names_fit(edition, form) or not _is_explained(edition, form):
        return _page(form, one), 422 if form.is_submitted() else 200
    try:
        with writing():
            change_picture(
                fresh(one),
                kind=PictureKind(form.kind.data),
                alt=form.alt.data,
                credit=form.credit.data,
                persons=_persons(edition, form),
                consent_reason=_reason(form),
                seen=form.version.number,
            )
    except ChangedMeanwhile as refusal:
        form.version.data = str(edition.version)
        return _page(form, one, refusal), refusal.status
    return _saved(edition, form, one.code)


def _saved(edition: Edition, form: PictureForm, code: str) -> Response:
    """Back to the list, which names whoever is on it without having agreed; the words of a moment ago name nobody."""
    if form.persons is None or not picture_queries.unagreed(edition)[code]:
        return lead_to(".pictures", _("Saved."), edition=edition)
    flash(
        _("Saved. Some people in this picture have not agreed to be photographed. Their names are listed next to it."),
        "wait",
    )
    return redirect(url_for(".pictures", edition=edition, _anchor=code), 303)


@office.post("/pictures/<code>/delete")
@needs(Permission.EDIT_SETTINGS)
def delete_picture(edition: Edition, code: str) -> Response:
    """It is gone, from the public pages as well."""
    one = row_or_404(Picture, edition, code)
    press(remove_picture, one, said=_("The picture has been deleted."))
    return redirect(url_for(".pictures", edition=edition), 303)


def _ask_persons(edition: Edition, form: PictureForm) -> None:
    """Who is on it only those see and say who may see people: the field would tell who is registered."""
    if not may(Permission.SEE_PEOPLE, edition):
        del form.persons
        del form.consent_reason


def _is_explained(edition: Edition, form: PictureForm) -> bool:
    """Whether everybody on it has agreed to photographs, or a reason is given why it is shown all the same."""
    persons = _persons(edition, form)
    if persons is None or form.consent_reason.data:
        return True
    without = picture_queries.unagreed_of(edition, persons)
    if without:
        names = [one.full_name for one in (*without.refused, *without.withdrawn, *without.never_asked)]
        form.consent_reason.errors = [
            _("These people have not agreed to be photographed. Remove them from the picture or give a reason: "
              "%(names)s",
              names=", ".join(names))
        ]  # fmt: skip
    return not without


def _reason(form: PictureForm) -> str | None:
    """Why it is shown all the same; None where nobody was asked."""
    return None if form.consent_reason is None else form.consent_reason.data


def _names_fit(edition: Edition, form: PictureForm) -> bool:
    """Whether each name is one person; otherwise a sentence at the field says which is not."""
    found = {line: picture_queries.persons_called(edition, line) for line in form.names}
    unknown = [line for line, persons in found.items() if not persons]
    several = [line for line, persons in found.items() if len(persons) > 1]
    if unknown:
        form.persons.errors = [_("No one at this assembly has this name: %(names)s", names=", ".join(unknown))]
    elif several:
        form.persons.errors = [
            _("Several people have the same name: %(names)s. Add the reference, for example “Jane Doe (K7-42)”.",
              names=", ".join(several))
        ]  # fmt: skip
    return not unknown and not several


def _persons(edition: Edition, form: PictureForm) -> list[Person] | None:
    """The people named, each once; None where nobody was asked."""
    if form.persons is None:
        return None
    found = {one.id: one for line in form.names for one in picture_queries.persons_called(edition, line)}
    return list(found.values())


def _page(form: PictureForm, one: Picture | None, refusal: DomainError | None = None) -> str:
    return render_template("editions/manage/picture.html", form=form, one=one, refusal=refusal, accept=painting.ACCEPT)
