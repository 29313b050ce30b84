"""What is to be done about the assembly itself: its settings, declaration, recordings, report."""

from assembly import clock
from assembly.communities import queries as directory
from assembly.editions.checklist import missing
from assembly.editions.queries.pictures import pictures_to_clear
from assembly.editions.queries.setting_up import facts_of
from assembly.formats import day
from assembly.i18n import _, _n
from assembly.limiter import proxy_is_unknown
from assembly.models import EditionStatus, Phase
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.recordings.queries import awaited
from assembly.recordings.queries.links import broken
from assembly.security import owns_all
from assembly.signatures import queries as signatures


def declarations(desk: Desk) -> list[Todo]:
    """Signed declarations that wait to be checked."""
    if not (count := signatures.to_check(desk.edition)):
        return []
    words = _n("Check %(num)s signed declaration", "Check %(num)s signed declarations", count)
    note = _("Signed and waiting to be added to the public list.")
    return [Todo(Urgency.NOW, words, note, _("Check"), "signing_office.listing")]


def declaration_text(desk: Desk) -> list[Todo]:
    """The text people are asked to sign, as long as nobody has entered it."""
    if desk.is_over or signatures.current_declaration() is not None:
        return []
    words = _("The text of the declaration is missing")
    note = _("Signatories cannot find the text of the declaration on the site or in the PDF.")
    return [Todo(Urgency.LATER, words, note, _("Enter the text"), "declaration_office.text")]


def suggestions(desk: Desk) -> list[Todo]:
    """Names typed in forms that the directory does not know."""
    if not (count := directory.open_suggestions()):
        return []
    words = _n("%(num)s name is not in the directory", "%(num)s names are not in the directory", count)
    note = _("Each name was entered in a form: add it or match it to an existing entry.")
    return [Todo(Urgency.SOON, words, note, _("Review"), "directory.suggestions")]


def pictures_without_consent(desk: Desk) -> list[Todo]:
    """Pictures with people who said no, withdrew their yes or were never asked, and no reason since."""
    if not (count := len(pictures_to_clear(desk.edition))):
        return []
    words = _n(
        "%(num)s picture shows people who have not agreed to be photographed",
        "%(num)s pictures show people who have not agreed to be photographed",
        count,
    )
    note = _("For each picture, remove the people concerned, delete the picture or give a reason for showing it.")
    return [Todo(Urgency.NOW, words, note, _("See details"), "settings.pictures")]


def videos_without_address(desk: Desk) -> list[Todo]:
    """Languages of recordings one cannot watch yet, after the assembly."""
    if not (tracks := awaited(desk.edition) if desk.is_over else []):
        return []
    words = _n("%(num)s video is not online", "%(num)s videos are not online", len(tracks))
    promised = min((one.expected_on for one in tracks if one.expected_on), default=None)
    if promised is None:
        note = _("Viewers are told that the recording is not online yet.")
    elif any(one.is_late for one in tracks):
        note = _("A recording was expected by %(day)s: enter another date or its web address.", day=day(promised))
    else:
        note = _("A recording is expected online by %(day)s.", day=day(promised))
    return [Todo(Urgency.SOON, words, note, _("Add the address"), "videos.recordings")]


def broken_links(desk: Desk) -> list[Todo]:
    """Links to recordings that lead nowhere."""
    if not (tracks := broken(desk.edition)):
        return []
    words = _n("%(num)s link to a recording does not work", "%(num)s links to recordings do not work", len(tracks))
    since = clock.local_day(min(one.broken_since for one in tracks if one.broken_since), desk.edition.zone)
    note = _("Viewers have not been able to watch since %(day)s.", day=day(since))
    return [Todo(Urgency.NOW, words, note, _("See the recordings"), "videos.recordings")]


def unknown_proxy(_desk: Desk) -> list[Todo]:
    """All visitors share the tries of one address, until whoever runs the server changes a setting."""
    if not (proxy_is_unknown() and owns_all()):
        return []
    note = _("After 20 failed sign-ins by one person, no one can sign in for a minute.")
    return [
        Todo(Urgency.NOW, _("All visitors appear to have the same IP address"), note, _("See why"), "office.system")
    ]


def stale_sessions(desk: Desk) -> list[Todo]:
    """Sessions of which one language was changed and the other was not."""
    if not (count := sum(bool(one.stale_words()) for one in desk.draft) if not desk.is_over else 0):
        return []
    words = _n("Check the translation of %(num)s session", "Check the translation of %(num)s sessions", count)
    return [Todo(Urgency.LATER, words, _one_changed(), _("See details"), "programme.draft")]


def stale_edition(desk: Desk) -> list[Todo]:
    """The same for what the edition says of itself."""
    if desk.is_over or not desk.edition.stale_words():
        return []
    words = _("Check the translation of the wording for this assembly")
    return [Todo(Urgency.LATER, words, _one_changed(), _("See details"), "settings.edition")]


def without_date(desk: Desk) -> list[Todo]:
    """A postponed assembly waits for its date, and people with it."""
    if desk.edition.status is not EditionStatus.POSTPONED:
        return []
    note = _("Registered people are waiting for the new date.")
    return [
        Todo(Urgency.DEADLINE, _("Set a new date for the assembly"), note, _("Set the date"), "rescheduling.choose")
    ]


def opening(desk: Desk) -> list[Todo]:
    """What the checklist says is missing until the assembly meets; then that it can be made public."""
    edition = desk.edition
    if edition.phase is not Phase.BEFORE:
        return []
    items = missing(facts_of(edition))
    if not items and edition.is_announced:
        return []
    is_open = edition.is_announced and edition.registration_opens_at is None
    note = _("The assembly is not public yet.") if not edition.is_announced else _("Registration is not open yet.")
    words = _("Make the assembly public")
    if items and is_open:
        words = _n(
            "%(num)s item is missing from the settings", "%(num)s items are missing from the settings", len(items)
        )
        note = _("See the checklist for details.")
    elif items:
        words = _n(
            "%(num)s item to complete on the checklist", "%(num)s items to complete on the checklist", len(items)
        )
    return [
        Todo(Urgency.SOON if is_open else Urgency.DEADLINE, words, note, _("See what is missing"), "settings.checklist")
    ]


def _one_changed() -> str:
    return _("One language version has changed but not the other.")
