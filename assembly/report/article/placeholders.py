"""Placeholders of figures and names: `{participants}` is said from the fact sheet and cannot be overtyped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.numbers import format_percent

from assembly.formats import day, in_words, language, listing, number, ordinal
from assembly.i18n import LazyString, _, _l, _n, current_locale
from assembly.report.article.places import named
from assembly.report.facts import Announced, Counted, Facts, Fixed, Grouped, day_of
from assembly.stats.definitions import DEFINITIONS
from assembly.stats.figures import participants, rounded
from assembly.stats.statistic import Share

TOTAL = "total_"
"Before the key of a statistic."
ANNOUNCEMENT = "announcement_"
"Before the position of an announcement."
SURVEY = ("survey_answers", "survey_satisfied", "survey_recommend")
QUESTION = "question_"
"Before the key of a question of the survey among the tables."


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name in braces: what it is, and what it says in the language now spoken; nothing without data."""

    key: str
    label: str
    text: str


def placeholders(facts: Facts) -> dict[str, Placeholder]:
    """Every placeholder there is, by its name; one without data has no text."""
    found = [Placeholder(key, str(label), say(facts)) for key, label, say in _SAID]
    found += [*_announcements(facts), *_not_measured(facts), *map(_of_statistic, facts.figures)]
    found += [
        Placeholder(key, f"{of.label} – {one.label}", _answered(one.count)) for key, of, one in survey_answers(facts)
    ]
    return {one.key: one for one in found}


def counts(facts: Facts) -> dict[str, int]:
    """What is counted, by the placeholder that says it; 0 where there is no data."""
    day, before = len(facts.joined_on_day), len(facts.joined_before)
    return {
        "participants": facts.participants or 0,
        "communities": facts.communities or 0,
        "countries": facts.countries or 0,
        "signatories": facts.signatories,
        "supporters": facts.supporters,
        **dict.fromkeys(("joined_on_day", "joined_on_day_count"), day),
        **dict.fromkeys(("joined_before", "joined_before_count"), before),
        "joined_this_year": facts.joined_this_year,
        **dict.fromkeys(("networks", "networks_count"), len(facts.networks)),
        "survey_answers": facts.survey.answers if facts.survey else 0,
        **{f"{TOTAL}{one.key}": one.value for one in facts.figures if one.whole is None},
    }


def _people(facts: Facts) -> str:
    return "" if not facts.participants else participants(facts.participants)


def _communities(facts: Facts) -> str:
    return rounded(facts.communities, _cities) if facts.communities else ""


def _cities(count: int) -> str:
    return _n("%(num)s city or region", "%(num)s cities and regions", count)


def _countries(facts: Facts) -> str:
    count = facts.countries
    return _n("%(num)s country", "%(num)s countries", count) if count else ""


def _signatories(facts: Facts) -> str:
    return rounded(facts.signatories, _signed) if facts.signatories else ""


def _signed(count: int) -> str:
    return _n("%(num)s signatory", "%(num)s signatories", count)


def _supporters(facts: Facts) -> str:
    return rounded(facts.supporters, _supporting) if facts.supporters else ""


def _supporting(count: int) -> str:
    return _n("%(num)s supporting organisation", "%(num)s supporting organisations", count)


def _spelled(count: int) -> str:
    return in_words(count) if count else ""


def _watch_in(facts: Facts) -> str:
    return listing([_("in %(language)s", language=language(one)) for one in facts.watch_in])


def survey_answers(facts: Facts) -> Iterator[tuple[str, Grouped, Counted]]:
    """The answers of a survey: the name of the placeholder, the question and the count of each."""
    for question in facts.groups:
        if question.key.startswith(QUESTION):
            yield from ((f"{question.key}_{one.key}", question, one) for one in question.rows)


def _answers(facts: Facts) -> str:
    return _answered(facts.survey.answers) if facts.survey and facts.survey.answers else ""


def _answered(count: int) -> str:
    return _n("%(num)s answer", "%(num)s answers", count)


