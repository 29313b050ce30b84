"""What the office should do now, most urgent first. Each source looks at one matter and says what there is to do.

A new source is a function from the desk to things to do, and one line in `SOURCES`; another in
`_NOT_WHEN_CANCELLED` if a cancelled assembly does not need it.
"""

from collections.abc import Callable

from assembly.models import EditionStatus
from assembly.office.todo import edition, emails, people, programme, reporting
from assembly.office.todo.desk import Desk, Source, Todo
from assembly.security import Permission

AT_MOST = 7
"So many are shown at once; the others are one press away."
SOURCES: tuple[tuple[Permission, Source], ...] = (
    (Permission.SEE_MAILS, emails.failed_mails),
    (Permission.ADD_PEOPLE, people.requests),
    (Permission.ADD_PEOPLE, people.admitted_not_coming),
    (Permission.ADD_PEOPLE, people.silent_guests),
    (Permission.ADD_PEOPLE, people.only_by_telephone),
    (Permission.ADD_PEOPLE, people.unsent_invitations),
    (Permission.CHECK_SIGNATURES, edition.declarations),
    (Permission.CHECK_SIGNATURES, edition.declaration_text),
    (Permission.SEE_MAILS, emails.bad_addresses),
    (Permission.WRITE_MESSAGES, emails.older_calendars),
    (Permission.WRITE_MESSAGES, emails.accessibility_messages),
    (Permission.EDIT_SETTINGS, edition.pictures_without_consent),
    (Permission.SEE_PEOPLE, people.last_days),
    (Permission.EDIT_SETTINGS, edition.unknown_proxy),
    (Permission.EDIT_SETTINGS, edition.without_date),
    (Permission.EDIT_SETTINGS, edition.opening),
    (Permission.PUBLISH, reporting.stopped_articles),
    (Permission.PUBLISH, reporting.quote_answers),
    (Permission.PUBLISH, programme.missing_words),
    (Permission.PUBLISH, programme.unpublished),
    (Permission.SEE_PEOPLE, people.nearly_full),
    (Permission.PUBLISH, programme.proposed_speakers),
    (Permission.PUBLISH, programme.silent_speakers),
    (Permission.PUBLISH, programme.incomplete_speakers),
    (Permission.PUBLISH, edition.broken_links),
    (Permission.PUBLISH, edition.videos_without_address),
    (Permission.PUBLISH, reporting.report),
    (Permission.ADD_PEOPLE, people.one_person_twice),
    (Permission.EDIT_DIRECTORY, edition.suggestions),
    (Permission.PUBLISH, edition.stale_sessions),
    (Permission.EDIT_SETTINGS, edition.stale_edition),
)
"Who is told, and of what; equally urgent things stand in this order."
_NOT_WHEN_CANCELLED: frozenset[Source] = frozenset(
    {
        *(people.last_days, people.nearly_full, people.one_person_twice, edition.opening),
        *(programme.missing_words, programme.unpublished, programme.proposed_speakers, programme.silent_speakers),
        *(programme.incomplete_speakers, edition.stale_sessions, edition.videos_without_address),
        *(reporting.report, reporting.quote_answers),
    }
)
"What prepares an assembly or follows it."


def to_do(desk: Desk, may: Callable[[Permission], bool]) -> list[Todo]:
    """List everything whoever asks may do, most urgent first."""
    left_out = _NOT_WHEN_CANCELLED if desk.edition.status is EditionStatus.CANCELLED else ()
    asked = (source for permission, source in SOURCES if may(permission) and source not in left_out)
    found = [todo for source in asked for todo in source(desk)]
    return sorted(found, key=lambda one: one.urgency)
