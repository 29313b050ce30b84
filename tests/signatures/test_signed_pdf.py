"""What is taken as a signed declaration and what is not, each with its own sentence."""

from __future__ import annotations

import re
from time import process_time

import pdf_samples
import pytest

from assembly.signatures.documents import signed_pdf
from assembly.signatures.documents.signed_pdf import LARGEST, pages_of

REFUSED = {
    "nothing": (b"", signed_pdf.Empty),
    "one byte too many": (pdf_samples.of_size(LARGEST + 1), signed_pdf.TooLarge),
    "a page of the web": (b"<!doctype html><title>%PDF-1.7</title>%%EOF", signed_pdf.NotAPdf),
    "a page of the web dressed up": (b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF", signed_pdf.Damaged),
    "a picture": (b"\x89PNG\r\n\x1a\n", signed_pdf.NotAPdf),
    "cut short": (pdf_samples.scan()[:-120], signed_pdf.Damaged),
    "cut short and ended": (pdf_samples.scan()[:200] + b"\n%%EOF", signed_pdf.Damaged),
    "locked": (pdf_samples.encrypted(), signed_pdf.Encrypted),
    "21 pages": (pdf_samples.scan(21), signed_pdf.TooLong),
    "no page": (pdf_samples.scan(0), signed_pdf.Damaged),
    "a script": (pdf_samples.with_script(), signed_pdf.Dangerous),
    "a script on a page": (pdf_samples.with_action("/JavaScript", "/AA"), signed_pdf.Dangerous),
    "a program": (pdf_samples.with_action("/Launch"), signed_pdf.Dangerous),
    "a form sent away": (pdf_samples.with_action("/SubmitForm"), signed_pdf.Dangerous),
    "another file": (pdf_samples.with_file(), signed_pdf.Dangerous),
    "a film": (pdf_samples.with_rich_media(), signed_pdf.Dangerous),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content: bytes, refusal: type[signed_pdf.BadDocument]) -> None:
    with pytest.raises(refusal) as refused:
        pages_of(content)
    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (pdf_samples.scan(), 1),
        (pdf_samples.scan(20), 20),
        (pdf_samples.of_size(LARGEST), 1),
        (pdf_samples.with_action("/GoTo"), 1),  # opens at a page: harmless
    ],
    ids=["one page", "twenty", "ten megabytes", "opens at a page"],
)
def test_what_is_taken(content: bytes, pages: int) -> None:
    assert pages_of(content) == pages


@pytest.mark.parametrize(("streams", "size", "asked"), [(20, 15_000_000, 1), (40, 1_000_000, 1), (1, 1_000_000, 200)])
def test_a_swelling_file_is_refused_at_once(streams: int, size: int, asked: int) -> None:
    content = pdf_samples.swelling(streams, size, asked)
    assert len(content) < 400_000
    began = process_time()
    with pytest.raises(signed_pdf.Damaged):
        pages_of(content)
    assert process_time() - began < 1


def test_a_lost_table_does_not_swell() -> None:
    content, harmless = (
        re.sub(rb"startxref\n\d+", b"startxref\n1", one)
        for one in (pdf_samples.swelling(20, 15_000_000), pdf_samples.scan())
    )
    assert pages_of(harmless) == 1
    began = process_time()
    with pytest.raises(signed_pdf.Damaged):
        pages_of(content)
    assert process_time() - began < 1


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "value",
    [
        b"<<" + b"".join(b"/#41%05d 1 " % number for number in range(40_000)) + b">>",
        b"<" + b"41" * 110_000 + b">",
        b"(" + rb"\101" * 110_000 + b")",
        b"[" + b"%a\n" * 110_000 + b"]",
    ],
    ids=["hexadecimal names", "a hexadecimal text", "an escaped text", "remarks"],
)
def test_objects_read_sign_by_sign_end(value: bytes) -> None:
    """Nine megabytes of these took a processor sixteen seconds; an object of a declaration has some dozens."""
    with pytest.raises(signed_pdf.Damaged):
        pages_of(pdf_samples.with_value(value))


def test_small_objects_are_taken() -> None:
    assert pages_of(pdf_samples.with_value(b"<</#41 <4142> /B (\\101) %a\n>>")) == 1


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "text", [b"<%s>" % (b"41" * 600_000), rb"(%s)" % (rb"\101" * 300_000)], ids=["hexadecimal", "escaped"]
)
def test_large_packed_object_is_refused(text: bytes) -> None:
    with pytest.raises(signed_pdf.Damaged):
        pages_of(pdf_samples.with_packed_value(text))
    assert pages_of(pdf_samples.with_packed_value(b"(short)")) == 1


def test_usual_packed_objects_are_taken() -> None:
    assert pages_of(pdf_samples.swelling(20, 10_000)) == 1
