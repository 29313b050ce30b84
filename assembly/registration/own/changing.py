"""Changing one's registration until the deadline."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms.fields.choices import SelectChoice

from assembly.access.pages import own
from assembly.communities.queries import suggested_communities
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.errors import DomainError
from assembly.extensions import csrf
from assembly.forms import choice
from assembly.i18n import _, _n
from assembly.models import AccessLink, Mode, Registration
from assembly.protocol.service import updating
from assembly.registration.forms.own import ChangeForm
from assembly.registration.queries import own as own_queries
from assembly.registration.service import changing
from assembly.registration.service.changing import Change
from assembly.security import own_registration
from assembly.transactions import fresh, writing


@own.route("/my/change", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_registration
def change(link: AccessLink) -> AnyResponse | str | tuple[str, int]:
    """Name, function, city and way of taking part, as they stand; what is refused comes back as it was typed."""
    registration, form = link.registration, ChangeForm()
    if not form.is_submitted():
        _fill_in(form, registration)
        return _page(registration, form)
    if not form.validate_on_submit():
        return _page(registration, form), 400 if form.csrf_failed else 422
    try:
        with writing():
            changed = changing.change(fresh(link).registration, _change(form))
    except DomainError as refusal:
        registration = fresh(link).registration
        form.version.data = str(registration.version)  # whoever sends it once more has seen what stands
        return _page(registration, form, refusal), refusal.status
    if changed:
        flash(_("Your changes are saved. We have emailed you a summary."), "ok")
    return redirect(url_for(".status"), 303)


def _fill_in(form: ChangeForm, registration: Registration) -> None:
    form.version.data = str(registration.version)
    form.name.data, form.function.data = registration.badge_name, registration.function
    form.place.data, form.mode.data = updating.place_of(registration), registration.mode.value


def _change(form: ChangeForm) -> Change:
    return Change(
        **form.typed("name", "function", "place", "though_waiting"),
        version=form.version.number,
        mode=Mode(form.mode.data),
    )


def _page(registration: Registration, form: ChangeForm, refusal: DomainError | None = None) -> str:
    form.mode.choices = _ways(registration)
    return render_template(
        "registration/public/change.html",
        registration=registration,
        edition=registration.edition,
        form=form,
        refusal=refusal,
        along=own_queries.along_with(registration),
        communities=suggested_communities(),
    )


def _ways(registration: Registration) -> list[SelectChoice]:
    """The modes one may have, each with what awaits one there."""
    counts, ways = place_counts(registration.edition), []
    for mode in [
        one for one in Mode if one in counts and (one in registration.represents.modes or one is registration.mode)
    ]:
        count, note, closed = counts[mode], "", False
        if mode is not registration.mode:
            closed = not count.is_open or count.is_reviewed or count.by_invitation
            note = _("closed") if closed else _what_is_left(registration, mode)
        ways.append(choice(mode.value, mode.label, f"· {note}" if note else "", closed))
    return ways


def _what_is_left(registration: Registration, mode: Mode) -> str:
    pool = pool_of(registration.edition, mode)
    if pool is None:
        return ""
    return _n("%(num)s place left", "%(num)s places left", pool.left) if pool.left else _("waiting list")
