"""What is taken as a document of a session: a PDF that does nothing, with room for slides, or a picture."""

from __future__ import annotations

from collections.abc import Callable

import pdf_samples
import pytest
from import_programmes import picture

from assembly.agenda.documents.content import LARGEST, UnusableDocument, checked


def test_pdf_of_many_pages_is_kept(ctx: object) -> None:
    content = pdf_samples.scan(60)
    made = checked(content)
    assert (made.content, made.mime, made.width) == (content, "application/pdf", None)


def test_picture_is_reencoded_and_readable(ctx: object) -> None:
    made = checked(picture("JPEG", (3_000, 1_500)))
    assert (made.mime, made.width, made.height) == ("image/jpeg", 2_048, 1_024)
    assert b"secret words" not in made.content


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "too large": (lambda: b"%PDF-" + b"\0" * LARGEST, "10 MB or smaller"),
    "a script": (pdf_samples.with_script, "contains scripts"),
    "another file": (pdf_samples.with_file, "contains scripts or other files"),
    "a launch": (lambda: pdf_samples.with_action("/Launch"), "contains scripts"),
    "a password": (pdf_samples.encrypted, "password-protected"),
    "cut short": (lambda: pdf_samples.scan()[:-120], "damaged, incomplete or too complex"),
    "too many pages": (lambda: pdf_samples.scan(201), "more than 200 pages"),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", "Choose a PDF, PNG, JPEG or WebP"),
    "a moving picture": (lambda: picture("GIF"), "Choose a PDF, PNG, JPEG or WebP"),
    "nothing": (lambda: b"", "Choose a PDF, PNG, JPEG or WebP"),
}


@pytest.mark.turns(3)
@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_with_a_sentence(ctx: object, what: str) -> None:
    make, said = REFUSED[what]
    with pytest.raises(UnusableDocument) as refusal:
        checked(make())
    assert said in str(refusal.value)
    assert "declaration" not in str(refusal.value)
