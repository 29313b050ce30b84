"""What the report states, claim by claim, in the language now spoken. Pure: the same facts give the same sentences.

The sixteen claims are those of the founding article (article-2023.md). Each stands on its own facts, so that a changed
fact changes its claims and no other. Numbers are computed; none is typed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.formats import day, in_line, in_words, language, listing, number, ordinal, spoken_in
from assembly.i18n import _, _n, current_language
from assembly.models import DECLARATION
from assembly.report.facts import Announced, Facts, KeyMessage, Said, day_of
from assembly.report.places import named
from assembly.stats.figures import participants, rounded


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
    """One number: what it is, of which day it speaks, and by which rule it is counted."""

    key: str
    label: str
    value: int
    on: str
    rule: str


def claims(facts: Facts) -> list[Claim]:
    """Every claim these facts support, in the order of the article and then of the key messages; what is not known is
    not claimed."""
    by_person: dict[str, list[Said]] = {}
    for said in facts.quotes:
        by_person.setdefault(said.person, []).append(said)
    made = [
        Claim("participants", _participants(facts)),
        Claim("edition", _edition(facts)),
        Claim("purpose", _("Purpose of the assembly: %(purpose)s.", purpose=_lower(str(facts.purpose)))),
        Claim("body", str(facts.body)),
        Claim("networks", _networks(facts)),
        *map(_quotation, by_person.values()),
        Claim("vision", _("The movement’s vision: “%(vision)s”.", vision=facts.vision) if facts.vision else ""),
        *(Claim("announcement", _announcement(one), link=one.link) for one in facts.announcements),
        Claim("growth", _growth(facts)),
        Claim("joined_on_day", _joined_on_day(facts)),
        Claim("joined_before", _joined_before(facts)),
        Claim("joined_this_year", _joined_this_year(facts)),
        Claim(
            "invitation",
            _("Cities and regions sign the “%(name)s” declaration. Organisations support it.", name=DECLARATION),
        ),
        Claim("recordings", _recordings(facts)),
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
    online = (
        _("Online attendance was not measured.")
        if facts.online is None
        else _("Online: %(count)s.", count=number(facts.online))
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
    return [Figure(key, label, value, on, rule) for key, label, value, on, rule in rows if value]


def _participants(facts: Facts) -> str:
    if facts.participants is None:
        return ""
    return _("The assembly brought together %(participants)s.", participants=participants(facts.participants))


def _edition(facts: Facts) -> str:
    when = {"ordinal": ordinal(facts.ordinal), "name": facts.name, "day": day(day_of(facts.met_on)), "city": facts.city}
    if not facts.host_event:
        return _("The %(ordinal)s %(name)s met in %(city)s on %(day)s.", **when)
    return _(
        "The %(ordinal)s %(name)s met in %(city)s on %(day)s, during the event “%(event)s”.",
        event=facts.host_event,
        **when,
    )


def _networks(facts: Facts) -> str:
    if not facts.networks:
        return ""
    count = len(facts.networks)
    return _n(
        "The Living-in.EU movement is run by %(spelled)s smart city network (%(names)s), with the "
        "support of the European Commission.",
        "The Living-in.EU movement is run by %(spelled)s smart city networks (%(names)s), with the "
        "support of the European Commission.",
        count,
        spelled=in_words(count),
        names=listing(list(facts.networks)),
    )


def _quotation(said: Sequence[Said]) -> Claim:
    by = said[0]
    who = ", ".join([by.name, *map(in_line, by.functions)])
    return Claim(f"quote:{by.person}", who, tuple(str(one.words) for one in said), tuple(said))


def circumstances(said: Said) -> str:
    """When or to whom words were said, in which session, and that what one reads is a translation."""
    spoken = spoken_in(said.original_lang)
    translation = _("Translation") if spoken and said.original_lang != current_language() else ""
    return " · ".join(part for part in (str(said.caption), str(said.session), translation, spoken) if part)


def _announcement(one: Announced) -> str:
    parts = [f"{one.title}{_(':')} {_lower(str(one.text))}"]
    if one.partners:
        parts.append(_("Partners: %(partners)s.", partners=one.partners))
    if one.planned_on:
        when = {"day": day(day_of(one.planned_on)), "languages": one.languages}
        parts.append(
            _("At the time of the announcement, the launch was planned for %(day)s, in %(languages)s.", **when)
        )
    return " ".join(parts)


def _growth(facts: Facts) -> str:
    counted = ((facts.signatories, _signatories), (facts.supporters, _supporters))
    said = [rounded(count, words) for count, words in counted if count]
    if not said:
        return ""
    on = day(day_of(facts.figures_on))
    return _("On %(day)s the movement had %(figures)s.", day=on, figures=listing(said))


def _signatories(count: int) -> str:
    return _n("%(num)s signatory", "%(num)s signatories", count, num=number(count))


def _supporters(count: int) -> str:
    return _n("%(num)s supporting organisation", "%(num)s supporting organisations", count, num=number(count))


def _joined_on_day(facts: Facts) -> str:
    count = len(facts.joined_on_day)
    if not count:
        return ""
    return _n(
        "During the assembly, %(spelled)s new signatory joined: %(places)s.",
        "During the assembly, %(spelled)s new signatories joined: %(places)s.",
        count,
        spelled=in_words(count),
        places=named(facts.joined_on_day),
    )


def _joined_before(facts: Facts) -> str:
    count = len(facts.joined_before)
    if not count:
        return ""
    return _n(
        "In the days before the assembly, %(spelled)s signatory joined: %(places)s.",
        "In the days before the assembly, %(spelled)s signatories joined: %(places)s.",
        count,
        spelled=in_words(count),
        places=named(facts.joined_before),
    )


def _joined_this_year(facts: Facts) -> str:
    """Say the sum: of one community it would say nothing new."""
    count = facts.joined_this_year
    if count < 2:
        return ""
    return _(
        "This brings the number of new signatories since the start of the year to %(spelled)s.",
        spelled=in_words(count),
    )


def _recordings(facts: Facts) -> str:
    if not facts.watch_in:
        return ""
    languages = listing([_("in %(language)s", language=language(one)) for one in facts.watch_in])
    return _("The recordings are available %(languages)s.", languages=languages)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
