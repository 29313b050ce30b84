"""The office's navigation: nine entries, their parts and the settings, for whoever may see them.

A new page stands under the entry whose `here` names its blueprint or its endpoint.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from assembly.editions.queries.editions import all_editions
from assembly.i18n import _l
from assembly.models import Edition
from assembly.security import Permission, may, owns_all


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words, where it leads, who sees it, and the blueprints or endpoints under it."""

    label: Any
    endpoint: str
    permission: Permission
    here: frozenset[str]
    allowed: Callable[[], bool] = lambda: True
    parts: "tuple[Entry, ...]" = ()

    def is_for(self, edition: Edition) -> bool:
        """Whether whoever is signed in may see it, or any of its parts."""
        if self.parts:
            return any(one.is_for(edition) for one in self.parts)
        return may(self.permission, edition) and self.allowed()

    def address(self, edition: Edition) -> str:
        """Where it leads, or the first of its parts one may see; a page of all editions takes none."""
        for part in self.parts:
            if part.is_for(edition):
                return part.address(edition)
        one = current_app.url_map.is_endpoint_expecting(self.endpoint, "edition")
        return url_for(self.endpoint, edition=edition) if one else url_for(self.endpoint)

    @property
    def is_here(self) -> bool:
        """Whether the present page stands under it."""
        return bool({request.blueprint, request.endpoint} & self.here)


def _entry(label: Any, endpoint: str, permission: Permission, *here: str) -> Entry:
    return Entry(label, endpoint, permission, frozenset(here or (endpoint.partition(".")[0],)))


def _above(label: Any, parts: tuple[Entry, ...]) -> Entry:
    """An entry that leads to the first of its parts one may see, and is where any of them is."""
    here = frozenset[str]().union(*(one.here for one in parts))
    return Entry(label, parts[0].endpoint, parts[0].permission, here, parts=parts)


