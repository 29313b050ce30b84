"""The markers of public pages, of those who are signed in, and of the phones of the doors."""

from collections.abc import Callable
from typing import Any

from flask import abort, current_app, jsonify, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from assembly import kept_forms
from assembly.extensions import read_one
from assembly.history import set_actor
from assembly.models import Device, SignedIn
from assembly.sealed import token_hash
from assembly.security.device_sessions import editions_with, may, may_enter, may_look, owns_all, this_device
from assembly.security.marking import View, mark
from assembly.security.permissions import Permission, rights
from assembly.transactions import writing


def hide() -> None:
    """To whoever has no right at an edition nobody sees yet, any address of it is one that does not exist: no sign-in
    page, no complaint about a token and no header tells that it is being set up."""
    edition = (request.view_args or {}).get("edition")
    if edition is None or edition.is_announced or (current_user.is_authenticated and rights(current_user, edition)):
        return
    request.url_rule = None
    abort(404)


def public(view: View | None = None, *, cached: bool | None = None, query: tuple[str, ...] = ()) -> View:
    """Everybody. The pages of an edition nobody sees yet are not there, as those of one that does not exist.

    `cached` says whether one answer may serve all visitors who are not signed in and have no personal link open; then
    `query` names all that the page reads of its query (`page_cache/`). A page with a token of a form may not. Each says
    one or the other: the tests refuse a page that says nothing, which is not cached.
    """

    def guard(values: dict[str, Any]) -> None:
        edition = values.get("edition")
        if edition is not None and not may_look(edition):
            abort(404)

    def marker(view: View) -> View:
        guarded = mark(view, "public", guard)
        guarded.cached, guarded.query = cached, query  # type: ignore[attr-defined]
        return guarded

    return marker if view is None else marker(view)


def demo_only(view: View) -> View:
    """Exists in demo mode alone; elsewhere the address does not exist."""

    def guard(values: dict[str, Any]) -> None:
        if not current_app.config["ASSEMBLY"].demo:
            abort(404)

    return mark(view, "demo", guard)


def signed_in(view: View) -> View:
    """Whoever is signed in, with whatever role: their own account."""

    def guard(values: dict[str, Any]) -> Response | None:
        return _who_acts(keeps_forms=False)

    return mark(view, "signed_in", guard)


def _who_acts(*, keeps_forms: bool = True) -> Response | None:
    """To the sign-in page and back, unless somebody is signed in: then the history knows who acts.

    A form sent after its session had ended is kept; those of an account are not, for they hold passphrases.
    """
    if not current_user.is_authenticated:
        if request.method == "GET":
            session["after_sign_in"] = request.full_path.rstrip("?")
        elif keeps_forms:
            _keep_form()
        return redirect(url_for("accounts.sign_in"), 303)
    set_actor(f"user:{current_user.id}")
    return None


def _keep_form() -> None:
    """For the person whose session this was, as long as its row tells who that is."""
    row = read_one(select(SignedIn).where(SignedIn.hash == this_device()))
    if row is None or not may_enter(row.user):
        return
    with writing():
        code = kept_forms.keep(row.user)
    if code:
        session["after_sign_in"] = url_for("accounts.kept_form", code=code)


def needs(permission: Permission) -> Callable[[View], View]:
    """Signed-in people with this permission at the edition the address names (`edition`), or at any edition."""

    def marker(view: View) -> View:
        def guard(values: dict[str, Any]) -> Response | None:
            elsewhere = _who_acts()
            if elsewhere is not None:
                return elsewhere
            edition = values.get("edition")
            allowed = may(permission, edition) if edition else bool(editions_with(permission))
            return None if allowed else abort(403)

        return mark(view, permission.value, guard)

    return marker


def owner(view: View) -> View:
    """Whoever may change the settings of all editions: what concerns the whole installation."""

    def guard(values: dict[str, Any]) -> Response | None:
        elsewhere = _who_acts()
        if elsewhere is not None:
            return elsewhere
        return None if owns_all() else abort(403)

    return mark(view, "owner", guard)


_BY_TOKEN = select(Device).where(Device.token_hash == bindparam("token")).options(joinedload(Device.door))
"Built once, as each request of a phone asks for it."


def paired_phone(view: View) -> View:
    """A phone of the doors, by the token it got when it was paired; the view receives it as `phone`.

    One that was ended still gets this far: it may hand in what it scanned before.
    """

    def guard(values: dict[str, Any]) -> Response | None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        found = read_one(_BY_TOKEN, {"token": token_hash(token)}) if scheme == "Bearer" and token else None
        if found is None or found.edition_id != values["edition"].id:
            refusal = jsonify(error="unknown_phone")
            refusal.status_code = 401
            return refusal
        set_actor(f"device:{found.code}")
        values["phone"] = found
        return None

    return mark(view, "phone", guard)
