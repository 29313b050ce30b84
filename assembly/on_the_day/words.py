"""Ready-made sentences in both languages: what the public is told of an act, and notices to choose from."""

from assembly.formats import time
from assembly.i18n import LazyString, _, _l
from assembly.models import Bilingual, Edition
from assembly.on_the_day.acts import Act
from assembly.on_the_day.problems import Kind, Problem
from assembly.on_the_day.queries import Plan


def note(plan: Plan, edition: Edition) -> Bilingual:
    """What the public reads above the programme, unless somebody words it otherwise."""
    return Bilingual.of(LazyString(_sentence, plan, edition))


def ready_notices() -> dict[str, Bilingual]:
    """Notices to begin from, by their name in the address of the page."""
    found = {
        "delay": _l("This session begins later than planned. Please stay nearby."),
        "room": _l("This session has moved to another room. Please follow the signs."),
        "cancel": _l("This session is cancelled. We apologise for the inconvenience."),
    }
    return {name: Bilingual.of(text) for name, text in found.items()}


def _sentence(plan: Plan, edition: Edition) -> str:
    after = next((one.after for one in plan.steps if one.row is plan.row), None)
    title = plan.row.title
    if after is None:
        return ""
    begins, ends = time(after.starts_at, edition.zone), time(after.ends_at, edition.zone)
    if plan.act is Act.ROOM:
        return _("“%(title)s” will now take place in this room: %(room)s.", title=title, room=after.room)
    if plan.act is Act.CANCEL:
        return _("“%(title)s” is cancelled.", title=title)
    if plan.act is Act.REINSTATE:
        return _("“%(title)s” will take place after all, at %(time)s.", title=title, time=begins)
    if plan.act is Act.NOTICE:
        if not after.notice:
            return _("The notice about “%(title)s” no longer applies.", title=title)
        return _("“%(title)s”: %(notice)s", title=title, notice=after.notice)
    if after.starts_at == plan.row.starts_at:
        first = _("“%(title)s” now ends at %(time)s.", title=title, time=ends)
    else:
        first = _("“%(title)s” now begins at %(time)s.", title=title, time=begins)
    if len(plan.steps) == 1:
        return first
    return f"{first} " + _("The times of later sessions have changed too.")


def sentence(problem: Problem, edition: Edition) -> str:
    """What an act gets in the way of; the sessions are named beside."""
    if problem.kind is Kind.ROOM:
        return _("Two sessions are in the same room at the same time.")
    if problem.kind is Kind.PERSON:
        return _("%(name)s is in two sessions at the same time.", name=problem.name)
    return _("The session ends after the assembly, which ends at %(time)s.", time=time(edition.ends_at, edition.zone))
