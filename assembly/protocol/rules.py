"""Protocol order, as versioned rules: pure. One key for each person puts lists, seating and family picture in order.

Rule by rule, each only where those before it do not decide:

1. the co-chairs of the assembly;
2. the office held: mayors and presidents, then other elected people, then everybody else;
3. within an office, those of the city or region that is the host;
4. the country, by its name in its own language, those outside the Union after it, then no country;
5. who signed the declaration first; who has not signed comes after;
6. the city's or region's own name; 7. the family name; 8. the given name; 9. the reference.

A key is only digits and small letters, of a fixed shape, so that every database sorts it alike. Another order is
another `VERSION`: it begins the key, and keys of an older one are renewed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assembly.fold import clean
from assembly.formats import EU_ORDER
from assembly.i18n import Labelled, _l
from assembly.models import Office

VERSION = 1
_OFFICES = (Office.HEAD, Office.ELECTED, Office.OTHER)
_NEVER = "99999999"
_NO_COUNTRY = "99zz"


class Rule(Labelled):
    """What decides between two people, in the order in which it is asked."""

    CO_CHAIR = "co_chair", _l("Co-chairs of the assembly come first.")
    OFFICE = "office", _l("Mayors and presidents come first, then other elected people, then everyone else.")
    HOST = "host", _l("Among people who hold the same position, those from the host city or region come first.")
    COUNTRY = "country", _l("Countries are listed alphabetically by name in their own languages.")
    SIGNED = "signed", _l("People whose city or region signed the declaration earlier come first.")
    PLACE = "place", _l("Cities and regions are listed alphabetically by name in their own languages.")
    FAMILY = "family", _l("People from the same city, region or organisation are listed by family name.")
    GIVEN = "given", _l("People with the same family name are listed by given name.")
    REFERENCE = "reference", _l("If everything else is equal, people are listed by registration code.")

    @property
    def subject(self) -> str:
        """What it asks about, in a word or two."""
        return str(
            {
                Rule.CO_CHAIR: _l("Co-chair"),
                Rule.OFFICE: _l("Office held"),
                Rule.HOST: _l("Host"),
                Rule.COUNTRY: _l("Country"),
                Rule.SIGNED: _l("Date of signature"),
                Rule.PLACE: _l("City or region"),
                Rule.FAMILY: _l("Family name"),
                Rule.GIVEN: _l("Given name"),
                Rule.REFERENCE: _l("Code"),
            }[self]
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask about one person. `country` is ISO 3166, empty where there is none."""

    co_chair: bool
    office: Office
    host: bool
    country: str
    signed_on: date | None
    place: str
    family: str
    given: str
    code: str


_PLACE, _FAMILY, _GIVEN, _CODE = 20, 18, 12, 16
_WIDTHS = (
    (Rule.CO_CHAIR, 1),
    (Rule.OFFICE, 1),
    (Rule.HOST, 1),
    (Rule.COUNTRY, 4),
    (Rule.SIGNED, 8),
    (Rule.PLACE, _PLACE * 2),
    (Rule.FAMILY, _FAMILY * 2),
    (Rule.GIVEN, _GIVEN * 2),
    (Rule.REFERENCE, _CODE),
)
"How many signs of the key each rule has, after the two of the version; names count so many letters, two signs each."
PREFIX = f"{VERSION:02d}"


def key_of(facts: Facts) -> str:
    """What sorts a person: of two keys the smaller comes first."""
    return "".join(
        (
            PREFIX,
            "0" if facts.co_chair else "1",
            str(_OFFICES.index(facts.office)),
            "0" if facts.host else "1",
            _country(facts.country),
            f"{facts.signed_on:%Y%m%d}" if facts.signed_on else _NEVER,
            _weights(facts.place, _PLACE),
            _weights(facts.family, _FAMILY),
            _weights(facts.given, _GIVEN),
            facts.code.ljust(_CODE, "0")[:_CODE],
        )
    )


def decides(first: str, second: str) -> Rule | None:
    """The first rule by which these two keys differ; None for a person and themselves."""
    at = len(PREFIX)
    for rule, width in _WIDTHS:
        if first[at : at + width] != second[at : at + width]:
            return rule
        at += width
    return None


def _country(iso: str) -> str:
    if not iso:
        return _NO_COUNTRY
    rank = EU_ORDER.index(iso) if iso in EU_ORDER else len(EU_ORDER)
    return f"{rank:02d}{iso.lower()}"


_SPACE, _DIGITS, _LATIN, _GREEK, _CYRILLIC, _OTHER = 1, 2, 20, 200, 300, 36 * 36 - 1
_VARIANTS = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n"}
"Letters of their own, right after the one they look like: Łódź after Lublin. Accents do not count."
_PAIRS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})
_WORDS = re.compile(r"[^\W_]+")
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=10_000)
def _weights(name: str, letters: int) -> str:
    """The first letters of a name as numbers that sort as Europeans sort: two signs a letter, filled up with zeros."""
    lowered = clean(name).casefold().translate(_PAIRS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    numbers = [_weight(c) for c in " ".join(_WORDS.findall(bare))[:letters]]
    return "".join(_SIGNS[n // 36] + _SIGNS[n % 36] for n in numbers).ljust(letters * 2, "0")


def _weight(letter: str) -> int:
    base = _VARIANTS.get(letter, letter)
    if "a" <= base <= "z":
        return _LATIN + 4 * (ord(base) - ord("a")) + (letter != base) + (letter == "ð")
    if letter == " ":
        return _SPACE
    if letter in "0123456789":
        return _DIGITS + int(letter)
    for start, first, last in ((_GREEK, "α", "ω"), (_CYRILLIC, "а", "ӿ")):
        if first <= letter <= last:
            return start + ord(letter) - ord(first)
    return _OTHER
