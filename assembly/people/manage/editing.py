"""Setting right what is known of one person, how they take part, where their mails go and who can open their page."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.pages import office
from assembly.access.service import links as access_links
from assembly.communities.queries import suggested_communities
from assembly.editions.queries.editions import place_counts
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.forms import Answer, Form, lead_to
from assembly.i18n import _
from assembly.models import Category, Edition, Mode, Registration, Represents
from assembly.people.forms.editing import AccessForm, AddressForm, EditForm, ExternalCodeForm, ModeForm
from assembly.people.service import editing as person_editing
from assembly.questions.service.needs import last_day
from assembly.registration.service import attendance
from assembly.registration.service.at_the_door import set_external_code
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.get("/people/<code>/edit")
@needs(Permission.ADD_PEOPLE)
def edit(edition: Edition, code: str) -> str:
    """Every fact on one page."""
    return _page(_of(edition, code))


@office.post("/people/<code>/edit")
@needs(Permission.ADD_PEOPLE)
def save(edition: Edition, code: str) -> Answer:
    """Save what was written, unless somebody else was quicker: then both wordings are shown."""
    registration, form = _of(edition, code), _edit_form(edition)
    if not form.validate_on_submit():
        return _page(registration, form), 422
    try:
        with writing():
            person_editing.edit(
                fresh(registration), _facts(form), seen=form.version.number, everywhere=form.everywhere.data
            )
    except DomainError as refusal:
        db.session.refresh(registration)
        return _page(registration, form, refusal), refusal.status
    return _saved(edition, code)


@office.post("/people/<code>/mode")
@needs(Permission.ADD_PEOPLE)
def change_mode(edition: Edition, code: str) -> Answer:
    """From the room to online or back; the reason is kept."""
    form = ModeForm()
    return _done(
        edition, code, form, lambda one: attendance.change_mode(one, Mode(form.mode.data), form.why.data), which="modes"
    )


@office.post("/people/<code>/address")
@needs(Permission.ADD_PEOPLE)
def correct_address(edition: Edition, code: str) -> Answer:
    """Correct a mistyped address: the link is new, and the email leaves again."""
    form = AddressForm()

    def correct(one: Registration) -> None:
        access_links.correct_address(one, form.email.data, code_lost=bool(form.code_lost.data))

    return _done(edition, code, form, correct, which="addresses")


@office.post("/people/<code>/external-code")
@needs(Permission.ADD_PEOPLE)
def external_code(edition: Edition, code: str) -> Answer:
    """The code on their badge of another event, which our doors take too; nothing for none."""
    form = ExternalCodeForm()
    return _done(edition, code, form, lambda one: set_external_code(one, form.external.data or ""), which="external")


@office.post("/people/<code>/send-again")
@needs(Permission.ADD_PEOPLE)
def send_again(edition: Edition, code: str) -> Answer:
    """The mail that says where the person stands, once more."""
    told = _("The email is on its way.")
    return _at_once(edition, code, lambda one, form: access_links.send_again(one, form.key.data), told)


@office.post("/people/<code>/renew-link")
@needs(Permission.ADD_PEOPLE)
def renew_link(edition: Edition, code: str) -> Answer:
    """Another personal link; the one before opens nothing any more."""
    told = _("The link has been replaced. The email with the new link is on its way.")
    return _at_once(edition, code, lambda one, form: access_links.renew_link(one, form.key.data), told)


@office.post("/people/<code>/renew-code")
@needs(Permission.ADD_PEOPLE)
def renew_code(edition: Edition, code: str) -> Answer:
    """Replace the code of a lost badge; the door asks whoever shows the old one."""
    told = _("The entry code has been replaced. If someone shows the old one, the entrance staff are warned.")
    return _at_once(edition, code, lambda one, form: access_links.renew_code(one, form.key.data), told)


@office.post("/people/<code>/end-access")
@needs(Permission.ADD_PEOPLE)
def end_access(edition: Edition, code: str) -> Answer:
    """An assistant sees the registration no more; whoever has seen the entry code may still hold it."""
    told = _(
        "This assistant can no longer open the registration. If they have seen the entry code, they can still use it."
    )
    return _at_once(edition, code, lambda one, form: access_links.end_access(one, form.link.data), told)


def _done(edition: Edition, code: str, form: Form, act: Callable[[Registration], None], *, which: str) -> Answer:
    """One of the smaller forms of the page; refused, it comes back on it."""
    registration = _of(edition, code)
    if not form.validate_on_submit():
        return _page(registration, others={which: form}), 422
    try:
        with writing():
            act(fresh(registration))
    except DomainError as refusal:
        db.session.refresh(registration)
        return _page(registration, others={which: form, f"{which}_refusal": refusal}), refusal.status
    return _saved(edition, code)


def _at_once(edition: Edition, code: str, act: Callable[[Registration, AccessForm], None], told: str) -> Answer:
    """A button of the person's own page."""
    registration, form = _of(edition, code), AccessForm()
    if form.validate_on_submit():
        with writing():
            act(fresh(registration), form)
        flash(told, "ok")
    return redirect(url_for(".person", edition=edition, code=code), 303)


def _saved(edition: Edition, code: str) -> Response:
    return lead_to(".person", _("Saved."), edition=edition, code=code)


def _of(edition: Edition, code: str) -> Registration:
    return access_queries.of_edition(edition, code) or abort(404)


def _facts(form: EditForm) -> person_editing.Facts:
    return person_editing.Facts(
        **form.typed("given", "family", "badge_name", "place", "lang"),
        function=form.function.data or "",
        represents=Represents(form.represents.data),
        category=Category(form.category.data),
        phone=form.phone.data or "",
        note=form.note.data or "",
        desk_note=(form.desk_note.data or "") if form.desk_note else "",
    )


def _edit_form(edition: Edition, **options: Any) -> EditForm:
    """The form; from the day on which needs are deleted it has no note for the entrance, which would go with them."""
    form = EditForm(**options)
    if last_day(edition) <= clock.local_day(clock.now(), edition.zone):
        del form.desk_note
    return form


def _page(
    registration: Registration,
    form: EditForm | None = None,
    refusal: DomainError | None = None,
    others: Mapping[str, object] = MappingProxyType({}),
) -> str:
    if form is None:
        form = _edit_form(registration.edition, formdata=None)
        form.show(registration)
    modes, addresses = ModeForm(formdata=None), AddressForm(formdata=None)
    plain: dict[str, object] = {"modes": modes, "addresses": addresses, "external": ExternalCodeForm(formdata=None)}
    plain |= dict.fromkeys(("modes_refusal", "addresses_refusal", "external_refusal"))
    modes.mode.data, addresses.email.data = registration.mode.value, registration.person.email or ""
    conflict = isinstance(refusal, ChangedMeanwhile)
    return render_template(
        "people/manage/edit.html",
        edition=registration.edition,
        registration=registration,
        form=form,
        refusal=refusal,
        theirs=form.differing(registration) if conflict else [],
        version=registration.version if conflict else form.version.data,
        elsewhere=registration_history.known_elsewhere(registration),
        ways=[(one.value, one.label) for one in place_counts(registration.edition)],
        communities=suggested_communities(),
        has_external=access_queries.has_external_code(registration),
        **plain | dict(others),
    )
