"""The settings of an edition: what it says of itself, and its extras."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.editions.forms.editing import EditionForm, ExtrasForm
from assembly.editions.manage.blueprint import office
from assembly.editions.service import editions
from assembly.errors import ChangedMeanwhile
from assembly.forms import Button, lead_to, press, refused_on
from assembly.i18n import _
from assembly.models import Edition, Extra
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def edition(edition: Edition) -> Response | tuple[str, int]:
    """Names, purpose and addresses. Who saves over somebody else's change is shown it first."""
    form = EditionForm(obj=edition)
    if not form.is_submitted():
        return _edition_page(edition, form), 200
    if not form.validate():
        return _edition_page(edition, form), 422
    with refused_on(lambda refusal: _edition_page(edition, form, refusal), ChangedMeanwhile), writing():
        editions.edit(fresh(edition), seen=form.version.number, **form.values)
    return lead_to(".edition", _("Saved."), edition=edition)


@office.post("/still-right")
@needs(Permission.EDIT_SETTINGS)
def still_right(edition: Edition) -> Response:
    """Both languages say the same, though one was changed later."""
    press(editions.still_right, edition)
    return redirect(url_for(".edition", edition=edition), 303)


@office.route("/extras", methods=["GET", "POST"])
@needs(Permission.EDIT_SETTINGS)
def extras(edition: Edition) -> Response | tuple[str, int]:
    """What is off until somebody wants it."""
    form = ExtrasForm(data={"version": edition.version, **dict.fromkeys(edition.extras, True)})
    if not form.validate_on_submit():
        return _extras_page(form), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _extras_page(form, refusal), ChangedMeanwhile), writing():
        editions.choose_extras(fresh(edition), form.chosen, seen=form.version.number)
    return lead_to(".extras", _("Saved."), edition=edition)


def _edition_page(edition: Edition, form: EditionForm, refusal: ChangedMeanwhile | None = None) -> str:
    """`theirs` are the fields somebody else has changed, to be seen before one saves over them."""
    now = {name: getattr(edition, name) for name, value in form.values.items() if getattr(edition, name) != value}
    return render_template(
        "editions/manage/edition.html",
        form=form,
        refusal=refusal,
        theirs=[(form[name].label.text, value) for name, value in now.items()] if refusal else [],
        stale=[form[name].label.text for name in edition.stale_words() if name in form],
        button=Button(),
    )


def _extras_page(form: ExtrasForm, refusal: ChangedMeanwhile | None = None) -> str:
    return render_template("editions/manage/extras.html", form=form, refusal=refusal, extras=list(Extra))
