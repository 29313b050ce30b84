"""PDF files as people and attackers send them, made in the tests."""

from __future__ import annotations

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
