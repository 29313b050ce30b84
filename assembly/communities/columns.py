"""The table of the directory: how its columns are called, what a line says, and a community as a line."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assembly.communities import checks
from assembly.fold import clean, fold
from assembly.formats import eu_code
from assembly.i18n import _, _l
from assembly.imports.cells import Cells, Reader, read_cells
from assembly.models import Community
from assembly.tables import Row

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code",),
    "native_name": ("native_name", "name", "own name", "local name", "nom", "nom local", "nom d’origine", "nom propre"),
    "native_lang": ("native_lang", "language", "langue", "native language", "langue d’origine"),
    "name_en": ("name_en", "English name", "name in English", "nom anglais", "nom en anglais"),
    "name_fr": ("name_fr", "French name", "name in French", "nom français", "nom en français"),
    "kind": ("kind", "type", "genre", "nature", "catégorie"),
    "country": ("country", "pays"),
    "nuts": ("nuts", "NUTS code", "code NUTS"),
    "nuts_version": ("nuts_version", "NUTS version", "version NUTS", "version du code NUTS"),
    "population": ("population", "inhabitants", "habitants"),
    "website": ("website", "web site", "site web", "site internet"),
    "variants": ("variants", "other spellings", "further spellings", "autres graphies", "variantes"),
    "networks": ("networks", "network", "réseaux", "réseau"),
}
"Each column under its name in exports, and what people call it."
NEEDED = ("native_name", "country")
LABELS = {
    "code": _l("Code"),
    "native_name": _l("Local name"),
    "native_lang": _l("Language of the local name"),
    "name_en": _l("Name in English"),
    "name_fr": _l("Name in French"),
    "kind": _l("Type"),
    "country": _l("Country"),
    "nuts": _l("NUTS code"),
    "nuts_version": _l("NUTS version"),
    "population": _l("Population"),
    "website": _l("Website"),
    "variants": _l("Other spellings"),
    "networks": _l("Networks and partners"),
}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")


def said(row: Row, places: Mapping[str, int], networks: Mapping[str, str]) -> Cells:
    """What a row says. `places` is where each column stands; `networks` their codes by every folded name."""
    return read_cells(row, places, _READ | {"networks": lambda text: _networks(text, networks)})


def line_of(community: Community) -> list[object]:
    """A community as a line of the export, its columns in the order of COLUMNS."""
    return [
        community.code,
        community.native_name,
        community.native_lang,
        community.names.en,
        community.names.fr,
        community.kind.value,
        eu_code(community.country),
        community.nuts,
        community.nuts_version,
        community.population,
        community.website,
        " | ".join(community.spellings),
        " | ".join(sorted(one.code for one in community.networks)),
    ]


def network_names(networks: Sequence[Any]) -> dict[str, str]:
    """The code of each network by everything it is called."""
    return {fold(name): one.code for one in networks for name in (one.name, one.short_name, one.code)}


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise checks.Wrong(_("A code can contain up to 48 lower-case letters, digits and hyphens."))
    return text


def _parts(text: str) -> list[str]:
    return [part for part in map(clean, re.split(r"[|\n;]", text)) if part]


def _networks(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    unknown = [part for part in _parts(text) if fold(part) not in known]
    if unknown:
        raise checks.Wrong(_("We do not recognise the network “%(text)s”.", text=unknown[0]))
    return tuple(sorted({known[fold(part)] for part in _parts(text)}))


_READ: dict[str, Reader] = {
    "code": _code,
    "native_name": checks.name,
    "native_lang": checks.language,
    "name_en": checks.name,
    "name_fr": checks.name,
    "kind": checks.kind,
    "country": checks.country,
    "nuts": lambda text: re.sub(r"\s", "", text).upper(),
    "nuts_version": checks.nuts_version,
    "population": checks.population,
    "website": checks.website,
    "variants": lambda text: tuple(map(checks.name, _parts(text))),
}
