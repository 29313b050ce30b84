"""The signing ceremony: in which order, who is there, who has signed on stage."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.agenda.queries import draft
from assembly.cochairs import queries
from assembly.cochairs.forms import PlaceForm, SeenForm
from assembly.cochairs.manage.blueprint import desk, signed_in_name
from assembly.cochairs.queries import signatories
from assembly.cochairs.service import ceremony as ceremony_service
from assembly.communities.queries import all_communities, chosen_one
from assembly.errors import DomainError
from assembly.formats import eu_code
from assembly.forms import Answer, press, refused_on, row_or_404
from assembly.models import CeremonyPlace, Edition, SessionKind, Signing
from assembly.security import Permission, may, needs
from assembly.signatures.queries import signing_of
from assembly.transactions import fresh, writing

_PRESENT = {"yes": True, "no": False, "entrances": None}


@desk.get("/ceremony")
@needs(Permission.USE_DESK)
def ceremony(edition: Edition) -> str:
    """Those who sign, in their order; the address may name a signatory of the programme to fill in."""
    form = PlaceForm(formdata=None)
    one = next((one for one in signatories(edition, but=()) if one.person.code == request.args.get("signatory")), None)
    if one is not None:
        office = one.mandate
        form.signatory.data, form.function.data = one.person.full_name, str(office.function) if office else ""
        if office is not None and office.community is not None:
            form.community.data = f"{office.community.native_name} ({eu_code(office.community.country)})"
    return _page(edition, form)


@desk.post("/ceremony")
@needs(Permission.PUBLISH)
def add_place(edition: Edition) -> Answer:
    """Call one more, at the end."""
    form = PlaceForm()
    if not form.validate_on_submit():
        return _page(edition, form), 422
    community, facts = chosen_one(form.community.data) or abort(404), form.typed("signatory", "function")
    with refused_on(lambda refusal: _page(edition, form, refusal)), writing():
        ceremony_service.add_place(fresh(edition), fresh(community), **facts)
    return _back(edition)


@desk.post("/ceremony/from/<code>")
@needs(Permission.CHECK_SIGNATURES)
def add_signing(edition: Edition, code: str) -> Answer:
    """Call a body that wrote it would sign at the assembly, with who signs for it."""
    signing = signing_of(edition, code)
    if signing is None or signing.community is None:
        abort(404)
    facts = {"signatory": signing.signer, "function": signing.function}
    with refused_on(lambda refusal: _page(edition, PlaceForm(formdata=None), refusal)):
        press(lambda here, signs: ceremony_service.add_place(here, signs, **facts), edition, signing.community)
    return _back(edition)


@desk.post("/ceremony/<code>/move/<way>")
@needs(Permission.USE_DESK)
def move_place(edition: Edition, code: str, way: str) -> Answer:
    """Call it one earlier (`up`) or later (`down`)."""
    return _act(edition, code, lambda place: ceremony_service.move_place(place, up=way == "up"))


@desk.post("/ceremony/<code>/present/<said>")
@needs(Permission.USE_DESK)
def say_present(edition: Edition, code: str, said: str) -> Answer:
    """Say by hand whether they are there, or leave it to the entrances."""
    if said not in _PRESENT:
        abort(404)
    return _act(edition, code, lambda place: ceremony_service.set_present(place, _PRESENT[said]))


@desk.post("/ceremony/<code>/signed")
@needs(Permission.USE_DESK)
def sign_now(edition: Edition, code: str) -> Answer:
    """They have signed on stage, now."""
    return _act(edition, code, lambda place: ceremony_service.mark_signed(place, by=signed_in_name()))


@desk.post("/ceremony/<code>/undo")
@needs(Permission.USE_DESK)
def undo_signed(edition: Edition, code: str) -> Answer:
    """It was the wrong button."""
    seen = None
    with suppress(ValueError):
        seen = datetime.fromisoformat(SeenForm().seen.data or "")
    return _act(edition, code, lambda place: ceremony_service.undo_signed(place, seen=seen))


@desk.post("/ceremony/<code>/remove")
@needs(Permission.PUBLISH)
def remove_place(edition: Edition, code: str) -> Answer:
    """Not called after all."""
    return _act(edition, code, ceremony_service.remove_place)


def _act(edition: Edition, code: str, act: Callable[[CeremonyPlace], None]) -> Answer:
    place = row_or_404(CeremonyPlace, edition, code)
    with refused_on(lambda refusal: _page(edition, PlaceForm(formdata=None), refusal)):
        press(act, place)
    return _back(edition)


def _back(edition: Edition) -> Response:
    return redirect(url_for(".ceremony", edition=edition), 303)


def _page(edition: Edition, form: PlaceForm, refusal: DomainError | None = None) -> str:
    may_edit = may(Permission.PUBLISH, edition)
    called = queries.ceremony(edition, queries.day_to_show(edition), clock.now())
    waiting: list[Signing] = []
    if may(Permission.CHECK_SIGNATURES, edition):
        waiting = queries.signing_here(edition, but_of=[one.place.community_id for one in called])
    return render_template(
        "cochairs/manage/ceremony.html",
        called=called,
        not_called=signatories(edition, but=[one.place.signatory for one in called]),
        sessions=[one for one in draft(edition) if one.kind is SessionKind.SIGNING],
        form=form,
        refusal=refusal,
        waiting=waiting,
        communities=all_communities() if may_edit else [],
        eu_code=eu_code,
    )
