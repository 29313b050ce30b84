"""Content that exists in English and French: two columns behind one value."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Text, event, inspect
from sqlalchemy.orm import Composite, Mapped, Session, composite, mapped_column

from assembly import clock
from assembly.i18n import LANGUAGES, current_language, in_each_language
from assembly.models.types import column


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text in both languages. `str()` gives the language now spoken, or the other where that one is missing."""

    en: str = ""
    fr: str = ""

    @classmethod
    def of(cls, text: object) -> "Bilingual":
        """Say a lazy text in each language."""
        return cls(**in_each_language(lambda: str(text)))

    def in_language(self, lang: str) -> str:
        """The text in `lang`, else in the other language, else empty."""
        return str(getattr(self, lang)) or self.en or self.fr

    def language_shown(self, lang: str) -> str:
        """The language `in_language` really gives, so that a fallback can be marked (WCAG 3.1.2)."""
        return lang if getattr(self, lang) else next((other for other in LANGUAGES if getattr(self, other)), lang)

    def by_language(self) -> dict[str, str]:
        """Give each language its text, empty where it is missing."""
        return {lang: getattr(self, lang) for lang in LANGUAGES}

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


_ONE_SAVING = timedelta(minutes=1)
"Both languages of a pair saved together are dated moments apart."


class HasWords:
    """A noun with bilingual texts: remembers when each language of each text last changed, so a stale pair shows."""

    words_changed: Mapped[dict[str, dict[str, str]]] = column("none", JSON, default=dict)

    def stale_words(self) -> list[str]:
        """The texts of which one language has changed since the other, so that the pair may not say the same."""
        return sorted(field for field, dates in (self.words_changed or {}).items() if self._is_stale(field, dates))

    def words_still_right(self) -> None:
        """Somebody has read both languages of each text, and they say the same."""
        now = clock.now().isoformat()
        self.words_changed = {field: dict.fromkeys(LANGUAGES, now) for field in self.words_changed}

    def _is_stale(self, field: str, dates: dict[str, str]) -> bool:
        if len(dates) < len(LANGUAGES) or getattr(self, field).missing():
            return False
        moments = [datetime.fromisoformat(date) for date in dates.values()]
        return max(moments) - min(moments) > _ONE_SAVING


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
