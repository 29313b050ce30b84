"""For whom somebody comes, in words: pure, a link of the chain in, a line for badge and pages out.

French says it by the grammatical form of the person represented, where they said so themselves, and
otherwise by their office: never by guessing from a title.
"""

from assembly.formats import elided
from assembly.i18n import pgettext
from assembly.models import CommunityKind, Representation


def stands_for(link: Representation | None) -> str:
    """`Represents the Mayor of Rzeszów`, in the language now spoken; nothing for who comes as themselves."""
    if link is None or link.for_person is None:
        return ""
    place, form = str(link.community.names), link.for_person.grammatical_form
    if link.community.kind is CommunityKind.MUNICIPALITY:
        return elided(_of_a_city(form, place), place=True)
    if link.community.kind is CommunityKind.REGION:
        return elided(_of_a_region(form, place), place=True)
    return pgettext("an association or a state", "Represents %(place)s", place=place)


def _of_a_city(form: str | None, place: str) -> str:
    if form == "f":
        return pgettext("of a woman", "Represents the Mayor of %(place)s", place=place)
    if form == "m":
        return pgettext("of a man", "Represents the Mayor of %(place)s", place=place)
    return pgettext("of an office", "Represents the Mayor of %(place)s", place=place)


def _of_a_region(form: str | None, place: str) -> str:
    if form == "f":
        return pgettext("of a woman", "Represents the President of %(place)s", place=place)
    if form == "m":
        return pgettext("of a man", "Represents the President of %(place)s", place=place)
    return pgettext("of an office", "Represents the President of %(place)s", place=place)
