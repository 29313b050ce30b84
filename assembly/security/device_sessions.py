"""Who is signed in on this device, and what they may do.

Identity (hashing of passphrases, codes of an app) is Flask-Security's; its own pages are not registered, so there is no
foreign route. A signed-in device is a row: deleting it ends the session everywhere.
"""

import secrets
from datetime import timedelta
from typing import Any, TypeGuard, cast

from flask import Flask, current_app, request, session
from flask_login import current_user
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.utils import login_user, logout_user
from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.orm.attributes import set_committed_value

from assembly import clock, plain_statements
from assembly.extensions import db
from assembly.extensions import security as flask_security
from assembly.models import Edition, EditionRole, SignedIn, User
from assembly.plain_statements import object_of_row
from assembly.sealed import new_code, token_hash
from assembly.security.permissions import Permission, granted, rights, works_on_desk
from assembly.transactions import writing

IDLE = timedelta(minutes=30)

DOOR_SHIFT = timedelta(hours=16)

OFFICE_DAY = timedelta(hours=12)

_SEEN_EVERY = timedelta(minutes=1)


class _Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's view of our users. It never commits: `writing()` does."""

    def commit(self) -> None:
        db.session.flush()


def set_up_users(app: Flask) -> None:
    """Let Flask-Security know our users and load them from the row of their signed-in device."""
    datastore = _Datastore(db, cast(Any, User), cast(Any, EditionRole))
    flask_security.init_app(app, datastore, register_blueprint=False)
    app.login_manager.user_loader(_load_user)  # type: ignore[attr-defined]
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined] # its tokens in a JSON body


def may(permission: Permission, edition: Edition) -> bool:
    """Whether whoever is signed in may do this at this edition."""
    return current_user.is_authenticated and permission in rights(current_user, edition)


def is_for_co_chair(edition: Edition) -> bool:
    """Whether whoever is signed in works on the co-chairs' desk of this edition, and not in its office."""
    return current_user.is_authenticated and works_on_desk(current_user, edition)


def owns_all() -> bool:
    """Whether whoever is signed in may change the settings of all editions, present and future."""
    return current_user.is_authenticated and None in editions_with(Permission.EDIT_SETTINGS)


def editions_with(permission: Permission) -> list[int | None]:
    """The editions (None for all) at which whoever is signed in has this permission."""
    return [role.edition_id for role in current_user.edition_roles if permission in granted(role)]


def may_look(edition: Edition) -> bool:
    """Whether this visitor may see the public pages of an edition: one that is being set up is the office's alone."""
    return edition.is_announced or any(may(one, edition) for one in (Permission.SEE_PEOPLE, Permission.EDIT_SETTINGS))


def may_enter(user: User | None) -> TypeGuard[User]:
    """Whether somebody may sign in at all. Accounts of the demo have known passphrases: elsewhere they are closed."""
    return user is not None and user.active and (not user.is_demo or current_app.config["ASSEMBLY"].demo)


def _only_at_a_door(user: User) -> bool:
    return {one for role in user.edition_roles for one in granted(role)} == {Permission.ADMIT}


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


_USER, _ROLE, _DEVICE = (cast(Table, one.__table__) for one in (User, EditionRole, SignedIn))
_FACTS = (_DEVICE.c.id, _DEVICE.c.began_at, _DEVICE.c.seen_at, _DEVICE.c.ends_at, _DEVICE.c.renew)
_THIS_DEVICE = (
    select(_ROLE.c.id, *_FACTS, *_USER.c, *_ROLE.c)  # the first says whether there is a role
    .select_from(_DEVICE)
    .join(_USER, _USER.c.id == _DEVICE.c.user_id)
    .outerjoin(_ROLE, _ROLE.c.user_id == _USER.c.id)
    .where(_DEVICE.c.hash == bindparam("hash"))
    .order_by(_ROLE.c.id)
)
"One statement, built once, as each request of somebody signed in asks for it."
_OF_USER = 1 + len(_FACTS)
_OF_ROLE = _OF_USER + len(_USER.c)
"Where their columns begin."


def _on_this_device() -> tuple[Any, ...] | None:
    """The user of this device with their roles, and the facts of its row."""
    rows = plain_statements.execute(_THIS_DEVICE, {"hash": this_device()}).all()
    if not rows:
        return None
    user = object_of_row(User, rows[0][_OF_USER:_OF_ROLE])
    roles = [object_of_row(EditionRole, row[_OF_ROLE:]) for row in rows if row[0] is not None]
    set_committed_value(user, "edition_roles", roles)
    return user, *rows[0][1:_OF_USER]


def _load_user(uniquifier: str) -> User | None:
    """The user of this device, while its row lives: 30 minutes idle in the office, a whole shift at a door."""
    found = _on_this_device()
    now = clock.now()
    if found is None:
        return None
    user, number, began_at, seen_at, ends_at, renew = found
    if user.fs_uniquifier != uniquifier or not may_enter(user) or now >= ends_at:
        return None
    at_a_door = _only_at_a_door(user)
    if not at_a_door and now - seen_at > IDLE:
        return None
    if not at_a_door and now - began_at >= OFFICE_DAY:
        return None  # begun at a door, before more was allowed
    if renew or now - seen_at > _SEEN_EVERY:
        with writing():
            row = db.session.get(SignedIn, number)  # by its hash it is gone if another request has just renewed it
            if row is None:
                return None  # ended at this moment
            row.seen_at = now
            if row.renew:
                _renew(row)
    return user


def _renew(row: SignedIn) -> None:
    """Another cookie for the same session, as its owner may do other things now."""
    clear = secrets.token_urlsafe(32)
    session["device"], row.hash, row.renew = clear, token_hash(clear), False
