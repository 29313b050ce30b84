"""PDF files as people and attackers send them, made in the tests."""

from __future__ import annotations

import zlib
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def blank(pages: int = 1) -> PdfWriter:
    """A writer with so many empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    return writer


def scan(pages: int = 1) -> bytes:
    """A harmless signed declaration."""
    return _written(blank(pages))


def encrypted() -> bytes:
    """Opened with a password alone."""
    writer = blank()
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def with_script() -> bytes:
    """Runs a script when opened."""
    writer = blank()
    action = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('hello')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in action.items()})
    return _written(writer)


def with_file() -> bytes:
    """Carries another file."""
    writer = blank()
    writer.add_attachment("invoice.exe", b"MZ")
    return _written(writer)


def with_action(kind: str, place: str = "/OpenAction") -> bytes:
    """Does something when opened, or when a page is turned."""
    writer = blank()
    named = writer._add_object(NameObject(kind))  # behind a reference, where a hasty reader does not look
    action = DictionaryObject({NameObject("/S"): named, NameObject("/F"): TextStringObject("calc.exe")})
    if place == "/OpenAction":
        writer.root_object[NameObject(place)] = action
    else:
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})
    return _written(writer)


def with_rich_media() -> bytes:
    """An annotation that plays something."""
    writer = blank()
    played = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/RichMedia"),
            NameObject("/RichMediaContent"): DictionaryObject(),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(played)])
    return _written(writer)


def of_size(size: int) -> bytes:
    """A good file of exactly so many bytes, most of them in a stream."""
    length = size
    for _try in range(3):
        writer, padding = blank(), DecodedStreamObject()
        padding.set_data(b"x" * length)
        writer._add_object(padding)
        made = _written(writer)
        length += size - len(made)
    assert len(made) == size
    return made


def _numbered(objects: list[bytes], entries: list[bytes]) -> bytes:
    """A file of these objects, from 1 on, and a table of them and of `entries` behind them."""
    made, rows = b"%PDF-1.7\n", [b"\0" * 7]
    for number, one in enumerate(objects, 1):
        rows.append(b"\1" + len(made).to_bytes(4, "big") + b"\0\0")
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    own, start = len(rows), len(made)
    table = b"".join([*rows, b"\1" + start.to_bytes(4, "big") + b"\0\0", *entries])
    size = len(table) // 7
    head = b"<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Length %d>>" % (size, len(table))
    made += b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (own, head, table)
    return made + b"startxref\n%d\n%%%%EOF\n" % start


def with_value(value: bytes) -> bytes:
    """A harmless document whose first object holds this, too; its table is made anew."""
    head, behind, rest = scan().partition(b"/Type /Catalog")
    return (head + behind + b"\n/X " + value + rest).replace(b"startxref\n", b"startxref\n1")


def with_packed_value(value: bytes) -> bytes:
    """A small document with this as its one packed object."""
    packed = zlib.compress(b"6 0 " + value, 9)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    plain = [
        b"<</Type/Catalog/Pages 2 0 R/X 6 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        head + b"\nstream\n" + packed + b"\nendstream",
    ]
    return _numbered(plain, [b"\2" + (4).to_bytes(4, "big") + b"\0\0"])


def swelling(streams: int, size: int, asked: int = 1) -> bytes:
    """A small file whose packed objects are large; each stream is asked `asked` times for an object it has not."""
    first, behind = 4, 4 + streams + 1
    names = b" ".join(b"%d 0 R" % (behind + number) for number in range(streams * asked))
    packed = zlib.compress(b"0 0 null" + b" " * size, 9)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(packed)
    stream = head + b"\nstream\n" + packed + b"\nendstream"
    entries = [b"\2" + (first + number % streams).to_bytes(4, "big") + b"\0\0" for number in range(streams * asked)]
    plain = [
        b"<</Type/Catalog/Pages 2 0 R/Many[%s]>>" % names,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    return _numbered(plain + [stream] * streams, entries)
