"""Whether a file is a PDF that can be kept and opened without danger. Pure: bytes in, the number of pages out.

Nobody is protected by the name or the type a browser says. What a file may not do is judged by its own objects: run
scripts, start programs, send forms, carry other files. What it looks like, an organiser judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from assembly.errors import DomainError
from assembly.i18n import _l

MIME = "application/pdf"
LARGEST = 10 * 1024 * 1024
_MOST_TABLES = 20
"Each saving of a file may add a table of its objects."
_ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
_CARRIES = {"/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is looked at: it takes our time, and one that asks for more is refused.

    `reads` of its content: twenty scanned pages take two thousand, thirty written ones five thousand. `unpacked` are
    the bytes of packed objects, which twenty scanned pages fill by a twentieth; pages are not unpacked.
    """

    pages: int = 20
    objects: int = 20_000
    reads: int = 100_000
    unpacked: int = 1000 * 1000


A_DECLARATION = Limits()
SLIDES = Limits(pages=200, objects=40_000, reads=4_000_000, unpacked=10_000_000)
"Eighty written pages with tables and links take 4,700 objects and half a million reads: under a second."


class BadDocument(DomainError):
    """A file we do not take."""

    status = 422


class Empty(BadDocument):
    """Nothing in it."""

    sentence = _l("This file is empty. Choose the signed declaration.")


class TooLarge(BadDocument):
    """A scan in full colours, often."""

    sentence = _l("This file is larger than 10 MB. Scan the pages in black and white or at a lower resolution.")


class NotAPdf(BadDocument):
    """A picture, a page, a text."""

    sentence = _l("This is not a PDF file. Scan the signed declaration as a PDF.")


class Damaged(BadDocument):
    """Cut short on the way, or written badly."""

    sentence = _l("This PDF file is damaged or incomplete. Send it again.")


class Encrypted(BadDocument):
    """We could not keep it readable."""

    sentence = _l("This PDF file is password-protected. Remove the password and send it again.")


class TooLong(BadDocument):
    """Not the declaration."""

    sentence = _l("This PDF file has more than 20 pages. Send only the signed declaration.")


class Dangerous(BadDocument):
    """It could do something when opened."""

    sentence = _l("This PDF file contains scripts or other files. Print the declaration, sign it and scan it.")


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A document that has been looked into."""

    content: bytes
    pages: int


def checked(content: bytes) -> SignedPdf:
    """The document, if it is good. Outside any transaction, for this may take a second. Raises a BadDocument."""
    return SignedPdf(content, pages_of(content))


def pages_of(content: bytes, limits: Limits = A_DECLARATION) -> int:
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
        with apply_configuration(**_unpacking(limits.unpacked)):
            return _pages(_Thrifty(_Counted(content, limits), limits), limits)
    except BadDocument:
        raise
    except Exception:  # noqa: BLE001 -- a file somebody made may break a reader in any way
        raise Damaged from None


def _unpacking(most: int) -> dict[str, Any]:
    """No stream gives more than this; objects are packed in the one usual way or not taken."""
    rare = ("lzw", "run_length", "brotli")
    return {"zlib_maximum_output_length": most} | {f"{one}_maximum_output_length": 1 for one in rare}


class _Counted(BytesIO):
    """Content that may be read so many times and no more: names, texts and remarks are read sign by sign."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        super().__init__(content)
        self._left = limits.reads

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on. Raises Damaged for one time too many."""
        self._left -= 1
        if self._left < 0:
            raise Damaged
        return super().read(size)


class _Thrifty(PdfReader):
    """Unpacks so much and no more, however small the file is and however often it asks for the same."""

    _tables = 0
    _unpacked = 0

    def __init__(self, content: _Counted, limits: Limits) -> None:
        self._most = limits.unpacked
        super().__init__(content, xref_stream_maximum_entries=2 * limits.objects)

    def _read_pdf15_xref_stream(self, stream: Any) -> StreamObject:
        self._tables += 1
        if self._tables > _MOST_TABLES:
            raise Damaged
        return super()._read_pdf15_xref_stream(stream)

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> PdfObject:
        packed = IndirectObject(self.xref_objStm[indirect_reference.idnum][0], 0, self).get_object()
        self._unpacked += len(packed.get_data()) if isinstance(packed, StreamObject) else 0
        if self._unpacked > self._most:
            raise Damaged
        return super()._get_object_from_stream(indirect_reference)

    def _rebuild_xref_table(self, stream: Any) -> None:
        """A table that is lost is made anew from all streams, so each has its share."""
        stream.seek(0)
        share = self._most // (stream.read().count(b"endstream") + 1)
        with apply_configuration(**_unpacking(max(share, 1))):
            super()._rebuild_xref_table(stream)


def _pages(reader: PdfReader, limits: Limits) -> int:
    if reader.is_encrypted:
        raise Encrypted
    pages = len(reader.pages)
    if pages > limits.pages:
        raise TooLong
    if pages == 0:
        raise Damaged
    for page in reader.pages:
        _ = page.mediabox
    if _is_dangerous(reader.trailer, limits.objects):
        raise Dangerous
    return pages


def _is_dangerous(root: DictionaryObject, most_objects: int) -> bool:
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
        if len(seen) > most_objects:
            raise Damaged
    return False
