"""What there is to do about the report, and about the quotes it may use."""

from assembly import clock
from assembly.i18n import _, _n
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.report.queries import is_held_back
from assembly.speakers.quote_requests import count_answers_to_read

REPORT_LATE = 3
"Days after the assembly from which its report is awaited."


def report(desk: Desk) -> list[Todo]:
    """The day after: the figures, then the article; some days later it is awaited."""
    if not desk.is_over or desk.edition.public_report is not None:
        return []
    days = (clock.local_day(clock.now(), desk.edition.zone) - desk.edition.day).days
    late = days >= REPORT_LATE
    words = _("Publish the report") if late else _("Check the figures, then write the article")
    note = _n("The assembly took place %(num)s day ago.", "The assembly took place %(num)s days ago.", days)
    urgency = Urgency.DEADLINE if late else Urgency.SOON
    return [Todo(urgency, words, note, _("Check figures"), "results.results")]


def stopped_articles(desk: Desk) -> list[Todo]:
    """An article whose embargo ended and whose check found something, so that it was not published."""
    if not desk.is_over or not is_held_back(desk.edition):
        return []
    note = _("When the embargo ended, the check found points that need your attention.")
    words = _("The article was not published")
    return [Todo(Urgency.NOW, words, note, _("See the article"), "article_office.write")]


def quote_answers(desk: Desk) -> list[Todo]:
    """Quotes that their speakers have reworded or refused."""
    count = count_answers_to_read(desk.edition)
    if not count:
        return []
    words = _n(
        "%(num)s quote was reworded or refused by its speaker",
        "%(num)s quotes were reworded or refused by their speakers",
        count,
    )
    note = _("Quotes are not public until they are approved.")
    return [Todo(Urgency.NOW, words, note, _("See the quotes"), "quotes_office.listing")]
