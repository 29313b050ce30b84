"""Whether a file is a PDF that can be kept and opened without danger. Pure: bytes in, the number of pages out.

Nobody is protected by the name or the type a browser says. What a file may not do is judged by its own objects: run
scripts, start programs, send forms, carry other files. What it looks like, an organiser judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from assembly.errors import DomainError
from assembly.i18n import _l

MIME = "application/pdf"
LARGEST = 10 * 1024 * 1024
MOST_PAGES = 20
_MOST_OBJECTS = 20_000
_ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
_CARRIES = {"/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}


class BadDocument(DomainError):
    """A file we do not take."""

    status = 422


class Empty(BadDocument):
    """Nothing in it."""

    sentence = _l("This file is empty. Please choose the signed declaration.")


class TooLarge(BadDocument):
    """A scan in full colours, often."""

    sentence = _l("This file is larger than 10 MB. Please scan the pages in black and white or with fewer dots.")


class NotAPdf(BadDocument):
    """A picture, a page, a text."""

    sentence = _l("This is not a PDF file. Please scan the signed declaration as a PDF.")


class Damaged(BadDocument):
    """Cut short on the way, or written badly."""

    sentence = _l("This PDF file is damaged or incomplete. Please send it again.")


class Encrypted(BadDocument):
    """We could not keep it readable."""

    sentence = _l("This PDF file is protected by a password. Please send it without.")


class TooLong(BadDocument):
    """Not the declaration."""

    sentence = _l("This PDF file has more than 20 pages. Please send the signed declaration alone.")


class Dangerous(BadDocument):
    """It could do something when opened."""

    sentence = _l("This PDF file holds scripts or other files. Please print the declaration, sign it and scan it.")


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A document that has been looked into."""

    content: bytes
    pages: int


def checked(content: bytes) -> SignedPdf:
    """The document, if it is good. Outside any transaction, for this may take a second. Raises a BadDocument."""
    return SignedPdf(content, pages_of(content))


def pages_of(content: bytes) -> int:
    """How many pages the document has. Raises a BadDocument that says what is wrong with it."""
    if not content:
        raise Empty
    if len(content) > LARGEST:
        raise TooLarge
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    if b"%%EOF" not in content[-1024:]:
        raise Damaged
    try:
        return _pages(PdfReader(BytesIO(content)))
    except BadDocument:
        raise
    except Exception:  # noqa: BLE001 -- a file somebody made may break a reader in any way
        raise Damaged from None


def _pages(reader: PdfReader) -> int:
    if reader.is_encrypted:
        raise Encrypted
    pages = len(reader.pages)
    if pages > MOST_PAGES:
        raise TooLong
    if pages == 0:
        raise Damaged
    for page in reader.pages:
        _ = page.mediabox
    if _is_dangerous(reader.trailer):
        raise Dangerous
    return pages


def _is_dangerous(root: DictionaryObject) -> bool:
    """Whether any object one can reach acts or carries, however deep it lies."""
    waiting: list[Any] = [root]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            act = str(one["/S"]) if "/S" in one else ""  # unlike get(), [] looks through references
            if act in _ACTS or _CARRIES & set(one):
                return True
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
        if len(seen) > _MOST_OBJECTS:
            raise Damaged
    return False
