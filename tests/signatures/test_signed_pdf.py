"""What is taken as a signed declaration and what is not, each with its own sentence."""

from __future__ import annotations

import papers
import pytest

from assembly.signatures import signed_pdf
from assembly.signatures.signed_pdf import LARGEST, pages_of

REFUSED = {
    "nothing": (b"", signed_pdf.Empty),
    "one byte too many": (papers.of_size(LARGEST + 1), signed_pdf.TooLarge),
    "a page of the web": (b"<!doctype html><title>%PDF-1.7</title>%%EOF", signed_pdf.NotAPdf),
    "a page of the web dressed up": (b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF", signed_pdf.Damaged),
    "a picture": (b"\x89PNG\r\n\x1a\n", signed_pdf.NotAPdf),
    "cut short": (papers.scan()[:-120], signed_pdf.Damaged),
    "cut short and ended": (papers.scan()[:200] + b"\n%%EOF", signed_pdf.Damaged),
    "locked": (papers.encrypted(), signed_pdf.Encrypted),
    "21 pages": (papers.scan(21), signed_pdf.TooLong),
    "no page": (papers.scan(0), signed_pdf.Damaged),
    "a script": (papers.with_script(), signed_pdf.Dangerous),
    "a script on a page": (papers.with_action("/JavaScript", "/AA"), signed_pdf.Dangerous),
    "a program": (papers.with_action("/Launch"), signed_pdf.Dangerous),
    "a form sent away": (papers.with_action("/SubmitForm"), signed_pdf.Dangerous),
    "another file": (papers.with_file(), signed_pdf.Dangerous),
    "a film": (papers.with_rich_media(), signed_pdf.Dangerous),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(content: bytes, refusal: type[signed_pdf.BadDocument]) -> None:
    with pytest.raises(refusal) as refused:
        pages_of(content)
    assert type(refused.value) is refusal


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (papers.scan(), 1),
        (papers.scan(20), 20),
        (papers.of_size(LARGEST), 1),
        (papers.with_action("/GoTo"), 1),  # opens at a page: harmless
    ],
    ids=["one page", "twenty", "ten megabytes", "opens at a page"],
)
def test_what_is_taken(content: bytes, pages: int) -> None:
    assert pages_of(content) == pages
