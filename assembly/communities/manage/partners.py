"""Networks and partners: who they are, their order, their logos."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from assembly import pictures
from assembly.communities import queries
from assembly.communities.forms import NetworkForm
from assembly.communities.service import networks as network_service
from assembly.errors import DomainError
from assembly.forms import Answer, lead_to, press, refused_on
from assembly.i18n import _
from assembly.models import Edition, Network, NetworkKind
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing
from assembly.web import takes_files

networks = Blueprint("networks", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/networks")


@networks.get("/")
@needs(Permission.EDIT_DIRECTORY)
def listing(edition: Edition) -> str:
    """Those that run the movement, then the partners."""
    return _list()


@networks.route("/add", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.EDIT_DIRECTORY)
def add(edition: Edition) -> Answer:
    """A new partner or network."""
    form = NetworkForm()
    if not form.is_submitted():
        form.kind.data = NetworkKind.PARTNER.value
    return _store(edition, form, None)


@networks.route("/<code>/edit", methods=["GET", "POST"])
@takes_files(6)
@needs(Permission.EDIT_DIRECTORY)
def edit(edition: Edition, code: str) -> Answer:
    """What it does, and its logo."""
    one, form = _network(code), NetworkForm()
    if not form.is_submitted():
        form.name.data, form.short_name.data, form.kind.data = one.name, one.short_name, one.kind.value
        form.role.data, form.website.data, form.logo_alt.data = one.role, one.website, one.logo_alt
        form.version.data = str(one.version)
    return _store(edition, form, one)


@networks.post("/<code>/up", endpoint="up", defaults={"act": partial(network_service.move_network, up=True)})
@networks.post("/<code>/down", endpoint="down", defaults={"act": partial(network_service.move_network, up=False)})
@networks.post("/<code>/delete", endpoint="delete", defaults={"act": network_service.remove_partner})
@needs(Permission.EDIT_DIRECTORY)
def act_on_network(edition: Edition, code: str, act: Callable[[Network], None]) -> Answer:
    """Move it before the one above it, or after the one below it; delete a partner without members."""
    one = _network(code)
    with refused_on(lambda refusal: _list(refusal)):
        press(act, one)
    return redirect(url_for(".listing", edition=edition), 303)


def _store(edition: Edition, form: NetworkForm, one: Network | None) -> Answer:
    """The form, or what came of it."""
    if not form.is_submitted() or not form.validate():
        return _page(form, one), 422 if form.is_submitted() else 200
    try:
        picture = pictures.fresh(form.logo.content) if form.logo.content else None
    except DomainError as refusal:
        form.logo.errors = [str(refusal)]
        return _page(form, one), refusal.status
    keeps_logo = picture is not None or (one is not None and one.logo_code and not form.without_logo.data)
    if keeps_logo and form.logo_alt.data.missing():
        form.logo_alt.errors = [_("Describe the logo in both languages.")]
        return _page(form, one), 422
    try:
        with writing():
            stored = _written(form, fresh(one) if one else None)
            if keeps_logo:
                network_service.set_logo(stored, picture, form.logo_alt.data)
            else:
                network_service.drop_logo(stored)
    except DomainError as refusal:
        if one is not None:
            form.version.data = str(one.version)
        return _page(form, one, refusal), refusal.status
    return lead_to(".listing", _("%(name)s has been saved.", name=form.short_name.data), edition=edition)


def _written(form: NetworkForm, one: Network | None) -> Network:
    facts: dict[str, Any] = {name: form[name].data for name in ("short_name", "name", "role")}
    facts |= {"kind": NetworkKind(form.kind.data), "website": form.website.data or ""}
    if one is None:
        return network_service.add_network(code=network_service.free_network_code(form.short_name.data), **facts)
    network_service.change_network(one, **facts, version=form.version.number)
    return one


def _page(form: NetworkForm, one: Network | None, refusal: DomainError | None = None) -> str:
    return render_template(
        "communities/manage/network.html",
        form=form,
        one=one,
        refusal=refusal,
        accept=pictures.ACCEPT,
    )


def _list(refusal: DomainError | None = None) -> str:
    return render_template(
        "communities/manage/networks.html",
        groups=[(kind, queries.networks_of(kind)) for kind in NetworkKind],
        refusal=refusal,
    )


def _network(code: str) -> Network:
    return queries.network(code) or abort(404)
