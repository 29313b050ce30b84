"""Roles and the route markers: who may see this page. Every route wears exactly one marker.

Identity (hashing of passphrases, codes of an app) is Flask-Security's; its own pages are not registered, so there is no
foreign route. A signed-in device is a row: deleting it ends the session everywhere.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache, wraps
from typing import Any, TypeGuard, cast

from flask import Flask, abort, current_app, g, jsonify, redirect, request, session, url_for
from flask_login import current_user
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user
from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from assembly import clock, kept_forms
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.extensions import security as flask_security
from assembly.history import set_actor
from assembly.i18n import _l
from assembly.models import (
    AccessLink,
    Device,
    Edition,
    EditionRole,
    Invitation,
    NetworkList,
    Purpose,
    SignedIn,
    Signing,
    SpeakerInvitation,
    User,
)
from assembly.sealed import new_code, token_hash
from assembly.transactions import writing

View = Callable[..., Any]
WHOSE = "whose"
"The hidden field of every form behind a personal link: the code of the registration or invitation it was drawn for."
IDLE = timedelta(minutes=30)
DOOR_SHIFT = timedelta(hours=16)
OFFICE_DAY = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)


class Permission(StrEnum):
    """What a page asks for."""

    SEE_PEOPLE = "see_people"
    ADMIT = "admit"
    PUBLISH = "publish"
    MANAGE_TEAM = "manage_team"
    SEE_MAILS = "see_mails"
    WRITE_MESSAGES = "write_messages"
    ADD_PEOPLE = "add_people"
    EDIT_DIRECTORY = "edit_directory"
    CHECK_SIGNATURES = "check_signatures"
    EDIT_SETTINGS = "edit_settings"
    EXPORT_PEOPLE = "export_people"
    SEE_NEEDS = "see_needs"
    SEE_CONTACTS = "see_contacts"
    USE_DESK = "use_desk"


ROLES: dict[str, frozenset[Permission]] = {
    "organiser": frozenset(Permission),
    "co_chair": frozenset({Permission.SEE_PEOPLE, Permission.USE_DESK}),
    "door": frozenset({Permission.ADMIT}),
}
"Named sets of permissions (model.md 1.11). The table says all: a role not in it may do nothing."


ROLE_WORDS: dict[str, tuple[Any, Any]] = {
    "organiser": (_l("Organiser"), _l("can do everything for this assembly, including managing the team")),
    "co_chair": (_l("Co-chair"), _l("can view people and figures, propose speakers and approve quotes")),
    "door": (_l("Door staff"), _l("can let people in but cannot see anything else")),
}
"Each preset by its name, and what it may do in a few words."


IMPLIED: dict[Permission, frozenset[Permission]] = {
    Permission.ADD_PEOPLE: frozenset({Permission.SEE_PEOPLE, Permission.SEE_CONTACTS}),
    Permission.EXPORT_PEOPLE: frozenset({Permission.SEE_PEOPLE, Permission.SEE_CONTACTS}),
    Permission.SEE_CONTACTS: frozenset({Permission.SEE_PEOPLE}),
    Permission.SEE_NEEDS: frozenset({Permission.SEE_PEOPLE}),
}
"What makes no sense alone, and what it brings along: whoever has added somebody lands on the list of people."


PERMISSION_WORDS: dict[Permission, Any] = {
    Permission.SEE_PEOPLE: _l("View people and figures"),
    Permission.ADMIT: _l("Let people in at the door"),
    Permission.PUBLISH: _l("Edit and publish the programme, recordings and results"),
    Permission.MANAGE_TEAM: _l("Manage the team"),
    Permission.SEE_MAILS: _l("View emails and put them on hold"),
    Permission.WRITE_MESSAGES: _l("Write messages to groups"),
    Permission.ADD_PEOPLE: _l("Add people and change their registrations"),
    Permission.EDIT_DIRECTORY: _l("Edit cities and regions"),
    Permission.CHECK_SIGNATURES: _l("Check signatures"),
    Permission.EDIT_SETTINGS: _l("Change the assembly’s settings"),
    Permission.EXPORT_PEOPLE: _l("Export lists of people"),
    Permission.SEE_NEEDS: _l("View people’s dietary and access needs"),
    Permission.SEE_CONTACTS: _l("View addresses, answers and internal notes"),
    Permission.USE_DESK: _l("Use the co-chairs’ desk: day card, proposed speakers, quotes, signing ceremony"),
}
"Each permission as the team page says it, under “Adjust permissions”."


class AnotherOpened(DomainError):
    """The form was drawn for one registration, and the link of another has been opened in this browser since."""

    sentence = _l("Another registration has been opened on this device. Open the link in your email again.")


class _Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's view of our users. It never commits: `writing()` does (model.md 1.1)."""

    def commit(self) -> None:
        db.session.flush()


