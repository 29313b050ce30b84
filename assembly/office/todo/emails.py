"""What is to be done about emails."""

from assembly import clock
from assembly.calendar.outdated import Delivery, older
from assembly.formats import day
from assembly.i18n import _, _n
from assembly.messages.queries import outbox
from assembly.models import MailState
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.privacy.queries import accessibility


def failed_mails(desk: Desk) -> list[Todo]:
    """Mails that could not be sent."""
    if not (count := outbox.count_failed(desk.edition)):
        return []
    words = _n("%(num)s email could not be delivered", "%(num)s emails could not be delivered", count)
    note = _("The recipients do not have this information yet.")
    return [Todo(Urgency.NOW, words, note, _("See why"), "messages.mails", {"state": MailState.FAILED.value})]


def bad_addresses(desk: Desk) -> list[Todo]:
    """Addresses our mails come back from."""
    if not (count := outbox.count_bad_addresses(desk.edition)):
        return []
    words = _n("%(num)s email address does not work", "%(num)s email addresses do not work", count)
    note = _("Emails to some addresses have bounced, so we have stopped writing to those addresses.")
    return [Todo(Urgency.DEADLINE, words, note, _("See details"), "messages.mails")]


def older_calendars(desk: Desk) -> list[Todo]:
    """People whose calendar entry, as last emailed, shows something that has changed."""
    found = older(desk.edition, desk.published)
    if not (count := len({one.registration_id for one in found if one.delivery is Delivery.TO_EMAIL})):
        return []
    words = _n(
        "%(num)s person has an out-of-date calendar entry", "%(num)s people have an out-of-date calendar entry", count
    )
    note = _(
        "Details have changed since the last calendar email to these people, or since they signed up for a session."
    )
    return [Todo(Urgency.DEADLINE, words, note, _("See details"), "calendar_office.listing")]


def accessibility_messages(desk: Desk) -> list[Todo]:
    """Messages of people who cannot use a page, with the deadline the accessibility statement promises."""
    if not (waiting := accessibility.messages(desk.edition)):
        return []
    count = len(waiting)
    words = _n("Answer %(num)s message about accessibility", "Answer %(num)s messages about accessibility", count)
    note = _("By %(day)s at the latest.", day=day(clock.local_day(waiting[0].answer_by_at, desk.edition.zone)))
    return [Todo(Urgency.DEADLINE, words, note, _("See details"), "accessibility_office.listing")]
