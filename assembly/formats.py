"""How dates, times, numbers and names look, in both languages. French spacing is decided here and nowhere else.

National practice: U+202F before ; ! ?, U+00A0 before : and inside « », `14 h 30`, `1er`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from assembly import clock
from assembly.fold import fold
from assembly.i18n import _, _l, current_language, current_locale
from assembly.models import Bilingual

_DAY = {"en": "d\u00a0MMMM y", "fr": "d\u00a0MMMM y"}
_WEEKDAY = {"en": "EEEE d\u00a0MMMM y", "fr": "EEEE d\u00a0MMMM y"}
_TIME = {"en": "HH:mm", "fr": "H'\u00a0h\u00a0'mm"}
_FIRST = {"en": "1", "fr": "1er"}
_VOWELS = "AÀÁÂÃÄÅĀĂĄÆEÈÉÊËĒĖĘĚIÌÍÎÏĪĮOÒÓÔÕÖØŌŐŒUÙÚÛÜŪŮŰŲYÝ"
_MUTE_H = "H(?:élène|énin|enri|ippolyte|elsinki|éraklion|érault|erblay|ortense|yères)"
_ELISION = {"en": re.compile(r"(?!)"), "fr": re.compile(rf"\bde (?=[{_VOWELS}]|{_MUTE_H})", re.IGNORECASE)}
"Where a small word melts into a name: heure d’Athènes, but ville de Hambourg, for most names have an aspirated h."
_KIND_TWICE = re.compile(r"\b(région|association|ville de|commune de) (?=\1\b)", re.IGNORECASE)
_ARTICLES = (
    (re.compile(r"\bde (?=(?:Communauté|Commune|Métropole|Province|Région|Ville)\b)"), "de la "),
    (re.compile(r"\bde Le (?=[^\W\d_])"), "du "),
    (re.compile(r"\bde Les (?=[^\W\d_])"), "des "),
)
"Of places alone: maire du Havre, mairie des Ulis; a person called Le or Les keeps the name whole."
_PLAIN_WORD = re.compile(r"[^\W\d_][-a-zß-öø-ÿœ]+(?=$|[\s,;])|[LD]’(?=[a-zß-öø-ÿœ])")
"A word that has its capital only from the beginning of the line: no acronym, no double name, no abbreviation."


def day(value: date, *, weekday: bool = False) -> str:
    """`15 June 2023`, `1er avril 2027`; with its weekday if wanted."""
    lang = current_language()
    pattern = (_WEEKDAY if weekday else _DAY)[lang]
    if value.day == 1:
        pattern = pattern.replace("d\u00a0", f"'{_FIRST[lang]}'\u00a0", 1)
    return format_date(value, pattern, locale=current_locale())


def time(value: datetime, zone: str) -> str:
    """`14:30`, `14 h 30`, on the clocks of `zone`."""
    return format_datetime(clock.local(value, zone), _TIME[current_language()], locale=current_locale())


def moment(value: datetime, zone: str) -> str:
    """Day, time and whose time it is: `2 April 2027, 23:59 Brussels time`."""
    return _(
        "%(day)s, %(time)s %(zone)s",
        day=day(clock.local_day(value, zone)),
        time=time(value, zone),
        zone=zone_name(zone),
    )


def zone_name(zone: str) -> str:
    """`Brussels time`, `heure de Bruxelles`: never CET, which is wrong in summer."""
    city = get_timezone_location(ZoneInfo(zone), locale=current_locale(), return_city=True)
    return elided(_("%(city)s time", city=city))


def elided(text: str, *, place: bool = False) -> str:
    """The text with its small words melted into the names they stand before: `la ville d’Oulu`.

    Before the name of a `place` articles melt as well, and its kind is said once: `du Havre`, `la Région de Bruxelles`.
    """
    melted = str(text)
    if place and current_language() == "fr":
        melted = _KIND_TWICE.sub("", melted)
        for article, small in _ARTICLES:
            melted = article.sub(small, melted)
    melted = _ELISION[current_language()].sub("d’", melted)
    return Markup(melted) if isinstance(text, Markup) else melted  # noqa: S704 -- as safe as it was


def begun(text: str) -> str:
    """Begin a line with this text: French writes days small within a line, and with a capital at its start."""
    return text[:1].upper() + text[1:]


def in_line(function: Bilingual) -> str:
    """Word an office within a line, `maire d’Oulu, coprésident`: French writes it small, but for acronyms and names."""
    text, lang = str(function), current_language()
    is_small = lang == "fr" == function.language_shown(lang) and _PLAIN_WORD.match(text)
    return text[:1].lower() + text[1:] if is_small else text


def number(value: int) -> str:
    """Digits grouped as the language does."""
    return format_decimal(value, locale=current_locale())


def file_size(size: int) -> str:
    """`350 kB`, `1.2 MB`; `350 ko`, `1,2 Mo`: of bytes, by the thousand."""
    if size < 1_000_000:
        return _("%(number)s\u00a0kB", number=number(max(1, round(size / 1000))))
    return _("%(number)s\u00a0MB", number=format_decimal(size / 1_000_000, "#,##0.#", locale=current_locale()))


_COUNTS = (
    _l("no"),
    _l("one"),
    _l("two"),
    _l("three"),
    _l("four"),
    _l("five"),
    _l("six"),
    _l("seven"),
    _l("eight"),
    _l("nine"),
    _l("ten"),
    _l("eleven"),
    _l("twelve"),
    _l("thirteen"),
    _l("fourteen"),
    _l("fifteen"),
    _l("sixteen"),
)
_ORDINALS = (
    _l("first"),
    _l("second"),
    _l("third"),
    _l("fourth"),
    _l("fifth"),
    _l("sixth"),
    _l("seventh"),
    _l("eighth"),
    _l("ninth"),
    _l("tenth"),
)


def in_words(value: int) -> str:
    """A small count as one writes it in a sentence, up to sixteen; a larger one in digits."""
    return str(_COUNTS[value]) if value < len(_COUNTS) else number(value)


def ordinal(value: int) -> str:
    """`first`, `première` (of assemblies, which are feminine in French), up to the tenth; then `21st`, `21e`."""
    if value <= len(_ORDINALS):
        return str(_ORDINALS[value - 1])
    suffixes = {1: "st", 2: "nd", 3: "rd"} if value % 100 not in {11, 12, 13} else {}
    return number(value) + ("e" if current_language() == "fr" else suffixes.get(value % 10, "th"))


def country(iso: str) -> str:
    """The country's name in the language spoken."""
    return _territories(current_locale()).get(iso, iso)


