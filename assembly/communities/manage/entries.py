"""One entry of the directory: added, changed, deleted."""

from flask import abort, flash, redirect, render_template, request, url_for

from assembly.communities import checks, queries
from assembly.communities.columns import LABELS
from assembly.communities.facts import facts_of
from assembly.communities.forms import CommunityForm
from assembly.communities.manage.listing import office
from assembly.communities.preview import differences
from assembly.communities.service import merging, places, suggestions
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import read_coded
from assembly.formats import EU_ORDER, country, eu_code, language
from assembly.forms import Answer, Button, lead_to, refused_on
from assembly.i18n import _
from assembly.models import Community, Edition, Suggestion
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.EDIT_DIRECTORY)
def add(edition: Edition) -> Answer:
    """A new entry; `?suggestion=` begins with what somebody typed, and settles it; `?back=` is the page of this office
    that needs it."""
    form = _form()
    asked = str(form.suggestion.data or request.args.get("suggestion", ""))
    suggestion = read_coded(Suggestion, asked) if asked else None
    if not form.is_submitted() and suggestion is not None:
        form.native_name.data, form.country.data = suggestion.text, suggestion.country or ""
        form.suggestion.data = suggestion.code
    if not form.is_submitted() or not form.validate():
        return _page(form, None), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _page(form, None, refusal)), writing():
        made = places.add(form.facts())
        if suggestion is not None:
            suggestions.accept(fresh(suggestion), made)
    flash(_("%(name)s has been added to the directory.", name=form.native_name.data), "ok")
    back, here = request.args.get("back", ""), request.path.partition("/communities/")[0]
    usual = url_for(".suggestions" if suggestion else ".listing", edition=edition)
    return redirect(back if back.startswith(f"{here}/") else usual, 303)


@office.route("/<code>/edit", methods=["GET", "POST"])
@needs(Permission.EDIT_DIRECTORY)
def edit(edition: Edition, code: str) -> Answer:
    """Change an entry; whoever was slower sees what the other stored, and loses nothing typed."""
    one, form = _entry(code), _form()
    if not form.is_submitted():
        form.show(one)
        return _page(form, one), 200
    if not form.validate():
        return _page(form, one), 422
    try:
        with writing():
            places.change(fresh(one), form.facts(), version=form.version.number)
    except ChangedMeanwhile as refusal:
        form.version.data = str(one.version)
        return _page(form, one, refusal, differences(facts_of(one), form.facts())), refusal.status
    return lead_to(".edit", _("%(name)s has been saved.", name=form.native_name.data), edition=edition, code=one.code)


@office.post("/<code>/delete")
@needs(Permission.EDIT_DIRECTORY)
def delete(edition: Edition, code: str) -> Answer:
    """Only what nothing refers to; anything else is merged."""
    one = _entry(code)
    if not Button().validate_on_submit():
        return redirect(url_for(".edit", edition=edition, code=one.code), 303)
    name = one.native_name
    try:
        with writing():
            merging.remove(fresh(one))
    except merging.StillUsed as refusal:
        form = CommunityForm(formdata=None)
        form.networks.choices = _networks()
        form.show(one)
        return _page(form, one, refusal), refusal.status
    return lead_to(".listing", _("%(name)s has been deleted.", name=name), edition=edition)


def _page(
    form: CommunityForm,
    one: Community | None,
    refusal: DomainError | None = None,
    differing: list[tuple[str, str, str]] | None = None,
) -> str:
    codes = [*EU_ORDER, *sorted(set(checks.known_countries()) - set(EU_ORDER), key=country)]
    return render_template(
        "communities/manage/entry.html",
        form=form,
        one=one,
        refusal=refusal,
        differing=differing or [],
        labels=LABELS,
        languages=[(code, language(code)) for code in checks.OWN_LANGUAGES],
        countries=[(code, f"{country(code)} ({eu_code(code)})") for code in codes],
        versions=[(year, year) for year in checks.NUTS_VERSIONS],
    )


def _form() -> CommunityForm:
    form = CommunityForm()
    form.networks.choices = _networks()
    return form


def _networks() -> list[tuple[str, str]]:
    return [(one.code, one.short_name) for one in queries.all_networks()]


def _entry(code: str) -> Community:
    return queries.by_code(code) or abort(404)
