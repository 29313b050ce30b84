"""What the preview says a decision will change, subject by subject."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembly import clock
from assembly.formats import language, listing, moment
from assembly.i18n import _, _n
from assembly.models import EditionChange, EditionChangeKind, EditionStatus, Mode, PlaceCount
from assembly.quotas.offers import answer_until
from assembly.rescheduling.decisions import Involvement
from assembly.rescheduling.queries import Outlook
from assembly.rescheduling.sentences import effective_kind, meaning

_Kind = EditionChangeKind


@dataclass(frozen=True, slots=True)
class Subject:
    """A heading and what will be the case under it, a sentence each; `warns` are those to look at first."""

    heading: str
    lines: list[str]
    warns: tuple[str, ...] = ()


def subjects(seen: Outlook, made: EditionChange) -> list[Subject]:
    """Everything that would change, in the order in which people notice it; `made` is what the decision leads to."""
    if made.kind is _Kind.CORRECTED:
        found = [Subject(_("Public pages"), [_("Only the explanation changes. Everything else stays as it is.")])]
        return [*found, Subject(_("Emails"), list(_emails(seen)))]
    found = [
        Subject(_("Programme"), list(_programme(seen, made)), tuple(_outside(seen))),
        Subject(_("Registration form"), list(_form(seen, made))),
        Subject(_("Registrations"), list(_registrations(seen, made))),
        Subject(_("Emails"), [*_emails(seen), *_planned(seen, made)]),
        Subject(_("Calendars"), list(_calendars(seen, made))),
        Subject(_("Entrances and badges"), [_doors(made)], tuple(_stream(seen, made))),
    ]
    return [one for one in found if one.lines or one.warns]


def _programme(seen: Outlook, made: EditionChange) -> Iterator[str]:
    published, drafts = len(seen.sessions), len(seen.drafts)
    if made.kind is _Kind.RESCHEDULED:
        if published:
            yield _n(
                "%(num)s published session will move by the same amount of time as the assembly. Its new "
                "time will be published straight away.",
                "%(num)s published sessions will move by the same amount of time as the assembly. Their new"
                " times will be published straight away.",
                published,
            )
        if drafts:
            yield _n(
                "%(num)s session in the draft will move too. Other changes in the draft will stay unpublished.",
                "%(num)s sessions in the draft will move too. Other changes in the draft will stay unpublished.",
                drafts,
            )
    elif published and made.status is EditionStatus.CANCELLED:
        yield _("The programme stays visible, below a notice that the assembly is cancelled.")
    elif published and made.status is EditionStatus.POSTPONED:
        yield _("The programme stays visible with its previous times, below a notice that the assembly is postponed.")
    elif published and made.kind is _Kind.ONLINE:
        yield _(
            "The times of the sessions will not change. Seats chosen in sessions will be kept, but will not be needed."
        )


def _outside(seen: Outlook) -> Iterator[str]:
    if seen.outside:
        titles = listing([str(one.title) for one in seen.outside])
        yield _("These sessions are outside the new times. Check them after the change: %(sessions)s", sessions=titles)


def _form(seen: Outlook, made: EditionChange) -> Iterator[str]:
    if made.status in (EditionStatus.CANCELLED, EditionStatus.POSTPONED):
        yield _("The registration form will be closed and will show the reason.")
        return
    for one in seen.places:
        if made.is_online and one.mode is Mode.ON_SITE:
            yield _("It is no longer possible to attend in person.")
            continue
        closes = seen.shift.deadline(one.closes_at)
        if closes != one.closes_at:
            yield _moved(one, moment(one.closes_at, seen.edition.zone), moment(closes, seen.edition.zone))
        elif made.kind is not _Kind.ONLINE or one.mode is Mode.ONLINE:
            yield _(
                "%(mode)s: registration closes on %(moment)s.",
                mode=one.mode.label,
                moment=moment(closes, seen.edition.zone),
            )
    if made.is_online and all(one.mode is not Mode.ONLINE for one in seen.places):
        yield _(
            "From now on, people can also attend online, with the same registration dates as for attending in person."
        )


def _moved(one: PlaceCount, before: str, after: str) -> str:
    if one.closes_at < clock.now():
        return _("%(mode)s: registration reopens and closes on %(after)s.", mode=one.mode.label, after=after)
    return _(
        "%(mode)s: registration closes on %(after)s instead of %(before)s.",
        mode=one.mode.label,
        after=after,
        before=before,
    )


def _registrations(seen: Outlook, made: EditionChange) -> Iterator[str]:
    """What becomes of each registration; whether an email reaches its person makes no difference."""
    zone = seen.edition.zone
    until = moment(answer_until(clock.now(), made.starts_at, zone), zone)
    for part, number in sorted(seen.parts.items(), key=lambda one: list(Involvement).index(one[0])):
        yield _("%(who)s: %(what)s", who=_who(part, number), what=meaning(effective_kind(made), part, until))
    if not seen.parts:
        yield _("No one is registered or invited.")


def _who(part: Involvement, number: int) -> str:
    return {
        Involvement.COMES: lambda: _n(
            "%(num)s person confirmed to attend in person", "%(num)s people confirmed to attend in person", number
        ),
        Involvement.FOLLOWS: lambda: _n(
            "%(num)s person taking part online", "%(num)s people taking part online", number
        ),
        Involvement.WAITS: lambda: _n(
            "%(num)s person on the waiting list", "%(num)s people on the waiting list", number
        ),
        Involvement.OFFERED: lambda: _n("%(num)s person offered a place", "%(num)s people offered a place", number),
        Involvement.ASKED: lambda: _n("%(num)s to review", "%(num)s to review", number),
        Involvement.INVITED: lambda: _n("%(num)s unanswered invitation", "%(num)s unanswered invitations", number),
        Involvement.SPEAKS: lambda: _n(
            "%(num)s speaker without a registration", "%(num)s speakers without a registration", number
        ),
    }[part]()


def _emails(seen: Outlook) -> Iterator[str]:
    if not seen.by_language:
        yield _("No email is sent.")
        return
    total = sum(seen.by_language.values())
    by_language = listing([f"{language(lang)} {number}" for lang, number in seen.by_language.items()])
    yield _n(
        "%(num)s email will be sent straight away (%(by_language)s). This total includes any email "
        "to a person acting for someone else.",
        "%(num)s emails will be sent straight away (%(by_language)s). This total includes any email"
        " to a person acting for someone else.",
        total,
        by_language=by_language,
    )


def _planned(seen: Outlook, made: EditionChange) -> Iterator[str]:
    if seen.messages:
        yield _n(
            "%(num)s scheduled group message will become a draft again. Check its wording before you reschedule it.",
            "%(num)s scheduled group messages will become drafts again. Check their wording before you "
            "reschedule them.",
            len(seen.messages),
        )
    if made.status in (EditionStatus.CANCELLED, EditionStatus.POSTPONED):
        yield _("Automatic reminders and thank-you emails are not sent while the assembly is cancelled or postponed.")
    elif made.kind is _Kind.RESCHEDULED:
        yield _(
            "Automatic reminders will be based on the new date. People who received one for the old "
            "date will receive another."
        )


def _calendars(seen: Outlook, made: EditionChange) -> Iterator[str]:
    people = seen.confirmed
    numbers = {
        "sessions": _n("%(num)s session", "%(num)s sessions", len(seen.sessions)),
        "people": _n("%(num)s person confirmed", "%(num)s people confirmed", people),
    }
    if made.status in (EditionStatus.CANCELLED, EditionStatus.POSTPONED):
        yield _(
            "Calendar entries for the day of the assembly and for %(sessions)s will be cancelled (%(people)s).",
            **numbers,
        )
    else:
        yield _(
            "Calendar entries for the day of the assembly and for %(sessions)s will be updated (%(people)s).",
            **numbers,
        )


def _doors(made: EditionChange) -> str:
    if made.status is EditionStatus.CANCELLED:
        return _("Entrance pages say that the assembly is cancelled. Scans are not counted.")
    if made.status is EditionStatus.POSTPONED:
        return _("Entrance pages say that the assembly is postponed. Scans are not counted. Badges stay valid.")
    if made.is_online:
        return _("Entrance pages say that the assembly is online. Scans are not counted.")
    return _("Badges and entry codes already sent remain valid. Scans are counted only on the day of the assembly.")


def _stream(seen: Outlook, made: EditionChange) -> Iterator[str]:
    if made.kind is _Kind.ONLINE and not seen.edition.streams:
        yield _("There is no live stream yet. Add one on the “Live stream” page.")
