"""Words of an organiser in place of ours, and back."""

from assembly import history
from assembly.errors import Rejected, Untranslated
from assembly.extensions import db
from assembly.i18n import _l
from assembly.mail.texts import replaced, unknown_place
from assembly.models import Bilingual, Edition, MailText


class UnknownPlace(Rejected):
    """Something in braces that stands for nothing."""

    sentence = _l("The text contains an unknown field in curly brackets. Use only the fields listed.")


def replace(edition: Edition, name: str, *, subject: Bilingual, opening: Bilingual) -> None:
    """Say this instead of our text, from the next mail on. Raises Untranslated or UnknownPlace."""
    if subject.missing() or opening.missing():
        raise Untranslated
    if any(map(unknown_place, (subject.en, subject.fr, opening.en, opening.fr))):
        raise UnknownPlace
    row = replaced(edition.id, name)
    if row is None:
        row = MailText(edition_id=edition.id, name=name)
        db.session.add(row)
    row.subject, row.opening = subject, opening
    history.record("mail text", name, "changed", edition_id=edition.id)


def restore(edition: Edition, name: str) -> None:
    """Back to our text; pressed twice it stays so."""
    row = replaced(edition.id, name)
    if row is not None:
        db.session.delete(row)
        history.record("mail text", name, "restored", edition_id=edition.id)
