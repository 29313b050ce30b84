"""The text an article begins with: each sentence whose facts exist, in both languages, with figures as placeholders."""

from collections.abc import Iterator
from itertools import count

from assembly.formats import listing
from assembly.i18n import LANGUAGES, _, _l, _n, in_each_language
from assembly.models import DECLARATION, Bilingual
from assembly.report.article.blocks import Block, Kind
from assembly.report.facts import Facts


def sentences(facts: Facts) -> dict[str, str]:
    """The sentences these facts support, in the language now spoken, by the claim each makes."""
    made = {
        "participants": _participants(facts),
        "edition": _edition(facts),
        "purpose": _("Purpose of the assembly: %(purpose)s.", purpose="{purpose}") if facts.purpose else "",
        "body": "{body}" if facts.body else "",
        "networks": _networks(facts),
        "vision": _("The movement’s vision: “%(vision)s”.", vision="{vision}") if facts.vision else "",
        "growth": _growth(facts),
        "joined_on_day": _joined_on_day(facts),
        "joined_before": _joined_before(facts),
        "joined_this_year": _joined_this_year(facts),
        "invitation": _(
            "Cities and regions sign the “%(name)s” declaration. Organisations support it.", name=DECLARATION
        ),
        "survey": _(
            "In the survey of participants (%(answers)s), %(satisfied)s were satisfied with the assembly and "
            "%(recommend)s would recommend it.",
            answers="{survey_answers}",
            satisfied="{survey_satisfied}",
            recommend="{survey_recommend}",
        )
        if facts.survey
        else "",
        "recordings": _("The recordings are available %(languages)s.", languages="{languages}")
        if facts.watch_in
        else "",
    }
    return {key: text for key, text in made.items() if text}


def first_blocks(facts: Facts) -> list[Block]:
    """The article before anybody has written in it; a section without data is left out."""
    codes = (f"b{number}" for number in count(1))
    return [Block(next(codes), kind, text, ref, link=link) for kind, text, ref, link in _laid_out(facts)]


def _laid_out(facts: Facts) -> Iterator[tuple[Kind, Bilingual, str, str]]:
    said = in_each_language(lambda: sentences(facts))

    def text(*keys: str) -> Bilingual:
        return Bilingual(*(" ".join(said[lang][key] for key in keys if key in said[lang]) for lang in LANGUAGES))

    quotes = list(dict.fromkeys(one.person for one in facts.quotes))
    if facts.picture:
        yield Kind.PICTURE, Bilingual(), facts.picture, ""
    yield Kind.LEAD, text("edition", "participants"), "", ""
    yield from _written(text("purpose", "body"))
    yield from ((Kind.QUOTE, Bilingual(), one, "") for one in quotes[:1])
    yield from _written(text("networks", "vision"))
    yield from ((Kind.QUOTE, Bilingual(), one, "") for one in quotes[1:])
    if facts.announcements:
        yield Kind.SUBHEAD, Bilingual.of(_l("Announced at the assembly")), "", ""
    for position, one in enumerate(facts.announcements, 1):
        token = f"{{announcement_{position}}}"
        yield Kind.PARAGRAPH, Bilingual(token, token), "", one.link
    growth = text("growth", "joined_on_day", "joined_before", "joined_this_year")
    if growth:
        yield Kind.SUBHEAD, Bilingual.of(_l("A growing movement")), "", ""
    yield from _written(growth)
    if facts.key_messages:
        yield Kind.SUBHEAD, Bilingual.of(_l("Key messages")), "", ""
    yield from ((Kind.MESSAGES, Bilingual(), one.session, "") for one in facts.key_messages)
    if facts.survey:
        yield Kind.SUBHEAD, Bilingual.of(_l("What participants say")), "", ""
        yield Kind.PARAGRAPH, text("survey"), "", facts.survey.link
    yield Kind.SUBHEAD, Bilingual.of(_l("Join the movement")), "", ""
    yield from _written(text("invitation"))
    if facts.recordings:
        yield from _written(text("recordings"))
        yield Kind.RECORDINGS, Bilingual(), "", ""


def _written(text: Bilingual) -> Iterator[tuple[Kind, Bilingual, str, str]]:
    if text:
        yield Kind.PARAGRAPH, text, "", ""


def _participants(facts: Facts) -> str:
    if not facts.participants:
        return ""
    return _("The assembly brought together %(participants)s.", participants="{participants}")


def _edition(facts: Facts) -> str:
    when = {"ordinal": "{ordinal}", "name": "{name}", "day": "{day}", "city": "{city}"}
    if not facts.host_event:
        return _("The %(ordinal)s %(name)s met in %(city)s on %(day)s.", **when)
    return _(
        "The %(ordinal)s %(name)s met in %(city)s on %(day)s, during the event “%(event)s”.", event="{event}", **when
    )


def _networks(facts: Facts) -> str:
    if not facts.networks:
        return ""
    return _n(
        "The Living-in.EU movement is run by %(spelled)s smart city network (%(names)s), with the "
        "support of the European Commission.",
        "The Living-in.EU movement is run by %(spelled)s smart city networks (%(names)s), with the "
        "support of the European Commission.",
        len(facts.networks),
        spelled="{networks_count}",
        names="{networks}",
    )


def _growth(facts: Facts) -> str:
    counted = {"{signatories}": facts.signatories, "{supporters}": facts.supporters}
    said = [token for token, number in counted.items() if number]
    if not said:
        return ""
    return _("On %(day)s the movement had %(figures)s.", day="{figures_day}", figures=listing(said))


def _joined_on_day(facts: Facts) -> str:
    if not facts.joined_on_day:
        return ""
    return _n(
        "During the assembly, %(spelled)s new signatory joined: %(places)s.",
        "During the assembly, %(spelled)s new signatories joined: %(places)s.",
        len(facts.joined_on_day),
        spelled="{joined_on_day_count}",
        places="{joined_on_day}",
    )


def _joined_before(facts: Facts) -> str:
    if not facts.joined_before:
        return ""
    return _n(
        "In the days before the assembly, %(spelled)s new signatory joined: %(places)s.",
        "In the days before the assembly, %(spelled)s new signatories joined: %(places)s.",
        len(facts.joined_before),
        spelled="{joined_before_count}",
        places="{joined_before}",
    )


def _joined_this_year(facts: Facts) -> str:
    """Say the sum: of one community it would say nothing new."""
    if facts.joined_this_year < 2:
        return ""
    return _(
        "This brings the number of new signatories since the start of the year to %(spelled)s.",
        spelled="{joined_this_year}",
    )