FOREIGN_ROUTES = {"static": "public"}
"Routes of libraries, which wear no marker, and who may see them (model.md 1.11)."


def init_app(app: Flask) -> None:
    """Let Flask-Security know our users and load them from the row of their signed-in device."""
    datastore = _Datastore(db, cast(Any, User), cast(Any, EditionRole))
    flask_security.init_app(app, datastore, register_blueprint=False)
    app.login_manager.user_loader(_load_user)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined] # its tokens in a JSON body
    app.before_request(_hide)
    app.jinja_env.globals["may"] = lambda permission, edition: may(Permission(permission), edition)
    app.jinja_env.globals["owns_all"] = owns_all


def may(permission: Permission, edition: Edition) -> bool:
    """Whether whoever is signed in may do this at this edition."""
    return current_user.is_authenticated and permission in rights(current_user, edition)


def is_for_co_chair(edition: Edition) -> bool:
    """Whether whoever is signed in works on the co-chairs' desk of this edition, and not in its office."""
    return current_user.is_authenticated and works_on_desk(current_user, edition)


def works_on_desk(user: User, edition: Edition) -> bool:
    """Whether this user works on the co-chairs' desk of an edition, and not in its office."""
    return Permission.USE_DESK in (mine := rights(user, edition)) and Permission.PUBLISH not in mine


def granted(role: EditionRole) -> frozenset[Permission]:
    """What a role permits: the set adjusted for this person, else the preset of its name, each with what it brings
    along. Everything asks here."""
    if role.permissions is None:
        return with_implied(ROLES.get(role.role, frozenset()))
    return with_implied(one for one in Permission if one.value in role.permissions)


def with_implied(permissions: Iterable[Permission]) -> frozenset[Permission]:
    """These, and what they bring along (`IMPLIED`)."""
    return _with_implied(frozenset(permissions))


@lru_cache(256)
def _with_implied(ticked: frozenset[Permission]) -> frozenset[Permission]:
    return ticked.union(*(IMPLIED.get(one, frozenset()) for one in ticked))


def rights(user: User, edition: Edition) -> frozenset[Permission]:
    """Everything this user may do at this edition."""
    here = (granted(role) for role in user.edition_roles if role.edition_id in (None, edition.id))
    return frozenset[Permission]().union(*here)


def may_enter(user: User | None) -> TypeGuard[User]:
    """Whether somebody may sign in at all. Accounts of the demo have known passphrases: elsewhere they are closed."""
    return user is not None and user.active and (not user.is_demo or current_app.config["ASSEMBLY"].demo)


def _only_at_a_door(user: User) -> bool:
    return {one for role in user.edition_roles for one in granted(role)} == {Permission.ADMIT}


def _hide() -> None:
    """To whoever has no right at an edition nobody sees yet, any address of it is one that does not exist: no sign-in
    page, no complaint about a token and no header tells that it is being set up."""
    edition = (request.view_args or {}).get("edition")
    if edition is None or edition.is_announced or (current_user.is_authenticated and rights(current_user, edition)):
        return
    request.url_rule = None
    abort(404)


def may_look(edition: Edition) -> bool:
    """Whether this visitor may see the public pages of an edition: one that is being set up is the office's alone."""
    return edition.is_announced or any(may(one, edition) for one in (Permission.SEE_PEOPLE, Permission.EDIT_SETTINGS))


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
        guarded = _mark(view, "public", guard)
        guarded.cached, guarded.query = cached, query  # type: ignore[attr-defined]
        return guarded

    return marker if view is None else marker(view)


def demo_only(view: View) -> View:
    """Exists in demo mode alone; elsewhere the address does not exist."""

    def guard(values: dict[str, Any]) -> None:
        if not current_app.config["ASSEMBLY"].demo:
            abort(404)

    return _mark(view, "demo", guard)


def own_registration(view: View) -> View:
    """Whoever opened their personal link on this device; the view receives that link as `link`."""
    return _own_registration(view, needs_link=True)


