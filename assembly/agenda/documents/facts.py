"""What the office says of a document, as plain values, with the marks a form carries. Pure."""

from dataclasses import dataclass
from datetime import datetime

from assembly.models import Bilingual, SessionDocument
from assembly.values import Values


@dataclass(frozen=True, slots=True)
class DocumentFacts(Values):
    """What the office says of a document."""

    title: Bilingual
    lang: str
    alt: Bilingual
    shown_from_at: datetime | None


def file_mark(document: SessionDocument) -> str:
    """What a page was opened on: another mark means that the file has been replaced since."""
    return document.file.sha256[:16]
