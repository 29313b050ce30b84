"""Words of our mails that an organiser may replace: a subject and the paragraphs a mail opens with.

They are text: `{name}` and its like stand for facts, everything else is what it says, never a template.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from assembly.extensions import read_one
from assembly.i18n import _l
from assembly.mail.message import Values
from assembly.models import Bilingual, MailText

PLACES: dict[str, Any] = {
    "name": _l("the person’s name"),
    "assembly": _l("the name of the assembly"),
    "date": _l("the date of the assembly"),
    "time": _l("the start time and its time zone"),
    "place": _l("the venue and its address"),
    "deadline": _l("the last day to register"),
}
"What may stand in a text, each with what it becomes."
_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """Our own words, lazy, for the mails of one kind to registrations in one state; "" where there is none yet."""

    name: str
    label: Any
    subject: Any
    opening: Any
    kind: str
    state: str = "confirmed"

    def ours(self) -> tuple[Bilingual, Bilingual]:
        """Subject and opening in both languages, as we wrote them."""
        return Bilingual.of(self.subject), Bilingual.of(self.opening)


_texts: dict[str, Text] = {}


def declare(text: Text) -> None:
    """Make a text known; features do so in their `emails.py`."""
    if text.name in _texts:
        raise ValueError(f"two texts of the name {text.name}")
    _texts[text.name] = text


def all_texts() -> list[Text]:
    """In the order in which they were declared."""
    return list(_texts.values())


def by_name(name: str) -> Text | None:
    """The text of an address."""
    return _texts.get(name)


_REPLACED = select(MailText).where(MailText.edition_id == bindparam("edition"), MailText.name == bindparam("text"))


def replaced(edition_id: int, name: str) -> MailText | None:
    """An organiser's own words in place of ours."""
    return read_one(_REPLACED, {"edition": edition_id, "text": name})


def said(edition_id: int, name: str, values: Values) -> tuple[str, list[str]]:
    """Subject and opening paragraphs in the language now spoken: the organiser's words, else ours, facts put in."""
    own, ours = replaced(edition_id, name), _texts[name]
    subject, opening = (own.subject, own.opening) if own else (ours.subject, ours.opening)
    return filled(str(subject), values), paragraphs(str(opening), values)


def paragraphs(text: str, values: Values) -> list[str]:
    """What stands between empty lines, facts put in."""
    return [filled(one, values) for one in text.split("\n\n")]


def filled(text: str, values: Values) -> str:
    """Facts in their places, once and literally: what a fact holds is not looked into."""
    return _PLACE.sub(lambda found: values[found[1]]() if found[1] in values else found[0], text)


def unknown_place(text: str) -> str | None:
    """The first thing in braces that stands for nothing, or a brace alone; None where all is well."""
    for found in re.finditer(r"\{[^{}]*\}|[{}]", text):
        if not (known := _PLACE.fullmatch(found[0])) or known[1] not in PLACES:
            return found[0]
    return None
