"""Slides a speaker sends: a PDF of any shape, judged by the rules for documents we receive, and their mark. Pure."""

from dataclasses import dataclass

from assembly.errors import Rejected
from assembly.i18n import _, _l
from assembly.models import SpeakerInvitation
from assembly.signatures.documents import signed_pdf

_SENTENCES = {
    signed_pdf.Empty: _l("This file is empty. Choose another one."),
    signed_pdf.TooLarge: _l("The slides must be 10 MB or smaller."),
    signed_pdf.NotAPdf: _l("This is not a PDF file. Save the slides as a PDF first."),
    signed_pdf.TooLong: _l("The slides must have 200 pages or fewer."),
    signed_pdf.Dangerous: _l("This PDF file contains scripts, videos or other files. Save the slides without them."),
}


class BadSlides(Rejected):
    """A file we do not take, and why."""

    def __str__(self) -> str:
        return str(self.facts["why"])


@dataclass(frozen=True, slots=True)
class Slides:
    """A file that has been looked into."""

    content: bytes
    mime: str = signed_pdf.MIME


def checked(content: bytes) -> Slides:
    """The slides, if they are good. Outside any transaction, for this may take a second. Raises BadSlides."""
    try:
        signed_pdf.pages_of(content, signed_pdf.SLIDES)
    except signed_pdf.BadDocument as problem:
        raise BadSlides(why=_SENTENCES.get(type(problem), problem)) from None
    return Slides(content)


def mark_of(invitation: SpeakerInvitation) -> str:
    """Which slides are there, so that a form can carry those it showed; empty for none."""
    return invitation.slides.sha256 if invitation.slides else ""


def file_name(name: str) -> str:
    """What the slides of somebody are called when they are downloaded."""
    return _("slides") + f"-{name}.pdf"
