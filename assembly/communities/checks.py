"""What a field of the directory may say, the same in a form and in a table. Each check gives the value to store."""

import re
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from assembly.fold import clean, fold
from assembly.formats import EU_ORDER, eu_code
from assembly.i18n import LANGUAGES, LOCALES, _
from assembly.imports.cells import Wrong as Wrong
from assembly.imports.cells import one_of
from assembly.models import CommunityKind

LONGEST_NAME = 200
MOST_PEOPLE = 500_000_000
NUTS_VERSIONS = ("2024", "2021", "2016", "2013", "2010", "2006", "2003")
OWN_LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv", "ca", "eu", "gl", "is", "lb", "mk", "no", "sq", "sr", "tr", "uk",
)  # fmt: skip
"Those of the Union first, then others in which places of our directory are named."
_NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "XK", "ZZ"}
_WORDS_OF_KINDS = {
    CommunityKind.MUNICIPALITY: ("municipality", "town", "local authority", "commune", "municipalité", "collectivité"),
    CommunityKind.REGION: ("regional authority", "county", "province", "département"),
    CommunityKind.ASSOCIATION: ("association", "consortium"),
    CommunityKind.STATE: ("state", "country", "État", "État membre"),
    CommunityKind.RESEARCH: ("university", "research", "université", "recherche"),
    CommunityKind.CIVIL_SOCIETY: ("ngo", "ong", "civil society", "organisation of civil society", "société civile"),
}


def name(text: str) -> str:
    """A name that can be found again: it has letters, and not too many."""
    tidy = clean(text)
    if not fold(tidy):
        raise Wrong(_("Enter a name that contains letters."))
    if len(tidy) > LONGEST_NAME or len(fold(tidy)) > LONGEST_NAME:
        raise Wrong(_("Use %(count)s characters or fewer.", count=LONGEST_NAME))
    return tidy


def country(text: str) -> str:
    """ISO 3166-1 from its code, the Union's code (EL) or its English or French name."""
    code = _countries().get(fold(text))
    if code is None:
        raise Wrong(
            _("The country “%(text)s” is not recognised. Enter its code, for example PL, or its name.", text=text)
        )
    return code


def known_countries() -> list[str]:
    """Every country by its ISO code that has a name in both languages."""
    known = set.intersection(*({*map(str, Locale.parse(LOCALES[lang]).territories)} for lang in LANGUAGES))
    return sorted(code for code in known if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES)


@cache
def _countries() -> dict[str, str]:
    codes = known_countries()
    named = {fold(Locale.parse(LOCALES[lang]).territories[code]): code for lang in LANGUAGES for code in codes}
    return named | {fold(code): code for code in codes} | {fold(eu_code(code)): code for code in EU_ORDER}


def kind(text: str) -> CommunityKind:
    """What it is, from our word or what pages say in either language."""
    try:
        return _kind(text)
    except Wrong:
        sentence = _("The type “%(text)s” is not recognised. Enter a type such as City or Region.", text=text)
        raise Wrong(sentence) from None


_kind = one_of(CommunityKind, _WORDS_OF_KINDS)


def nuts(text: str, iso: str) -> str:
    """A code of the Union's statistical regions, of this country (Regulation 1059/2003): EL for Greece."""
    code = re.sub(r"\s", "", text).upper()
    if not re.fullmatch("[A-Z]{2}[0-9A-Z]{0,3}", code):
        raise Wrong(_("A NUTS code is the country code followed by up to three letters or digits, for example PL823."))
    if code[:2] != eu_code(iso):
        raise Wrong(
            _(
                "The NUTS code %(code)s is not for this country. It should begin with %(start)s.",
                code=code,
                start=eu_code(iso),
            )
        )
    return code


def nuts_version(text: str) -> str:
    """The year of the classification."""
    if text not in NUTS_VERSIONS:
        raise Wrong(_("Enter the year of the NUTS version: %(years)s.", years=", ".join(NUTS_VERSIONS)))
    return text


def population(text: str) -> int:
    """People, whole, however their thousands are set apart."""
    bare = re.sub(r"(?<=\d)[\s.,’'](?=\d{3}(?:\D|$))", "", text)
    if not re.fullmatch(r"\d{1,9}", bare, re.ASCII) or int(bare) > MOST_PEOPLE:
        raise Wrong(_("Enter the population as a whole number."))
    return int(bare)


def website(text: str) -> str:
    """An address of the web; without its beginning, the secure one is meant."""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        parts.port  # noqa: B018 -- raises where it is no number
    except ValueError:
        host = ""
    sound = parts.scheme in ("http", "https") and re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) if host else False
    if not sound or re.search(r"[\s<>\"@\\]", address) or len(address) > 300:
        raise Wrong(_("Enter a web address, for example https://www.city.eu"))
    return address


def language(text: str) -> str:
    """A language by its code."""
    code = text.strip().lower()
    if code not in OWN_LANGUAGES:
        raise Wrong(_("Enter the language code, for example pl."))
    return code
