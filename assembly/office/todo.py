"""What the office should do now, most urgent first. Each source looks at one matter and says what there is to do.

A new source is a function from the desk to things to do, and one line in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from assembly import clock
from assembly.agenda import queries as agenda
from assembly.calendar.outdated import Delivery, older
from assembly.cochairs.queries import count_ideas
from assembly.communities import queries as directory
from assembly.editions.checklist import missing
from assembly.editions.queries import facts_of, pictures_to_clear, pool_of
from assembly.formats import day, language, number
from assembly.i18n import LANGUAGES, _, _n
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.queries import listing as invitation_queries
from assembly.limiter import proxy_is_unknown
from assembly.messages import queries as messages
from assembly.models import AppearanceState, EditionStatus, MailState, Mode, Phase, Session
from assembly.office.desk import Desk, Source, Todo, Urgency
from assembly.office.reporting import quote_answers, report, stopped_articles
from assembly.people.duplicates.queries import count_twins
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Address, Among
from assembly.recordings.queries import awaited
from assembly.recordings.queries.links import broken
from assembly.security import Permission, owns_all
from assembly.signatures import queries as signatures
from assembly.speakers.board import incomplete
from assembly.speakers.queries import changed_sessions, unconfirmed

AT_MOST = 7
"So many are shown at once; the others are one press away."
LAST_DAYS = timedelta(days=7)
SPEAKERS_DUE = 30
"Days before the assembly: from then on the office is told what is missing of its speakers."
COMPARED = 2_000
"Up to so many registrations names are compared here as well; the page of duplicates always does."
_ACTIVE = (Among.CONFIRMED, Among.TO_ANSWER, Among.WAITING, Among.OFFERED)
NEARLY_FULL = 10
"In percent: from this share of free places on the office is told."


def failed_mails(desk: Desk) -> list[Todo]:
    """Mails that could not be sent."""
    count = messages.count_failed(desk.edition)
    if not count:
        return []
    words = _n(
        "%(num)s email could not be delivered", "%(num)s emails could not be delivered", count, num=number(count)
    )
    note = _("The recipients do not have this information yet.")
    return [Todo(Urgency.NOW, words, note, _("See why"), "messages.mails", {"state": MailState.FAILED.value})]


def requests(desk: Desk) -> list[Todo]:
    """People who wait for our answer."""
    count = desk.people[Among.TO_ANSWER]
    if not count:
        return []
    words = _n("Answer %(num)s request", "Answer %(num)s requests", count, num=number(count))
    note = _("Until you reply, the person does not know whether they have a place.")
    return [Todo(Urgency.NOW, words, note, _("Answer"), "people.people", {"state": Among.TO_ANSWER.value})]


def admitted_not_coming(desk: Desk) -> list[Todo]:
    """People who were let in at a door and are set not to come: one of the two is wrong."""
    count = desk.people[Among.ADMITTED_NOT_COMING]
    if not count:
        return []
    words = _n(
        "%(num)s person was admitted but is recorded as not coming",
        "%(num)s people were admitted but are recorded as not coming",
        count,
        num=number(count),
    )
    note = _("If the person came, confirm their registration again. If not, undo the admission.")
    values = {"state": Among.ADMITTED_NOT_COMING.value}
    return [Todo(Urgency.DEADLINE, words, note, _("See who"), "people.people", values)]


def silent_guests(desk: Desk) -> list[Todo]:
    """People who were invited days ago and have not answered our mail."""
    count = due_invitations.silent(desk.edition) if not desk.is_over else 0
    if not count:
        return []
    words = _n(
        "%(num)s invited person has not answered: call them",
        "%(num)s invited people have not answered: call them",
        count,
        num=number(count),
    )
    note = _("The invitation was emailed at least five days ago and no one has followed it up by phone.")
    return [Todo(Urgency.SOON, words, note, _("Call list"), "invitations.calls")]


def unsent_invitations(desk: Desk) -> list[Todo]:
    """Invitations that are written down and have not been sent."""
    count = due_invitations.to_write(desk.edition).unsent if not desk.is_over else 0
    if not count:
        return []
    words = _n("%(num)s invitation to send", "%(num)s invitations to send", count, num=number(count))
    note = _("Nothing has been sent yet.")
    values = {"answer": invitation_queries.Standing.UNSENT.value}
    return [Todo(Urgency.SOON, words, note, _("Send"), "invitations.listing", values)]


def only_by_telephone(desk: Desk) -> list[Todo]:
    """People we can reach by telephone alone: invited, or offered a place that waits for their answer."""
    if desk.is_over:
        return []
    found = []
    invited = due_invitations.only_called(desk.edition)
    if invited:
        words = _n(
            "%(num)s invited person can only be reached by phone",
            "%(num)s invited people can only be reached by phone",
            invited,
        )
        note = _("Emails are not reaching these people and no one has called them.")
        found.append(Todo(Urgency.SOON, words, note, _("Call list"), "invitations.calls"))
    offered = people_queries.offered_without_address(desk.edition) if desk.people[Among.OFFERED] else 0
    if offered:
        words = _n(
            "%(num)s person offered a place can only be reached by phone",
            "%(num)s people offered a place can only be reached by phone",
            offered,
        )
        note = _("We have no email address to send the offer to, so the offer will expire.")
        values = {"state": Among.OFFERED.value, "address": Address.MISSING.value}
        found.append(Todo(Urgency.DEADLINE, words, note, _("See who"), "people.people", values))
    return found


def one_person_twice(desk: Desk) -> list[Todo]:
    """Two registrations, or a registration and a part in the programme, that may be of one person."""
    active = sum(desk.people[among] for among in _ACTIVE)
    count = count_twins(desk.edition) if not desk.is_over and active <= COMPARED else 0
    if not count:
        return []
    words = _n("%(num)s possible duplicate", "%(num)s possible duplicates", count, num=number(count))
    note = _("Each person should have one registration and one badge.")
    return [Todo(Urgency.SOON, words, note, _("Compare"), "people.duplicates")]


def declarations(desk: Desk) -> list[Todo]:
    """Signed declarations that wait to be checked."""
    count = signatures.to_check(desk.edition)
    if not count:
        return []
    words = _n("Check %(num)s signed declaration", "Check %(num)s signed declarations", count, num=number(count))
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
    count = directory.open_suggestions()
    if not count:
        return []
    words = _n("%(num)s name is not in the directory", "%(num)s names are not in the directory", count)
    note = _("Each name was entered in a form: add it or match it to an existing entry.")
    return [Todo(Urgency.SOON, words, note, _("Review"), "directory.suggestions")]


def bad_addresses(desk: Desk) -> list[Todo]:
    """Addresses our mails come back from."""
    count = messages.count_bad_addresses(desk.edition)
    if not count:
        return []
    words = _n("%(num)s email address does not work", "%(num)s email addresses do not work", count, num=number(count))
    note = _("Emails to some addresses have bounced, so we have stopped writing to those addresses.")
    return [Todo(Urgency.DEADLINE, words, note, _("See details"), "messages.mails")]


def older_calendars(desk: Desk) -> list[Todo]:
    """People whose calendar entry, as last emailed, shows something that has changed."""
    found = older(desk.edition, desk.published)
    count = len({one.registration_id for one in found if one.delivery is Delivery.TO_EMAIL})
    if not count:
        return []
    words = _n(
        "%(num)s person has an out-of-date calendar entry",
        "%(num)s people have an out-of-date calendar entry",
        count,
        num=number(count),
    )
    note = _(
        "Details have changed since the last calendar email to these people, or since they signed up for a session."
    )
    return [Todo(Urgency.DEADLINE, words, note, _("See details"), "calendar_office.listing")]


def pictures_without_consent(desk: Desk) -> list[Todo]:
    """Pictures with people who said no, withdrew their yes or were never asked, and no reason since."""
    count = len(pictures_to_clear(desk.edition))
    if not count:
        return []
    words = _n(
        "%(num)s picture shows people who have not agreed to be photographed",
        "%(num)s pictures show people who have not agreed to be photographed",
        count,
        num=number(count),
    )
    note = _("For each picture, remove the people concerned, delete the picture or give a reason for showing it.")
    return [Todo(Urgency.NOW, words, note, _("See details"), "settings.pictures")]


def last_days(desk: Desk) -> list[Todo]:
    """Registration is about to close, and some still wait for a place."""
    waiting, zone = desk.people[Among.WAITING], desk.edition.zone
    closing = [one.closes_at for one in desk.edition.places if one.mode is Mode.ON_SITE and one.is_open]
    if desk.is_over or not waiting or not closing or closing[0] - clock.now() > LAST_DAYS:
        return []
    words = _n(
        "%(num)s person is waiting for a place", "%(num)s people are waiting for a place", waiting, num=number(waiting)
    )
    note = _("Registration closes on %(day)s.", day=day(clock.local_day(closing[0], zone)))
    return [Todo(Urgency.DEADLINE, words, note, _("See who"), "people.people", {"state": Among.WAITING.value})]


def nearly_full(desk: Desk) -> list[Todo]:
    """Few places are left, or none."""
    pool = pool_of(desk.edition, Mode.ON_SITE) if desk.edition.phase is Phase.BEFORE else None
    if pool is None or pool.left * 100 > pool.size * NEARLY_FULL:
        return []
    words = _n("%(num)s place left in the room", "%(num)s places left in the room", pool.left, num=number(pool.left))
    note = _("%(taken)s of %(size)s places are taken.", taken=number(pool.taken), size=number(pool.size))
    return [Todo(Urgency.SOON, words, note, _("See who is coming"), "people.people", {"state": Among.CONFIRMED.value})]


def missing_words(desk: Desk) -> list[Todo]:
    """Sessions of the draft that lack a language, so that they cannot be published."""
    found = []
    for lang in LANGUAGES:
        sessions = [one for one in desk.draft if not one.hidden and _lacks(one, lang)]
        if sessions and not desk.is_over:
            words = _n(
                "%(language)s text missing in %(num)s session",
                "%(language)s text missing in %(num)s sessions",
                len(sessions),
                language=language(lang),
            )
            note = _("The programme cannot be published until the text is added.")
            found.append(Todo(Urgency.DEADLINE, words, note, _("See details"), "programme.draft"))
    return found


def _lacks(session: Session, lang: str) -> bool:
    return any(lang in missing for missing in agenda.lacking(session).values())


def unpublished(desk: Desk) -> list[Todo]:
    """The public sees another programme than the office does."""
    if desk.is_over or not desk.draft:
        return []
    release = agenda.last_release(desk.edition)
    shown = {one.id for one in desk.draft if not one.hidden}
    spoken = changed_sessions(desk.edition, desk.published) & shown
    changed = agenda.unpublished_changes(desk.draft, desk.published) | spoken
    if release is None:
        note = _n("%(num)s session in draft", "%(num)s sessions in draft", len(desk.draft))
        return [Todo(Urgency.SOON, _("Publish the programme"), note, _("Publish"), "programme.publishing")]
    if not changed:
        return []
    words = _n("%(num)s session has changed", "%(num)s sessions have changed", len(changed))
    note = _("The programme was published on %(day)s.", day=day(clock.local_day(release.at, desk.edition.zone)))
    return [Todo(Urgency.DEADLINE, words, note, _("Publish"), "programme.publishing")]


def silent_speakers(desk: Desk) -> list[Todo]:
    """Speakers who have not said yes or no."""
    people = {one.person_id for one in unconfirmed(desk.edition)} if not desk.is_over else set()
    if not people:
        return []
    words = _n("%(num)s speaker has not confirmed", "%(num)s speakers have not confirmed", len(people))
    note = _("Speakers do not appear in the published programme until they confirm.")
    values = {"state": AppearanceState.INVITED.value}
    return [Todo(Urgency.SOON, words, note, _("See who"), "speakers_office.listing", values)]


def incomplete_speakers(desk: Desk) -> list[Todo]:
    """Speakers and co-chairs of whom a text, a portrait or their consent is missing, in the last weeks before."""
    days = (desk.edition.day - clock.local_day(clock.now(), desk.edition.zone)).days
    if desk.edition.phase is not Phase.BEFORE or days > SPEAKERS_DUE:
        return []
    count = incomplete(desk.edition)
    if not count:
        return []
    words = _n(
        "Something is missing for %(num)s speaker",
        "Something is missing for %(num)s speakers",
        count,
        num=number(count),
    )
    note = _("The missing item may be text, a translation, a portrait or the speaker’s consent.")
    return [Todo(Urgency.SOON, words, note, _("See what is missing"), "speakers_office.listing")]


def proposed_speakers(desk: Desk) -> list[Todo]:
    """Speakers the co-chairs proposed and nobody has answered."""
    count = count_ideas(desk.edition) if not desk.is_over else 0
    if not count:
        return []
    words = _n(
        "Answer %(num)s proposal from the co-chairs",
        "Answer %(num)s proposals from the co-chairs",
        count,
        num=number(count),
    )
    note = _("The co-chairs are waiting to hear from you.")
    return [Todo(Urgency.SOON, words, note, _("Answer"), "speakers_office.listing")]


def videos_without_address(desk: Desk) -> list[Todo]:
    """Languages of recordings one cannot watch yet, after the assembly."""
    tracks = awaited(desk.edition) if desk.is_over else []
    if not tracks:
        return []
    words = _n("%(num)s video is not online", "%(num)s videos are not online", len(tracks))
    promised = min((one.expected_on for one in tracks if one.expected_on), default=None)
    if promised is None:
        note = _("Viewers are told that it is not online yet.")
    elif any(one.is_late for one in tracks):
        note = _("A recording was expected by %(day)s: give another day or its address.", day=day(promised))
    else:
        note = _("A recording is expected online by %(day)s.", day=day(promised))
    return [Todo(Urgency.SOON, words, note, _("Add the address"), "videos.recordings")]


def broken_links(desk: Desk) -> list[Todo]:
    """Links to recordings that lead nowhere."""
    tracks = broken(desk.edition)
    if not tracks:
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
    count = sum(bool(one.stale_words()) for one in desk.draft) if not desk.is_over else 0
    if not count:
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


SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.SEE_MAILS, failed_mails),
    (Permission.ADD_PEOPLE, requests),
    (Permission.ADD_PEOPLE, admitted_not_coming),
    (Permission.ADD_PEOPLE, silent_guests),
    (Permission.ADD_PEOPLE, only_by_telephone),
    (Permission.ADD_PEOPLE, unsent_invitations),
    (Permission.CHECK_SIGNATURES, declarations),
    (Permission.CHECK_SIGNATURES, declaration_text),
    (Permission.SEE_MAILS, bad_addresses),
    (Permission.WRITE_MESSAGES, older_calendars),
    (Permission.EDIT_SETTINGS, pictures_without_consent),
    (Permission.SEE_PEOPLE, last_days),
    (Permission.EDIT_SETTINGS, unknown_proxy),
    (Permission.EDIT_SETTINGS, without_date),
    (Permission.EDIT_SETTINGS, opening),
    (Permission.PUBLISH, stopped_articles),
    (Permission.PUBLISH, quote_answers),
    (Permission.PUBLISH, missing_words),
    (Permission.PUBLISH, unpublished),
    (Permission.SEE_PEOPLE, nearly_full),
    (Permission.PUBLISH, proposed_speakers),
    (Permission.PUBLISH, silent_speakers),
    (Permission.PUBLISH, incomplete_speakers),
    (Permission.PUBLISH, broken_links),
    (Permission.PUBLISH, videos_without_address),
    (Permission.PUBLISH, report),
    (Permission.ADD_PEOPLE, one_person_twice),
    (Permission.EDIT_DIRECTORY, suggestions),
    (Permission.PUBLISH, stale_sessions),
    (Permission.EDIT_SETTINGS, stale_edition),
)
"Who is told, and of what; equally urgent things stand in this order."


def to_do(desk: Desk, may: Callable[[Permission], bool]) -> list[Todo]:
    """List everything whoever asks may do, most urgent first."""
    found = [todo for permission, source in SOURCES if may(permission) for todo in source(desk)]
    return sorted(found, key=lambda one: one.urgency)
