"""Whether a file is a PDF that can be kept and opened without danger. Pure: bytes in, the number of pages out.

Nobody is protected by the name or the type a browser says. What a file may not do is judged by its own objects: run
scripts, start programs, send forms, carry other files. What it looks like, an organiser judges.
"""

from dataclasses import dataclass

from assembly.errors import Rejected
from assembly.i18n import _l

MIME = "application/pdf"
LARGEST = 10 * 1024 * 1024


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


class BadDocument(Rejected):
    """A file we do not take."""


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
    from assembly.signatures.documents.pdf_reader import count_pages  # noqa: PLC0415 -- slow import

    if not content:
        raise Empty
    if len(content) > LARGEST:
        raise TooLarge
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    if b"%%EOF" not in content[-1024:]:
        raise Damaged
    try:
        return count_pages(content, limits)
    except BadDocument:
        raise
    except Exception:  # noqa: BLE001 -- a file somebody made may break a reader in any way
        raise Damaged from None
