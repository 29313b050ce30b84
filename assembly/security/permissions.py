"""What one may do: permissions, the roles that hold them, and what they bring along."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from assembly.i18n import _l
from assembly.models import Edition, EditionRole, User


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
"Named sets of permissions. The table says all: a role not in it may do nothing."

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


def works_on_desk(user: User, edition: Edition) -> bool:
    """Whether this user works on the co-chairs' desk of an edition, and not in its office."""
    return Permission.USE_DESK in (mine := rights(user, edition)) and Permission.PUBLISH not in mine
