"""Protocol order: the list by which people are seated and stand, and why one is before another."""

from datetime import date
from itertools import pairwise

from flask import render_template, request

from assembly.access.pages import office
from assembly.formats import country, day
from assembly.i18n import _
from assembly.models import Edition, Registration
from assembly.protocol import queries as protocol_queries
from assembly.protocol.rules import VERSION, Rule, decides
from assembly.security import Permission, needs


@office.get("/people/protocol")
@needs(Permission.SEE_PEOPLE)
def protocol_order(edition: Edition) -> str:
    """Everybody who has a place in the room, numbered, with what puts each before the next; any two compared."""
    people = protocol_queries.in_protocol_order(edition)
    rules = [decides(one.protocol_key, other.protocol_key) for one, other in pairwise(people)]
    return render_template(
        "protocol/manage/protocol.html",
        people=list(zip(people, [*rules, None], strict=True)) if people else [],
        compared=_compared(people),
        asked={name: request.args.get(name, "") for name in ("first", "second")},
        version=VERSION,
        most=protocol_queries.MOST,
    )


def _compared(people: list[Registration]) -> dict[str, object] | None:
    """Two of them by their numbers on the list, the one who comes first first, and the rule between them: none where
    the numbers are not two of the list. Nothing where nobody asked."""
    numbers = [request.args.get(name, "") for name in ("first", "second")]
    if not any(numbers):
        return None
    if not all(one.isascii() and one.isdecimal() and len(one) < 6 and 0 < int(one) <= len(people) for one in numbers):
        return {"rule": None, "pair": []}
    low, high = sorted(int(one) - 1 for one in numbers)
    first, second = people[low], people[high]
    rule = decides(first.protocol_key, second.protocol_key)
    if rule is None:
        return {"rule": None, "pair": []}
    signed = protocol_queries.signatures_of([first, second])
    return {"rule": rule, "pair": [(one, _fact(rule, one, signed)) for one in (first, second)]}


def _fact(rule: Rule, one: Registration, signed: dict[int, date]) -> str:
    """What the rule sees of this person; nothing where the rule says all."""
    place = one.community
    on = signed.get(one.community_id or 0)
    return {
        Rule.OFFICE: one.office.label,
        Rule.COUNTRY: country(place.country) if place else _("no country"),
        Rule.SIGNED: _("signed on %(day)s", day=day(on)) if on else _("not signed"),
        Rule.PLACE: place.native_name if place else one.org_text,
        Rule.FAMILY: one.person.family,
        Rule.GIVEN: one.person.given,
        Rule.REFERENCE: one.code,
    }.get(rule, "")
