"""What is to be done about people who take part or are invited."""

from datetime import timedelta

from assembly import clock
from assembly.editions.queries.editions import pool_of
from assembly.formats import day, number
from assembly.i18n import _, _n
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.queries import listing as invitation_queries
from assembly.models import Mode, Phase
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.people.duplicates.queries import count_twins
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Address, Among

LAST_DAYS = timedelta(days=7)
COMPARED = 2_000
"Up to so many registrations names are compared here as well; the page of duplicates always does."
_ACTIVE = (Among.CONFIRMED, Among.TO_ANSWER, Among.WAITING, Among.OFFERED)
NEARLY_FULL = 10
"In percent: from this share of free places on the office is told."


def requests(desk: Desk) -> list[Todo]:
    """People who wait for our answer, as long as one can be given and they have not been told to wait for a date."""
    if not (count := desk.people[Among.TO_ANSWER] if desk.edition.is_ahead else 0):
        return []
    words = _n("Answer %(num)s request", "Answer %(num)s requests", count)
    note = _("Until you reply, the person does not know whether they have a place.")
    return [Todo(Urgency.NOW, words, note, _("Answer"), "people.people", {"state": Among.TO_ANSWER.value})]


def admitted_not_coming(desk: Desk) -> list[Todo]:
    """People who were let in at a door and are set not to come: one of the two is wrong."""
    if not (count := desk.people[Among.ADMITTED_NOT_COMING]):
        return []
    words = _n(
        "%(num)s person was admitted but is recorded as not coming",
        "%(num)s people were admitted but are recorded as not coming",
        count,
    )
    note = _("If the person came, confirm their registration again. If not, undo the admission.")
    values = {"state": Among.ADMITTED_NOT_COMING.value}
    return [Todo(Urgency.DEADLINE, words, note, _("See who"), "people.people", values)]


def silent_guests(desk: Desk) -> list[Todo]:
    """People who were invited days ago and have not answered our mail."""
    if not (count := due_invitations.silent(desk.edition) if desk.edition.is_ahead else 0):
        return []
    words = _n(
        "%(num)s invited person has not answered: call them",
        "%(num)s invited people have not answered: call them",
        count,
    )
    note = _("The invitation was emailed at least five days ago and no one has followed it up by phone.")
    return [Todo(Urgency.SOON, words, note, _("Call list"), "invitations.calls")]


def unsent_invitations(desk: Desk) -> list[Todo]:
    """Invitations that are written down and have not been sent."""
    if not (count := due_invitations.to_write(desk.edition).unsent if desk.edition.is_ahead else 0):
        return []
    words = _n("%(num)s invitation to send", "%(num)s invitations to send", count)
    note = _("Nothing has been sent yet.")
    values = {"answer": invitation_queries.Standing.UNSENT.value}
    return [Todo(Urgency.SOON, words, note, _("Send"), "invitations.listing", values)]


def only_by_telephone(desk: Desk) -> list[Todo]:
    """People we can reach by telephone alone: invited, or offered a place that waits for their answer."""
    if not desk.edition.is_ahead:  # offers are held until there is a date
        return []
    found = []
    invited = due_invitations.only_called(desk.edition)
    if invited:
        words = _n(
            "%(num)s invited person can only be reached by phone",
            "%(num)s invited people can only be reached by phone",
            invited,
        )
        note = _("Emails do not arrive and no one has called.")
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
    if not (count := count_twins(desk.edition) if not desk.is_over and active <= COMPARED else 0):
        return []
    words = _n("%(num)s possible duplicate", "%(num)s possible duplicates", count)
    note = _("Each person should have one registration and one badge.")
    return [Todo(Urgency.SOON, words, note, _("Compare"), "people.duplicates")]


def last_days(desk: Desk) -> list[Todo]:
    """Registration is about to close, and some still wait for a place."""
    waiting, zone = desk.people[Among.WAITING], desk.edition.zone
    closing = [one.closes_at for one in desk.edition.places if one.mode is Mode.ON_SITE and one.is_open]
    if desk.is_over or not waiting or not closing or closing[0] - clock.now() > LAST_DAYS:
        return []
    words = _n("%(num)s person is waiting for a place", "%(num)s people are waiting for a place", waiting)
    note = _("Registration closes on %(day)s.", day=day(clock.local_day(closing[0], zone)))
    return [Todo(Urgency.DEADLINE, words, note, _("See who"), "people.people", {"state": Among.WAITING.value})]


def nearly_full(desk: Desk) -> list[Todo]:
    """Few places are left, or none."""
    pool = pool_of(desk.edition, Mode.ON_SITE) if desk.edition.phase is Phase.BEFORE else None
    if pool is None or pool.left * 100 > pool.size * NEARLY_FULL:
        return []
    words = _n("%(num)s place left in the room", "%(num)s places left in the room", pool.left)
    note = _("%(taken)s of %(size)s places are taken.", taken=number(pool.taken), size=number(pool.size))
    return [Todo(Urgency.SOON, words, note, _("See who is coming"), "people.people", {"state": Among.CONFIRMED.value})]