PEOPLE = (
    _entry(_l("People"), "people.people", Permission.SEE_PEOPLE, "people", "arrivals"),
    _entry(_l("Invitations"), "invitations.listing", Permission.ADD_PEOPLE),
)
PROGRAMME = (
    _entry(_l("Programme"), "programme.draft", Permission.PUBLISH),
    _entry(_l("Today’s programme"), "on_the_day.today", Permission.PUBLISH),
    _entry(_l("Live stream"), "live_office.overview", Permission.PUBLISH),
    _entry(_l("Speakers"), "speakers_office.listing", Permission.PUBLISH, "speakers_office", "mandates_office"),
    _entry(_l("Speaker invitations"), "speaker_invitations_office.listing", Permission.PUBLISH),
    _entry(_l("Quotes"), "quotes_office.listing", Permission.PUBLISH),
    _entry(_l("Announcements"), "announcements_office.listing", Permission.PUBLISH),
)
_PROPOSALS = ("desk.speakers", "desk.proposal", "desk.correct_proposal", "desk.accept")
_ACTS = ("add_place", "add_signing", "move_place", "say_present", "sign_now", "undo_signed", "remove_place")
_CEREMONY = ("desk.ceremony", *(f"desk.{act}" for act in _ACTS))
DESK = (
    _entry(_l("My day"), "desk.my_day", Permission.USE_DESK, "desk.my_day"),
    _entry(_l("Speakers"), "desk.speakers", Permission.USE_DESK, *_PROPOSALS),
    _entry(_l("Quotes"), "desk.quotes", Permission.USE_DESK, "desk.quotes", "desk.send_back"),
    _entry(_l("Signing ceremony"), "desk.ceremony", Permission.USE_DESK, *_CEREMONY),
)
MESSAGES = (
    _entry(_l("Emails"), "messages.mails", Permission.SEE_MAILS),
    _entry(_l("Group messages"), "groups.listing", Permission.WRITE_MESSAGES),
    _entry(_l("Automatic emails"), "series.listing", Permission.WRITE_MESSAGES),
    _entry(_l("Email texts"), "texts.listing", Permission.WRITE_MESSAGES),
    _entry(_l("Calendar updates"), "calendar_office.listing", Permission.WRITE_MESSAGES),
    _entry(_l("Accessibility"), "accessibility_office.listing", Permission.WRITE_MESSAGES),
)
CITIES = (
    _entry(_l("Directory"), "directory.listing", Permission.SEE_PEOPLE),
    _entry(_l("Signatures"), "signing_office.listing", Permission.CHECK_SIGNATURES),
    _entry(_l("Paper signatures"), "recorded_office.listing", Permission.CHECK_SIGNATURES),
    _entry(_l("Earlier signatures"), "balances_office.listing", Permission.CHECK_SIGNATURES),
    _entry(_l("Text of the declaration"), "declaration_office.text", Permission.CHECK_SIGNATURES),
    _entry(_l("Networks and partners"), "networks.listing", Permission.EDIT_DIRECTORY),
)
REPORT = (
    _entry(_l("Report"), "results.results", Permission.PUBLISH),
    _entry(_l("Article"), "article_office.write", Permission.PUBLISH, "article_office", "review_office"),
    _entry(_l("Survey"), "survey_office.figures", Permission.PUBLISH, "survey_office"),
    _entry(_l("Statistics"), "statistics.overview", Permission.SEE_PEOPLE),
)
_VENUE = ("settings.day_and_place", "settings.add_room", "settings.room", "settings.add_door", "settings.door")
_PICTURES = ("settings.pictures", "settings.add_picture", "settings.picture")
SETTINGS = (
    _entry(_l("Opening"), "settings.checklist", Permission.EDIT_SETTINGS, "settings.checklist"),
    _entry(_l("Assembly details"), "settings.edition", Permission.EDIT_SETTINGS, "settings.edition"),
    _entry(_l("Date and venue"), "settings.day_and_place", Permission.EDIT_SETTINGS, *_VENUE),
    _entry(_l("Postpone, move online or cancel"), "rescheduling.choose", Permission.EDIT_SETTINGS, "rescheduling"),
    _entry(_l("Places"), "places.overview", Permission.EDIT_SETTINGS),
    _entry(_l("Questions"), "questions.listing", Permission.EDIT_SETTINGS),
    _entry(_l("Practical information"), "settings.practical", Permission.EDIT_SETTINGS, "settings.practical"),
    _entry(_l("People and data"), "settings.people_and_data", Permission.EDIT_SETTINGS, "settings.people_and_data"),
    _entry(_l("Pictures"), "settings.pictures", Permission.EDIT_SETTINGS, *_PICTURES),
    _entry(_l("Extras"), "settings.extras", Permission.EDIT_SETTINGS, "settings.extras"),
    _entry(_l("Team"), "team.team", Permission.MANAGE_TEAM),
    Entry(_l("Assemblies"), "setting_up.listing", Permission.EDIT_SETTINGS, frozenset({"setting_up"}), owns_all),
    Entry(_l("System"), "office.system", Permission.EDIT_SETTINGS, frozenset({"office.system"}), owns_all),
)
ENTRIES = (
    _entry(_l("Today"), "office.today", Permission.SEE_PEOPLE, "office.today", "trial_day"),
    _above(_l("People"), PEOPLE),
    _above(_l("Programme"), PROGRAMME),
    _above(_l("Co-chairs"), DESK),
    _entry(_l("Badges and entrances"), "badges.badges", Permission.ADMIT, "badges", "batches", "door", "phones"),
    _above(_l("Messages"), MESSAGES),
    _entry(_l("Recordings"), "videos.recordings", Permission.PUBLISH),
    _above(_l("Cities and regions"), CITIES),
    _above(_l("Report"), REPORT),
)
PARTS = {
    "people": PEOPLE,
    "programme": PROGRAMME,
    "desk": DESK,
    "messages": MESSAGES,
    "cities": CITIES,
    "report": REPORT,
    "settings": SETTINGS,
}
"Entries of several pages, each with a line of its own."


def entries(edition: Edition, of: tuple[Entry, ...] = ENTRIES) -> list[Entry]:
    """Those whoever is signed in may see at this edition."""
    return [one for one in of if one.is_for(edition)]


def parts(edition: Edition, name: str) -> list[Entry]:
    """The same of one of the `PARTS`."""
    return entries(edition, PARTS[name])


def other_editions(edition: Edition) -> list[Edition]:
    """The other editions whoever is signed in may see, newest first."""
    return [one for one in all_editions() if one.id != edition.id and may(Permission.SEE_PEOPLE, one)]


def initials(name: str) -> str:
    """`OO` for Olga Organiser: the letters of the avatar."""
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()


WORDS_OF_TEMPLATES: dict[str, Any] = {
    "office_entries": entries,
    "office_parts": parts,
    "other_editions": other_editions,
    "initials": initials,
}
"What the layout of the office asks for."