def own_registration_if_opened(view: View) -> View:
    """The same, and a device that never opened one: `link` is then None. A link that is over is refused."""
    return _own_registration(view, needs_link=False)


def _own_registration(view: View, *, needs_link: bool) -> View:
    def guard(values: dict[str, Any]) -> None:
        if session.get("own_link") is None and not needs_link:
            values["link"] = None
            return
        link = _link_of_cookie()
        if link is None or not link.is_valid:
            session.pop("own_link", None)
            abort(403, description="own")
        _same_as_drawn(link.registration.code)
        set_actor(f"registration:{link.registration.code}")
        g.acts_for_another = link.purpose is not Purpose.OWN
        values["link"] = link

    return _mark(view, "own", guard)


def opened_link() -> AccessLink | None:
    """Find the personal link opened on this device while it is valid, for a public page that has forms for it."""
    link = _link_of_cookie()
    if link is None or not link.is_valid:
        return None
    g.whose = link.registration.code
    return link


def _link_of_cookie() -> AccessLink | None:
    code = session.get("own_link")
    return db.session.scalars(select(AccessLink).where(AccessLink.token_hash == code)).one_or_none() if code else None


def own_signing(view: View) -> View:
    """Whoever opened the link of a signing on this device; the view receives that `signing`."""

    def guard(values: dict[str, Any]) -> None:
        code = session.get("own_signing")
        found = db.session.scalars(select(Signing).where(Signing.token_hash == code)).one_or_none() if code else None
        if found is None or not found.link_is_valid:
            session.pop("own_signing", None)
            abort(403, description="own")
        set_actor(f"signing:{found.code}")
        values["signing"] = found

    return _mark(view, "own", guard)


def own_invitation(view: View) -> View:
    """Whoever opened the link of an invitation on this device; the view receives that `invitation`."""

    def guard(values: dict[str, Any]) -> None:
        code = session.get("own_invitation")
        sought = select(Invitation).where(Invitation.token_hash == code)
        found = db.session.scalars(sought).one_or_none() if code else None
        if found is None or not found.is_open:
            session.pop("own_invitation", None)
            abort(403, description="own")
        _same_as_drawn(found.code)
        set_actor(f"invitation:{found.code}")
        values["invitation"] = found

    return _mark(view, "own", guard)


def own_speaker(view: View) -> View:
    """Whoever opened a link of a speaker's invitation on this device; the view receives that `invitation`.

    `g.acts_for_another` says whether it was the link of the office. One that was withdrawn is passed on: its page says
    so.
    """

    def guard(values: dict[str, Any]) -> None:
        code = session.get("own_speaker")
        ours = or_(SpeakerInvitation.token_hash == code, SpeakerInvitation.office_token_hash == code)
        found = db.session.scalars(select(SpeakerInvitation).where(ours)).one_or_none() if code else None
        if found is None or not found.link_is_valid:
            session.pop("own_speaker", None)
            abort(403, description="own")
        _same_as_drawn(found.code)
        g.acts_for_another = code != found.token_hash
        set_actor(f"speaker_invitation:{found.code}")
        values["invitation"] = found

    return _mark(view, "own", guard)


def _same_as_drawn(code: str) -> None:
    """A form acts on what its page showed: the cookie is one for all tabs. Raises AnotherOpened.

    What is drawn now carries the code in its turn (`token` in macros/forms.html).
    """
    if request.method == "POST" and request.form.get(WHOSE, "") != code:
        raise AnotherOpened
    g.whose = code


def paired_phone(view: View) -> View:
    """A phone of the doors, by the token it got when it was paired; the view receives it as `phone`.

    One that was ended still gets this far: it may hand in what it scanned before.
    """

    def guard(values: dict[str, Any]) -> Response | None:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        sought = select(Device).where(Device.token_hash == token_hash(token)).options(joinedload(Device.door))
        found = db.session.scalars(sought).one_or_none() if scheme == "Bearer" and token else None
        if found is None or found.edition_id != values["edition"].id:
            refusal = jsonify(error="unknown_phone")
            refusal.status_code = 401
            return refusal
        set_actor(f"device:{found.code}")
        values["phone"] = found
        return None

    return _mark(view, "phone", guard)


def own_network_list(view: View) -> View:
    """Whoever opened the link of a network's list on this device; the view receives it as `shown`. Nothing changes."""

    def guard(values: dict[str, Any]) -> None:
        code = session.get("own_network_list")
        sought = select(NetworkList).where(NetworkList.token_hash == code)
        found = db.session.scalars(sought).one_or_none() if code else None
        if found is None or not found.is_open:
            session.pop("own_network_list", None)
            abort(403, description="own")
        values["shown"] = found

    return _mark(view, "own", guard)


