"""What is on the badges of several people, each in the language of its person; read in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assembly.access.emails import code_address
from assembly.agenda.queries import programme
from assembly.badges import queries
from assembly.badges.codes import drawn
from assembly.badges.papers import PrintOptions
from assembly.badges.sheet import document, inside_of, page_of
from assembly.delegations.words import stands_for
from assembly.i18n import _, in_each_language, speaking
from assembly.models import Badge, Edition
from assembly.pdf import pdf


@dataclass(frozen=True, slots=True)
class Face:
    """One badge and what would be printed on it now."""

    badge: Badge
    page: dict[str, Any]


def faces(badges: Sequence[Badge]) -> list[Face]:
    """Read what is on each of these badges now."""
    ids = [one.registration_id for one in badges]
    represented, agreed = queries.represented_by(ids), queries.agreed_to_photos(ids)
    languages = queries.languages_on_badges(ids)
    found = []
    for one in badges:
        guest = one.registration
        with speaking(guest.lang):
            page = page_of(
                guest,
                code_address(one.token_sealed),
                stands_for(represented.get(guest.id)),
                photo=guest.id in agreed,
                languages=languages.get(guest.id, ()),
            )
        found.append(Face(one, page))
    return found


def insides(edition: Edition) -> dict[str, Any]:
    """Read what the badges of an edition share, by language: the programme of its day and what to know."""
    sessions = programme(edition)
    return in_each_language(lambda: inside_of(edition, sessions))


def badge_to_print(badge: Badge) -> bytes:
    """Set the badge of one person on an A4 page to fold, in their language.

    The picture and the file's own title say nothing of the person.
    """
    edition = badge.registration.edition
    (face,) = faces([badge])
    with speaking(badge.registration.lang):
        title = f"{_('Your badge')} – {edition.name}"
        template, facts = document([face.page], insides(edition), PrintOptions(), title)
        return pdf(template, drawn(facts))
