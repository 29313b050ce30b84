"""Verbs on the text of the declaration, and on which version of it a body has signed."""

from assembly import clock, history
from assembly.errors import ChangedMeanwhile, check_unchanged
from assembly.extensions import read_one
from assembly.models import Bilingual, DeclarationText, Signing
from assembly.signatures import queries
from assembly.signatures.service.moves import lock
from assembly.transactions import insert_once


def save_declaration(text: Bilingual, *, seen: int) -> bool:
    """Save the whole text as a new version, and say whether it differs from the current one.

    Earlier versions stay as they are, and so does what was signed. `seen` is the number of the version the writer
    started from, 0 for none. Raises ChangedMeanwhile.
    """
    current = queries.current_declaration()
    check_unchanged(current.number if current else 0, seen)
    if current is not None and current.text == text:
        return False
    version = {"number": seen + 1, "text_en": text.en, "text_fr": text.fr}
    row = insert_once(DeclarationText).values(**version, saved_at=clock.now(), saved_by=history.actor())
    if read_one(row.returning(DeclarationText.id)) is None:
        raise ChangedMeanwhile
    history.record("declaration", str(seen + 1), "saved")
    return True


def set_signed_version(signing: Signing, number: int) -> None:
    """Correct which version of the text a body has signed: the document says it. 0 means that it bears none."""
    lock(signing)
    before = signing.declaration.number if signing.declaration else 0
    signing.declaration = queries.declaration_version(number)
    if before != number:
        history.record(
            "signing", signing.code, "version set", edition_id=signing.edition_id, before=before, number=number
        )
