"""Who may see a page: permissions, the markers of routes, who is signed in. Every route wears exactly one marker."""

from flask import Flask

from assembly.security.device_sessions import (
    editions_with,
    is_for_co_chair,
    may,
    may_enter,
    may_look,
    owns_all,
    set_up_users,
    sign_in,
    sign_out,
    this_device,
)
from assembly.security.guards import demo_only, hide, needs, owner, paired_phone, public, signed_in
from assembly.security.permissions import (
    PERMISSION_WORDS,
    ROLE_WORDS,
    ROLES,
    Permission,
    granted,
    rights,
    with_implied,
    works_on_desk,
)
from assembly.security.personal_links import (
    KEPT_ENDED,
    WHOSE,
    AnotherOpened,
    has_opened_registration,
    opened_link,
    own_invitation,
    own_network_list,
    own_registration,
    own_registration_if_opened,
    own_signing,
    own_speaker,
)

FOREIGN_ROUTES = {"static": "public"}
"Routes of libraries, which wear no marker, and who may see them."


def init_app(app: Flask) -> None:
    """Load whoever is signed in with each request, and let templates ask what they may do."""
    set_up_users(app)
    app.before_request(hide)
    app.jinja_env.globals["may"] = lambda permission, edition: may(Permission(permission), edition)
    app.jinja_env.globals["owns_all"] = owns_all
