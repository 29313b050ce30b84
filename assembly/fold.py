"""One way to compare what people type: blind to case, accents and invisible characters.

Both databases compare only folded columns, because neither folds Polish, Greek or ligatures by itself.
`clean` is the one place where text from outside is made safe to store.
"""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ħ": "h", "ı": "i", "ŋ": "n"}
)
_JOINERS = "\u200c\u200d"
_SPACES = re.compile(r"\s+")
_LINES = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_BREAKS = re.compile(r"[^\w]+")
_LINK = re.compile(
    r"://|\bwww\.|\.[a-z]{2,}/|\w\.(?:com|net|org|info|biz|xyz|top|io|ru|cn|click|link)\b", re.IGNORECASE
)
_REFERENCE = re.compile(r"([a-z])(\d)([\doil]{2,4})")
_DIGITS = str.maketrans("oil", "011")
"Letters that are typed for digits."
_ABBREVIATION = re.compile(r"(?<![\w.@/:-])[A-Z]\w{0,3}\.[A-Z][a-z]+(?:(?=/[A-Z][a-z]*\.(?!\w))|(?![\w/-]|\.\w))")
"Two capitalised words, the first one short: `Resp.Com`, `M.Io`, `Univ.Prof/Dr.` stand in functions and names."
MOST_MARKS = 4
"On one letter, after those that make one letter with it are joined."
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"Control characters, and those that turn the direction of what is read."


def clean(text: str) -> str:
    """NFC, one line, single spaces, without control, private, surrogate or direction-changing characters.

    Zero-width joiners stay between letters that need them (Persian, emoji); text of nothing visible becomes "".
    """
    normal = unicodedata.normalize("NFC", text)
    if not normal.isprintable():
        normal = "".join(c if c in _JOINERS or not c.isspace() else " " for c in normal if c.isspace() or _printable(c))
    tidy = _SPACES.sub(" ", normal).strip().strip(_JOINERS)
    return tidy if any(unicodedata.category(c)[0] in "LNPS" for c in tidy) else ""


def clean_paragraphs(text: str) -> str:
    """Clean each line of a text of several; at most one empty line stays between two paragraphs."""
    lines = "\n".join(clean(line) for line in _LINES.split(text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def _printable(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] != "C"


def fold(text: str) -> str:
    """The form in which two spellings meet: `Łódź`, `LODZ` and `lodz` all become `lodz`; `Αθήνα` becomes `αθηνα`."""
    bare = clean(text).casefold().translate(_LETTERS)
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return _BREAKS.sub(" ", bare.translate(_LETTERS)).strip()


def compact(text: str) -> str:
    """Read a code however it was typed: `SA74 dtbp` is `sa74dtbp`."""
    return fold(text).replace(" ", "")


def reference(text: str) -> str:
    """Read a spoken reference however it was typed: `u960` and `U9 6O` are `U9-60`; "" for what is none."""
    found = _REFERENCE.fullmatch(compact(text))
    return f"{found[1]}{found[2]}-{found[3].translate(_DIGITS)}".upper() if found else ""


def email_key(address: str) -> str:
    """The form in which two spellings of one address meet."""
    return clean(address).casefold()


def has_link(text: str) -> bool:
    """Whether a mail program would make a link of some part of it."""
    return bool(_LINK.search(_ABBREVIATION.sub(" ", text)))


def visible(text: str) -> str:
    """Write what nobody sees as its number, so that a page shows it and keeps its direction: `⟨U+202E⟩`."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def hides_something(text: str) -> bool:
    """Whether there are characters in it that nobody sees and that change what is read."""
    return bool(_UNSEEN.search(text))


def piles_up_marks(text: str) -> bool:
    """Whether one letter carries more marks than any writing needs: Vietnamese, Thai and Hindi have three at most."""
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.category(character)[0] == "M":
            marks += 1
        elif character not in _JOINERS:
            marks = 0
        if marks > MOST_MARKS:
            return True
    return False
