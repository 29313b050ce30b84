"""What the report states, claim by claim, in the language now spoken. Pure: the same facts give the same sentences.

The sixteen claims are those of the founding article. Each stands on its own facts, so that a changed
fact changes its claims and no other. Numbers are computed; none is typed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.numbers import format_percent

from assembly.formats import day, in_line, number, spoken_in
from assembly.i18n import _, current_language, current_locale
from assembly.report.article.filling import fill
from assembly.report.article.placeholders import placeholders
from assembly.report.article.template import sentences
from assembly.report.facts import Facts, KeyMessage, Said, day_of
from assembly.values import grouped


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement. `key` names it in pages, files and tests; a quote has its words apart from who said them.

    `said` are the quotes of these words, and `source` is the session of a key message.
    """

    key: str
    text: str
    words: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    link: str = ""
    source: KeyMessage | None = None

    @property
    def by(self) -> Said | None:
        """Who said it, for a quote."""
        return next(iter(self.said), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number: what it is, of which day it speaks, and by which rule it is counted. `said` is a share in words."""

    key: str
    label: str
    value: int
    on: str
    rule: str
    said: str = ""

    @property
    def words(self) -> str:
        """The number as one reads it."""
        return self.said or in_words(self.key, self.value)


def in_words(key: str, value: int) -> str:
    """The number of a figure as one reads it: what a survey found is out of a hundred."""
    if key in ("survey_satisfied", "survey_recommend"):
        return str(format_percent(value / 100, locale=current_locale()))
    return number(value)


def claims(facts: Facts) -> list[Claim]:
    """Every claim these facts support, in the order of the founding article and then of the key messages; what is not
    known is not claimed."""
    by_person = grouped((said.person, said) for said in facts.quotes)
    known, told = placeholders(facts), sentences(facts)

    def stated(*keys: str) -> list[Claim]:
        return [Claim(key, fill(told[key], known)) for key in keys if key in told]

    made = [
        *stated("participants", "edition", "purpose", "body", "networks"),
        *(quotation(one) for one in by_person.values()),
        *stated("vision"),
        *(
            Claim("announcement", known[f"announcement_{position}"].text, link=one.link)
            for position, one in enumerate(facts.announcements, 1)
        ),
        *stated("growth", "joined_on_day", "joined_before", "joined_this_year", "invitation", "recordings"),
        Claim("picture", str(facts.picture_alt or "")),
        *(Claim(f"key_message:{one.session}", str(one.text), source=one) for one in facts.key_messages),
    ]
    return [claim for claim in made if claim.text]


def figures(facts: Facts) -> list[Figure]:
    """The numbers behind the claims, each with its day and its rule; nought is not claimed either."""
    balance = (
        _(
            "%(count)s before %(day)s, plus the signatures recorded since then.",
            count=number(facts.balance),
            day=day(day_of(facts.balance_on)),
        )
        if facts.balance_on
        else _("Dated signatures.")
    )
    watched = next((one.value for one in facts.figures if one.key == "online"), facts.online)
    online = (
        _("Online attendance was not measured.") if watched is None else _("Online: %(count)s.", count=number(watched))
    )
    came = _("People admitted at an entrance at least once, not counting staff, press and interpreters.")
    eve = _("Signatures from %(day)s to the day before the assembly.", day=day(day_of(facts.lead_up_from_on)))
    signed = _("Signatures collected at this assembly.")
    met, then = facts.met_on, facts.figures_on
    rows = (
        ("participants", _("Participants"), facts.participants, met, f"{came} {online}"),
        (
            "communities",
            _("Cities and regions"),
            facts.communities,
            met,
            _("Cities and regions represented by participants."),
        ),
        (
            "countries",
            _("Countries"),
            facts.countries,
            met,
            _("Countries of the cities and regions represented by participants."),
        ),
        ("signatories", _("Signatories"), facts.signatories, then, balance),
        (
            "supporters",
            _("Supporting organisations"),
            facts.supporters,
            then,
            _("Supporters are counted in the same way as signatories."),
        ),
        ("joined_on_day", _("Joined during the assembly"), len(facts.joined_on_day), met, signed),
        ("joined_before", _("Joined in the days before the assembly"), len(facts.joined_before), met, eve),
        (
            "joined_this_year",
            _("Joined since the start of the year"),
            facts.joined_this_year,
            met,
            _("Signatures from 1 January to the day of the assembly."),
        ),
    )
    counted = (*rows, *_of_survey(facts))
    return [Figure(key, label, value, on, rule) for key, label, value, on, rule in counted if value]


def _of_survey(facts: Facts) -> tuple[tuple[str, str, int | None, str, str], ...]:
    if facts.survey is None:
        return ()
    rule = _("Given by the outside survey at %(link)s.", link=facts.survey.link)
    share = _("Share of the answers. %(rule)s", rule=rule)
    return (
        ("survey_answers", _("Answers to the survey"), facts.survey.answers, facts.met_on, rule),
        ("survey_satisfied", _("Satisfied with the assembly"), facts.survey.satisfied, facts.met_on, share),
        ("survey_recommend", _("Would recommend the assembly"), facts.survey.recommend, facts.met_on, share),
    )


def quotation(said: Sequence[Said]) -> Claim:
    """The words of one person, with their functions of then."""
    by = said[0]
    who = ", ".join([by.name, *map(in_line, by.functions)])
    return Claim(f"quote:{by.person}", who, tuple(str(one.words) for one in said), tuple(said))


def circumstances(said: Said) -> str:
    """When or to whom words were said, in which session, and that what one reads is a translation."""
    spoken = spoken_in(said.original_lang)
    translation = _("Translation") if spoken and said.original_lang != current_language() else ""
    return " · ".join(part for part in (str(said.caption), str(said.session), translation, spoken) if part)