def signed_in(view: View) -> View:
    """Whoever is signed in, with whatever role: their own account."""

    def guard(values: dict[str, Any]) -> Response | None:
        return _who_acts(keeps_forms=False)

    return _mark(view, "signed_in", guard)


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
    row = db.session.scalars(select(SignedIn).where(SignedIn.hash == this_device())).one_or_none()
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

        return _mark(view, permission.value, guard)

    return marker


def owner(view: View) -> View:
    """Whoever may change the settings of all editions: what concerns the whole installation."""

    def guard(values: dict[str, Any]) -> Response | None:
        elsewhere = _who_acts()
        if elsewhere is not None:
            return elsewhere
        return None if owns_all() else abort(403)

    return _mark(view, "owner", guard)


def owns_all() -> bool:
    """Whether whoever is signed in may change the settings of all editions, present and future."""
    return current_user.is_authenticated and None in editions_with(Permission.EDIT_SETTINGS)


def editions_with(permission: Permission) -> list[int | None]:
    """The editions (None for all) at which whoever is signed in has this permission."""
    return [role.edition_id for role in current_user.edition_roles if permission in granted(role)]


def _mark(view: View, audience: str, guard: Callable[[dict[str, Any]], Response | None]) -> View:
    if hasattr(view, "audience"):
        raise TypeError(f"{view.__name__} wears two markers")

    @wraps(view)
    def guarded(**values: Any) -> Any:
        refusal = guard(values)
        return refusal if refusal is not None else view(**values)

    guarded.audience = audience  # type: ignore[attr-defined]
    return guarded


def sign_in(user: User) -> None:
    """Start a session on this device, inside `writing()`: a new row, a new cookie, nothing of the old session."""
    clear = secrets.token_urlsafe(32)
    now = clock.now()
    length = DOOR_SHIFT if _only_at_a_door(user) else OFFICE_DAY
    session.clear()
    session["device"] = clear
    db.session.add(
        SignedIn(
            code=new_code(),
            hash=token_hash(clear),
            user=user,
            device=_sort_of_browser(request.user_agent.string),
            began_at=now,
            seen_at=now,
            ends_at=now + length,
        )
    )
    login_user(cast(Any, user), remember=False)


def this_device() -> str:
    """What the row of this device is found by."""
    return token_hash(str(session.get("device", "")))


def _sort_of_browser(agent: str) -> str:
    """`Firefox, Android`: enough to recognise one's own device, too little to recognise a person."""
    browsers = {"Firefox": "Firefox", "Edg": "Edge", "OPR": "Opera", "Chrome": "Chrome", "Safari": "Safari"}
    systems = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    found = [next((name for sign, name in browsers.items() if sign in agent), "")]
    found.append(next((name for name in systems if name in agent), ""))
    return ", ".join(filter(None, found))


def sign_out() -> None:
    """End the session of this device, inside `writing()`; a copied cookie is worth nothing afterwards."""
    db.session.execute(delete(SignedIn).where(SignedIn.hash == this_device()))
    logout_user()
    session.clear()


_THIS_DEVICE = select(SignedIn).where(SignedIn.hash == bindparam("hash"))
"Built once, as each request of somebody signed in asks for it."


def _load_user(uniquifier: str) -> User | None:
    """The user of this device, while the row lives: 30 minutes idle in the office, a whole shift at a door."""
    row = db.session.scalars(_THIS_DEVICE, {"hash": this_device()}).one_or_none()
    now = clock.now()
    if row is None or row.user.fs_uniquifier != uniquifier or not may_enter(row.user) or now >= row.ends_at:
        return None
    at_a_door = _only_at_a_door(row.user)
    if not at_a_door and now - row.seen_at > IDLE:
        return None
    if not at_a_door and now - row.began_at >= OFFICE_DAY:
        return None  # begun at a door, before more was allowed
    if row.renew or now - row.seen_at > _SEEN_EVERY:
        with writing():
            row.seen_at = now
            if row.renew:
                _renew(row)
    return row.user


def _renew(row: SignedIn) -> None:
    """Another cookie for the same session, as its owner may do other things now (E6)."""
    clear = secrets.token_urlsafe(32)
    session["device"], row.hash, row.renew = clear, token_hash(clear), False
