"""Reads the objects of a PDF file with pypdf, thriftily. Loaded for the first file that is sent: it takes 10 MiB."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from assembly.signatures.documents.signed_pdf import Damaged, Dangerous, Encrypted, Limits, TooLong

_MOST_TABLES = 20
"Each saving of a file may add a table of its objects."
_ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
_CARRIES = {"/JS", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}


def count_pages(content: bytes, limits: Limits) -> int:
    """How many pages the file has. Raises a BadDocument, or anything else where the file is broken."""
    with apply_configuration(**_unpacking(limits.unpacked)):
        return _pages(_Thrifty(_Counted(content, limits), limits), limits)


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