@cache
def _territories(locale: str) -> Mapping[str, str]:
    return dict(Locale.parse(locale).territories)


# fmt: off
EU_ORDER = (
    "BE", "BG", "CZ", "DK", "DE", "EE", "IE", "GR", "ES", "FR", "HR", "IT", "CY", "LV",
    "LT", "LU", "HU", "MT", "NL", "AT", "PL", "PT", "RO", "SI", "SK", "FI", "SE",
)
# fmt: on
"The protocol order of the Union: by each country's name in its own language; it cannot be computed."


def eu_code(iso: str) -> str:
    """The code the Union writes: EL for Greece, else ISO 3166."""
    return {"GR": "EL"}.get(iso, iso)


def in_eu_order(codes: Iterable[str]) -> list[str]:
    """Countries (ISO) in protocol order, those outside the Union after them by name."""
    return sorted(codes, key=lambda iso: (EU_ORDER.index(iso) if iso in EU_ORDER else len(EU_ORDER), country(iso)))


def countries() -> list[str]:
    """List all countries (ISO) to choose from, in the order of `country_groups`."""
    return [iso for _label, codes in country_groups() for iso in codes]


def country_groups() -> list[tuple[str, list[str]]]:
    """Group all countries (ISO): the Union in protocol order, then the rest of Europe and of the world by name."""
    names = {str(code): str(name) for code, name in Locale.parse(current_locale()).territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    others = sorted((code for code in codes if code not in EU_ORDER), key=lambda iso: fold(names[iso]))
    return [
        (_("European Union"), list(EU_ORDER)),
        (_("Other European countries"), [iso for iso in others if iso in _REST_OF_EUROPE]),
        (_("Other countries"), [iso for iso in others if iso not in _REST_OF_EUROPE]),
    ]


# fmt: off
_REST_OF_EUROPE = frozenset((
    "AD", "AL", "AM", "AZ", "BA", "BY", "CH", "GB", "GE", "IS", "LI", "MC", "MD",
    "ME", "MK", "NO", "RS", "RU", "SM", "TR", "UA", "VA", "XK",
))
# fmt: on
"Members of the Council of Europe outside the Union, and those that are not or no longer in it."
_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
"Babel's territories that are unions or inventions."


USUAL_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl", "pt")
"Offered first, whatever the programme says."
# fmt: off
LANGUAGES_OF_EUROPE = (
    "bg", "es", "cs", "da", "de", "et", "el", "en", "fr", "ga", "hr", "it", "lv", "lt", "hu", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "fi", "sv", "ca", "no", "uk",
)
# fmt: on
"The official languages of the Union in its own order, by what they call themselves, and three of its neighbours."
SIGN_LANGUAGES: dict[str, Any] = {
    "ils": _l("International Sign"),
    "sfb": _l("French Belgian Sign Language"),
    "vgt": _l("Flemish Sign Language"),
    "fsl": _l("French Sign Language"),
    "gsg": _l("German Sign Language"),
    "bfi": _l("British Sign Language"),
}
"By ISO 639-3; Babel does not know their names."


def languages_first(some: Iterable[str]) -> list[str]:
    """The usual languages, then those of `some` that are not among them, by code."""
    return [*USUAL_LANGUAGES, *sorted(set(some) - set(USUAL_LANGUAGES))]


def language(code: str) -> str:
    """The language's name in the language spoken."""
    if code in SIGN_LANGUAGES:
        return str(SIGN_LANGUAGES[code])
    return str(Locale.parse(current_locale()).languages.get(code, code))


def own_name(code: str) -> str:
    """What the language calls itself; nothing where that is its name in the language spoken, or is not known."""
    try:
        name = str(Locale.parse(code).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""
    return "" if name == language(code) else name


def spoken_in(code: str) -> str:
    """Say in which language words were said, or nothing where that was not recorded (`und`)."""
    return "" if code == "und" else _("Original language: %(language)s", language=language(code))


def listing(items: list[str]) -> str:
    """`a, b and c`, `a, b et c`."""
    return format_list(items, locale=current_locale())


def words(text: Bilingual, *, inside: bool = False) -> Markup:
    """A bilingual text inside an element; a fallback to the other language is marked for screen readers.

    With `inside` it is an office after a name: see `in_line`.
    """
    lang = current_language()
    shown = text.language_shown(lang)
    if shown == lang:
        return escape(in_line(text) if inside else str(text))
    return Markup('<span lang="{}">{}</span>').format(shown, str(text))
