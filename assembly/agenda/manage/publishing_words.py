"""Words for what would be published and for what the checks found."""

from dataclasses import dataclass
from typing import Any

from assembly.agenda.checks import Check, Fault
from assembly.agenda.difference import Change
from assembly.agenda.wording import change as change
from assembly.calendar.queries import pending
from assembly.formats import language, listing, time
from assembly.i18n import _
from assembly.models import Edition, Release


@dataclass(frozen=True, slots=True)
class Said:
    """A fault with its sentence."""

    fault: Fault
    sentence: str

    @property
    def is_untranslated(self) -> bool:
        """Whether nothing at all can be published while it stands."""
        return self.fault.check is Check.UNTRANSLATED


def saved(edition: Edition, code: str) -> str:
    """What the office reads after it has changed a session of the draft: whether publishing it would change anything,
    and which others are in its room at the same time."""
    now, said = pending(edition), [_("Saved.")]
    if not edition.is_announced:
        said.append(_("The assembly is not public yet."))
    elif any(one.code == code for one in now.changes):
        said.append(_("The public will see this change when you publish."))
    shared = [one for one in now.faults if one.check is Check.ROOM and code in {each.code for each in one.sessions}]
    others = {str(each.title) or _("No title") for one in shared for each in one.sessions if each.code != code}
    if others:
        said.append(f"{sentence(shared[0], edition)} ({listing(sorted(others))})")
    return " ".join(said)


def undo(found: tuple[Release, list[Change]] | None, edition: Edition) -> tuple[Release, list[Any]] | None:
    """The release one may take back, and what becomes of its sessions."""
    return (found[0], [change(one, edition) for one in found[1]]) if found else None


def sentence(fault: Fault, edition: Edition) -> str:
    """What a check found; the sessions it found it in are named beside."""
    name = fault.appearance.person.full_name if fault.appearance else ""
    langs = listing([language(code) for code in fault.langs])
    begins, ends = (time(at, edition.zone) for at in (*fault.times, *fault.times)[:2]) if fault.times else ("", "")
    return {
        Check.UNTRANSLATED: lambda: _("Text missing: %(languages)s.", languages=langs),
        Check.ROOM: lambda: _("Two sessions are in the same room at the same time."),
        Check.PERSON: lambda: _("%(name)s is in two sessions at the same time.", name=name),
        Check.OUTSIDE: lambda: _(
            "The session is outside the assembly’s hours (%(begins)s to %(ends)s).", begins=begins, ends=ends
        ),
        Check.UNCONFIRMED: lambda: _("%(name)s has not confirmed and is not shown.", name=name),
        Check.POSITION: lambda: _("%(name)s’s position is missing in %(languages)s.", name=name, languages=langs),
        Check.STALE: lambda: _("One language version is newer than the other."),
        Check.NO_INTERPRETATION: lambda: _("There is no interpretation from %(languages)s.", languages=langs),
        Check.HOLE: lambda: _("Nothing is planned from %(begins)s to %(ends)s.", begins=begins, ends=ends),
        Check.END: lambda: _(
            "The programme ends at %(begins)s; the practical information says %(ends)s.", begins=begins, ends=ends
        ),
    }[fault.check]()
