"""What is to be done about the programme and its speakers."""

from assembly import clock
from assembly.agenda import queries as agenda
from assembly.cochairs.queries import count_ideas
from assembly.formats import day, language
from assembly.i18n import LANGUAGES, _, _n
from assembly.models import AppearanceState, Phase, Session
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.speakers.board import incomplete
from assembly.speakers.queries import changed_sessions, unconfirmed

SPEAKERS_DUE = 30
"Days before the assembly: from then on the office is told what is missing of its speakers."


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
    if desk.edition.phase is not Phase.BEFORE or not desk.edition.takes_place or days > SPEAKERS_DUE:
        return []
    if not (count := incomplete(desk.edition)):
        return []
    words = _n("Something is missing for %(num)s speaker", "Something is missing for %(num)s speakers", count)
    note = _("The missing item may be text, a translation, a portrait or the speaker’s consent.")
    return [Todo(Urgency.SOON, words, note, _("See what is missing"), "speakers_office.listing")]


def proposed_speakers(desk: Desk) -> list[Todo]:
    """Speakers the co-chairs proposed and nobody has answered."""
    if not (count := count_ideas(desk.edition) if not desk.is_over else 0):
        return []
    words = _n("Answer %(num)s proposal from the co-chairs", "Answer %(num)s proposals from the co-chairs", count)
    note = _("The co-chairs are waiting to hear from you.")
    return [Todo(Urgency.SOON, words, note, _("Answer"), "speakers_office.listing")]
