"""Names typed in forms that nobody knew."""

from flask import abort, flash, redirect, render_template, url_for

from assembly.communities import queries
from assembly.communities.finding import meant_with_a_slip
from assembly.communities.forms import LinkForm
from assembly.communities.manage.listing import office
from assembly.communities.service import suggestions as suggestion_service
from assembly.errors import DomainError
from assembly.extensions import read_coded
from assembly.formats import eu_code
from assembly.forms import Answer, press, refused_on
from assembly.i18n import _, _n
from assembly.models import Edition, Suggestion
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.get("/suggestions")
@needs(Permission.EDIT_DIRECTORY)
def suggestions(edition: Edition) -> str:
    """Each with what can be made of it, the most typed first."""
    return _page()


@office.post("/suggestions/<code>/link")
@needs(Permission.EDIT_DIRECTORY)
def link(edition: Edition, code: str) -> Answer:
    """It means an entry we have; the spelling stays with it, and the registrations follow."""
    suggestion, form = _suggestion(code), LinkForm()
    if not form.validate_on_submit():
        return _page(suggestion, form), 422
    meant = queries.meant(form.place.data)
    if meant is None:
        form.place.errors = [_("No entry has this name, or several do. Choose one from the list.")]
        return _page(suggestion, form), 422
    name = meant.native_name
    with refused_on(lambda refusal: _page(refusal=refusal)), writing():
        kept = fresh(suggestion)
        followed = suggestion_service.link(kept, fresh(meant))
    flash(
        _n(
            "%(num)s registration is now linked to %(name)s.",
            "%(num)s registrations are now linked to %(name)s.",
            followed,
            name=name,
        ),
        "ok",
    )
    return redirect(url_for(".suggestions", edition=edition), 303)


@office.post("/suggestions/<code>/dismiss")
@needs(Permission.EDIT_DIRECTORY)
def dismiss(edition: Edition, code: str) -> Answer:
    """It is no place."""
    suggestion = _suggestion(code)
    with refused_on(lambda refusal: _page(refusal=refusal)):
        press(suggestion_service.dismiss, suggestion)
    return redirect(url_for(".suggestions", edition=edition), 303)


def _page(
    asked: Suggestion | None = None,
    form: LinkForm | None = None,
    refusal: DomainError | None = None,
) -> str:
    shown = queries.suggestions()
    return render_template(
        "communities/manage/suggestions.html",
        suggestions=shown,
        proposed=meant_with_a_slip([one.folded for one in shown]),
        total=queries.open_suggestions(),
        asked=asked.code if asked else None,
        form=form,
        refusal=refusal,
        communities=queries.all_communities(),
        eu_code=eu_code,
    )


def _suggestion(code: str) -> Suggestion:
    return read_coded(Suggestion, code) or abort(404)
