"""Languages in the cells of a table: by any of their names, or by their codes."""

from collections.abc import Collection
from functools import cache

from assembly.fold import clean, fold
from assembly.formats import language, own_name
from assembly.i18n import LANGUAGES, _, speaking
from assembly.imports.cells import Wrong


def find_language(text: str, offered: Collection[str]) -> str | None:
    """Find the code of the language that is called so, None if none of those on offer is."""
    return _names_of(frozenset(offered)).get(fold(text))


def read_language(text: str, offered: Collection[str]) -> str:
    """Read the code of one language. Raises Wrong, which names those on offer."""
    found = find_language(clean(text), offered)
    if found is None:
        raise not_offered(text, offered)
    return found


def not_offered(text: str, offered: Collection[str]) -> Wrong:
    """Say that this is none of the languages on offer."""
    known = ", ".join(sorted(map(language, offered)))
    return Wrong(_("We do not recognise “%(text)s”. Use one of these: %(known)s.", text=text[:80], known=known))


@cache
def _names_of(codes: frozenset[str]) -> dict[str, str]:
    """The code of each language by everything it is called: in both of ours, in itself, by its code."""
    known = {fold(own): code for code in codes if (own := own_name(code))}
    for lang in LANGUAGES:
        with speaking(lang):
            known |= {fold(language(code)): code for code in codes}
    return known | {code: code for code in codes}
