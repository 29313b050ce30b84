"""Tables of people as they are sent in the worst of cases, each with what became of its lines on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from random import Random

from openpyxl import Workbook

HEADS = ("Given name", "Family name", "Email", "City", "Position", "Phone", "Note")
_GIVEN = ("Ana", "Żaneta", "Jiří", "Ελένη", "Björk", "O’Neill", "Anne-Marie", "Мария", "Zoë", "Lluís")
_CITY = ("Porto", "Łódź", "Brno", "Århus", "Oulu", "Saint-Denis", "Malmö", "")
_FUNCTION = ("Mayor", "Deputy", "Maire", "-", "=1+1", "", "Mayor; treasurer", "Head, culture", 'So-called "mayor"')
_NOTE = ("", "vegan", "two\nlines", "a;b,c", '"', "'", "x\ty", "1e5", "0012", "a | b")
_FORMATS = {"0000000000": "0{}", "+0": "+{}", '0#" "##" "##" "##" "##': "0{}", "General": "{}"}
"How a number of nine digits is shown; the third in groups, which a comparison without blanks leaves out."
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "cp1253", "cp1251")


@dataclass
class MutatedTable:
    """A file, the lines that were in it by a word of their own, and what each cell was meant to say."""

    content: bytes
    text: str = ""
    "Of a text: what was written, to find in which line each word is."
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    "Of a workbook: the sheet and the line of each word."
    words: list[str] = field(default_factory=list)
    meant: dict[str, dict[str, str]] = field(default_factory=dict)
    "The cells of lines that nothing has damaged."

    def line_of(self, word: str) -> tuple[str, int] | None:
        """The sheet and the number of the line a word is in; None if a mutation has taken it away."""
        if not self.text:
            return self.lines[word]
        at = self.text.find(word)
        return ("", len(re.findall(r"\r\n|\r|\n", self.text[:at])) + 1) if at >= 0 else None


def mutated(random: Random) -> MutatedTable:
    """One file of a few people, mutated."""
    people = {f"Qz{random.randrange(10**6):06}x{number}": _person(random) for number in range(random.randint(1, 4))}
    return _workbook(random, people) if random.random() < 0.35 else _text(random, people)


def _person(random: Random) -> list[str]:
    email = f"p{random.randrange(10**6)}@example.org" if random.random() < 0.8 else ""
    phone = f"{random.randint(100_000_000, 999_999_999)}"
    return [random.choice(_GIVEN), email, random.choice(_CITY), random.choice(_FUNCTION), phone, random.choice(_NOTE)]


def _cells(word: str, person: list[str]) -> list[str]:
    return [person[0], word, *person[1:]]


def _text(random: Random, people: dict[str, list[str]]) -> MutatedTable:
    separator, end = random.choice(";,\t"), random.choice(("\r\n", "\n", "\r"))
    rows = [list(HEADS), *(_cells(word, person) for word, person in people.items())]
    lines = [_written(random, row, separator) for row in rows]
    clean = random.random() < 0.3
    encoding = random.choice(ENCODINGS[:3] if clean else ENCODINGS)
    for _time in range(0 if clean else random.randint(1, 3)):
        lines = _damaged(random, lines, separator)
    text = end.join(lines) + random.choice((end, "", end * 3))
    content = text.encode(encoding, "replace")
    if not clean and random.random() < 0.15:
        at = random.randrange(len(content))
        content = content[:at] + random.choice((b"", b'"', b"\n", b"\0", b"\xff", b";")) + content[at + 1 :]
        text = content.decode(encoding, "replace")
    text = text.removeprefix("\ufeff")
    meant = {word: dict(zip(HEADS, _cells(word, person), strict=True)) for word, person in people.items()}
    return MutatedTable(content, text, words=list(people), meant=meant if clean else {})


def _written(random: Random, row: list[str], separator: str) -> str:
    always = random.random() < 0.4
    needs = re.compile(rf'["\r\n{separator}]')
    quoted = ['"' + cell.replace('"', '""') + '"' if always or needs.search(cell) else cell for cell in row]
    return separator.join(quoted)


def _damaged(random: Random, lines: list[str], separator: str) -> list[str]:
    """One thing goes wrong, most often in a line of somebody."""
    at = random.randrange(len(lines))
    line = lines[at]
    place = random.randrange(len(line) + 1)
    ways = {
        "quote": lambda: [line[:place] + '"' + line[place:]],
        "separator": lambda: [line[:place] + separator + line[place:]],
        "one cell less": lambda: [line.rpartition(separator)[0]],
        "one cell more": lambda: [line + separator + random.choice(("more", ""))],
        "twice": lambda: [line, line],
        "empty below": lambda: [line, random.choice(("", separator * 3, " "))],
        "title above": lambda: ["Our guests" + separator * 2, line],
        "hidden sign": lambda: [line[:place] + random.choice("\u200b\u202e\u00ad") + line[place:]],
        "unknown head": lambda: [line.replace("Note", "Chambre").replace("City", "Cty")],
    }
    return [*lines[:at], *ways[random.choice(list(ways))](), *lines[at + 1 :]]


def _workbook(random: Random, people: dict[str, list[str]]) -> MutatedTable:
    book = Workbook()
    made = MutatedTable(b"", words=list(people))
    sheet = book.active
    sheet.title = "People"  # type: ignore[union-attr]
    if random.random() < 0.2:
        book.create_sheet("Cover", 0).append(["The assembly"])
    if random.random() < 0.2:
        sheet.append(["Our guests"])  # type: ignore[union-attr]
    sheet.append(HEADS)  # type: ignore[union-attr]
    second = book.create_sheet("Second") if random.random() < 0.3 else None
    if second is not None:
        second.append(HEADS)
    for word, person in people.items():
        where = second if second is not None and random.random() < 0.4 else sheet
        _put(random, where, word, person, made)
    content = BytesIO()
    book.save(content)
    made.content = content.getvalue()
    return made


def _put(random: Random, sheet: object, word: str, person: list[str], made: MutatedTable) -> None:
    cells: list[object] = list(_cells(word, person))
    code = random.choice(list(_FORMATS))
    cells[5] = int(person[4])
    shown = _FORMATS[code].format(person[4])
    if random.random() < 0.2:
        cells[6] = date(2031, 6, 12)
    if random.random() < 0.1:
        cells.append("beyond the last head")
    sheet.append(cells)  # type: ignore[attr-defined]
    at = sheet.max_row  # type: ignore[attr-defined]
    sheet.cell(at, 6).number_format = code  # type: ignore[attr-defined]
    if random.random() < 0.2:
        sheet.row_dimensions[at].hidden = True  # type: ignore[attr-defined]
    made.lines[word] = (sheet.title, at)  # type: ignore[attr-defined]
    if len(cells) == len(HEADS):
        note = "2031-06-12" if isinstance(cells[6], date) else person[5]
        made.meant[word] = dict(zip(HEADS, [*_cells(word, person)[:5], shown, note], strict=True))
