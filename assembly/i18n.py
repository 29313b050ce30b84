"""The two languages: which one is spoken now, and how to speak another for a while."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from babel.numbers import format_decimal
from babel.support import Translations
from flask_babel import LazyString, force_locale

LANGUAGES = ("en", "fr")
LOCALES = {"en": "en_GB", "fr": "fr"}
"Formats: British dates and a 24-hour clock in English, never the American ones Babel gives for plain `en`."
SWITCH = "switch"
"What the links of the language switch have in their query."
OWN_NAMES = {"en": "English", "fr": "Français"}

_Said = TypeVar("_Said")

_current: ContextVar[str] = ContextVar("current_language", default="en")


def _(sentence: str, **facts: Any) -> str:
    """The sentence in the language now spoken, with its facts put in."""
    text: str = catalogue().ugettext(sentence)
    return text % facts if facts else text


def _l(sentence: str, **facts: Any) -> LazyString:
    """The same, said in the language spoken when it is written out."""
    return LazyString(_, sentence, **facts)


class Labelled(StrEnum):
    """Words that are stored, each with what people read for it: `ON_SITE = "on_site", _l("In person")`."""

    words: LazyString | str

    def __new__(cls, value: str, words: LazyString | str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    @property
    def label(self) -> str:
        """What people read, in the language now spoken."""
        return str(self.words)


def pgettext(context: str, sentence: str, **facts: Any) -> str:
    """A sentence that English says in one way and French in several: `context` tells which is meant."""
    text: str = catalogue().upgettext(context, sentence)
    return text % facts if facts else text


def _n(one: str, many: str, count: int, **facts: Any) -> str:
    """The same where a number decides the form of the words; `num` stands for it, grouped as the language does."""
    text: str = catalogue().ungettext(one, many, count)
    return text % {"num": format_decimal(count, locale=current_locale()) if count >= 1000 else count, **facts}


def catalogue() -> Any:
    """The sentences of the language now spoken: asking Flask-Babel for them with each took a tenth of a page."""
    return _catalogue(_current.get())


@cache
def _catalogue(lang: str) -> Any:
    return Translations.load(str(Path(__file__).parent / "translations"), [LOCALES[lang]])


def current_language() -> str:
    """The language now spoken: `en` or `fr`."""
    return _current.get()


def set_language(lang: str) -> None:
    """Speak `lang` for the rest of this request. Anything but our languages raises ValueError."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    _current.set(lang)


def current_locale() -> str:
    """Babel's name of the language now spoken."""
    return LOCALES[_current.get()]


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak `lang` inside the block, whoever is asking: mails and files use the recipient's language."""
    if lang not in LANGUAGES:
        raise ValueError(lang)
    token = _current.set(lang)
    try:
        with force_locale(LOCALES[lang]):
            yield
    finally:
        _current.reset(token)


def in_each_language(say: Callable[[], _Said]) -> dict[str, _Said]:
    """What is said in each language, by language."""
    said = {}
    for lang in LANGUAGES:
        with speaking(lang):
            said[lang] = say()
    return said


def choose_language(cookie: str | None, accepted: list[str]) -> str:
    """For the few addresses without a language of their own: cookie, then Accept-Language, then English."""
    wanted = [cookie or "", *(tag.lower().partition("-")[0] for tag in accepted)]
    return next((lang for lang in wanted if lang in LANGUAGES), "en")
