"""Content that exists in English and French: two columns behind one value (design.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Text, event, inspect
from sqlalchemy.orm import Composite, Mapped, Session, composite, mapped_column

from assembly import clock
from assembly.i18n import LANGUAGES, current_language
from assembly.models.types import column


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages. `str()` gives the language now spoken, or the other where that one is missing."""

    en: str = ""
    fr: str = ""

    def in_language(self, lang: str) -> str:
        """The text in `lang`, else in the other language, else empty."""
        return str(getattr(self, lang)) or self.en or self.fr

    def language_shown(self, lang: str) -> str:
        """The language `in_language` really gives, so that a fallback can be marked (WCAG 3.1.2)."""
        return lang if getattr(self, lang) else next((other for other in LANGUAGES if getattr(self, other)), lang)

    def missing(self) -> list[str]:
        """The languages still to be written."""
        return [lang for lang in LANGUAGES if not getattr(self, lang)]

    def __bool__(self) -> bool:
        return bool(self.en or self.fr)

    def __str__(self) -> str:
        return self.in_language(current_language())


def bilingual(name: str) -> Composite[Any]:
    """The pair of columns `name_en`, `name_fr`, neither of them personal data."""
    return composite(
        Bilingual,
        *(mapped_column(f"{name}_{lang}", Text, default="", info={"personal": "none"}) for lang in LANGUAGES),
    )


class HasWords:
    """A noun with bilingual texts: remembers when each language of each text last changed, so a stale pair shows."""

    words_changed: Mapped[dict[str, dict[str, str]]] = column("none", JSON, default=dict)


@event.listens_for(Session, "before_flush")
def _note_changed_words(session: Session, *_: object) -> None:
    for noun in session.new | session.dirty:
        if not isinstance(noun, HasWords):
            continue
        state = inspect(noun)
        changed = {field: dict(dates) for field, dates in (noun.words_changed or {}).items()}
        for composite_ in state.mapper.composites:
            for attribute, lang in zip(composite_.props, LANGUAGES, strict=True):
                if state.attrs[attribute.key].history.has_changes():
                    changed.setdefault(composite_.key, {})[lang] = clock.now().isoformat()
        if changed != noun.words_changed:
            noun.words_changed = changed