def _percent(facts: Facts, field: str) -> str:
    if facts.survey is None:
        return ""
    return str(format_percent(getattr(facts.survey, field) / 100, locale=current_locale()))


def _announcements(facts: Facts) -> Iterator[Placeholder]:
    for position, one in enumerate(facts.announcements, 1):
        label = _("Announcement %(number)s", number=position)
        yield Placeholder(f"{ANNOUNCEMENT}{position}", label, _announcement(one))


def _announcement(one: Announced) -> str:
    parts = [f"{one.title}{_(':')} {small(str(one.text))}"]
    if one.partners:
        parts.append(_("Partners: %(partners)s.", partners=one.partners))
    if one.planned_on:
        when = {"day": day(day_of(one.planned_on)), "languages": one.languages}
        parts.append(
            _("At the time of the announcement, the launch was planned for %(day)s, in %(languages)s.", **when)
        )
    return " ".join(parts)


def _not_measured(facts: Facts) -> Iterator[Placeholder]:
    fixed = {one.key for one in facts.figures}
    for one in DEFINITIONS:
        if one.head is None and not one.is_personal and one.key not in fixed:
            yield Placeholder(f"{TOTAL}{one.key}", str(one.label), "")


def _of_statistic(one: Fixed) -> Placeholder:
    return Placeholder(f"{TOTAL}{one.key}", str(one.label), words_of(one))


def words_of(one: Fixed) -> str:
    """The number of a statistic as one reads it: a share with its whole."""
    return number(one.value) if one.whole is None else Share(one.value, one.whole).words


def small(text: str) -> str:
    """The text to be said within a sentence."""
    return text[:1].lower() + text[1:]


_SAID: tuple[tuple[str, LazyString, Callable[[Facts], str]], ...] = (
    ("participants", _l("Participants"), _people),
    ("communities", _l("Cities and regions"), _communities),
    ("countries", _l("Countries"), _countries),
    ("signatories", _l("Signatories"), _signatories),
    ("supporters", _l("Supporting organisations"), _supporters),
    ("figures_day", _l("Day of the movement’s figures"), lambda facts: day(day_of(facts.figures_on))),
    ("joined_on_day", _l("Joined during the assembly"), lambda facts: named(facts.joined_on_day)),
    (
        "joined_on_day_count",
        _l("How many joined during the assembly"),
        lambda facts: _spelled(len(facts.joined_on_day)),
    ),
    ("joined_before", _l("Joined in the days before the assembly"), lambda facts: named(facts.joined_before)),
    ("joined_before_count", _l("How many joined in the days before"), lambda facts: _spelled(len(facts.joined_before))),
    ("joined_this_year", _l("Joined since the start of the year"), lambda facts: _spelled(facts.joined_this_year)),
    ("ordinal", _l("Which assembly it was"), lambda facts: ordinal(facts.ordinal)),
    ("name", _l("Name of the assembly"), lambda facts: str(facts.name)),
    ("day", _l("Day of the assembly"), lambda facts: day(day_of(facts.met_on))),
    ("city", _l("City where it met"), lambda facts: str(facts.city)),
    ("event", _l("Event it was part of"), lambda facts: str(facts.host_event)),
    ("purpose", _l("Purpose of the assembly"), lambda facts: small(str(facts.purpose))),
    ("body", _l("What the assembly is"), lambda facts: str(facts.body)),
    ("vision", _l("The movement’s vision"), lambda facts: str(facts.vision)),
    ("networks", _l("Networks that run the movement"), lambda facts: listing(list(facts.networks))),
    ("networks_count", _l("How many networks"), lambda facts: _spelled(len(facts.networks))),
    ("languages", _l("Languages of the recordings"), _watch_in),
    ("survey_answers", _l("Answers to the survey"), _answers),
    ("survey_satisfied", _l("Satisfied with the assembly"), lambda facts: _percent(facts, "satisfied")),
    ("survey_recommend", _l("Would recommend the assembly"), lambda facts: _percent(facts, "recommend")),
)
