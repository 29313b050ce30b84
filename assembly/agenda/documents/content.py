"""What a file that somebody sends for a session is: a PDF that does nothing, or a picture painted anew. Pure."""

from dataclasses import dataclass
from hashlib import sha256

from assembly import pictures
from assembly.errors import Rejected
from assembly.i18n import _l
from assembly.signatures.documents import signed_pdf
from assembly.signatures.documents.signed_pdf import SLIDES

LARGEST = 10 * 1024 * 1024
"Bytes of an upload."
ACCEPT = f"{signed_pdf.MIME},{pictures.ACCEPT}"
_SIDE = 2_048
"Pixels: a poster stays readable."
_SENTENCES = {
    signed_pdf.Damaged: _l(
        "This PDF file is damaged, incomplete or too complex. Save it as a PDF again, then send it."
    ),
    signed_pdf.Encrypted: _l("This PDF file is password-protected. Remove the password and send it again."),
    signed_pdf.TooLong: _l("This PDF file has more than 200 pages. Send a shorter one."),
    signed_pdf.Dangerous: _l("This PDF file contains scripts or other files. Print it to a new PDF and send that one."),
}


class UnusableDocument(Rejected):
    """It is neither a PDF we can show nor a picture; the sentence says why."""

    def __str__(self) -> str:
        return str(self.facts["why"])


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A file that has been looked at; a picture has its size in pixels."""

    content: bytes
    mime: str
    width: int | None = None
    height: int | None = None

    @property
    def digest(self) -> str:
        """The name of the content."""
        return sha256(self.content).hexdigest()


def checked(sent: bytes) -> DocumentContent:
    """Judge what was sent by what it holds, outside any transaction. Raises UnusableDocument or a refused picture."""
    if len(sent) > LARGEST:
        raise UnusableDocument(why=_l("The file must be 10 MB or smaller."))
    if sent.startswith(b"%PDF-"):
        try:
            signed_pdf.pages_of(sent, SLIDES)
        except signed_pdf.BadDocument as refusal:
            raise UnusableDocument(why=_SENTENCES.get(type(refusal), refusal.sentence)) from None
        return DocumentContent(sent, signed_pdf.MIME)
    try:
        picture = pictures.fresh(sent, side=_SIDE, largest=LARGEST)
    except pictures.NotAPicture:
        raise UnusableDocument(why=_l("We cannot use this file. Choose a PDF, PNG, JPEG or WebP file.")) from None
    return DocumentContent(picture.content, picture.mime, picture.width, picture.height)
