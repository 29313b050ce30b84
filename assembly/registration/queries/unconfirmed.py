"""Forms that wait to be confirmed by email."""

from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.models import Edition, UnconfirmedForm
from assembly.models.unconfirmed_form import KEPT_FOR


def under_link(token_hash: str) -> list[UnconfirmedForm]:
    """Find the forms a link opens, the first sent first; those confirmed within the day are among them."""
    fresh = UnconfirmedForm.token_hash == token_hash, UnconfirmedForm.made_at > clock.now() - KEPT_FOR
    return read_all(select(UnconfirmedForm).where(*fresh).order_by(UnconfirmedForm.id))


def with_key(edition: Edition, form_key: str) -> UnconfirmedForm | None:
    """Find an earlier copy of the same form."""
    return read_one(
        select(UnconfirmedForm).where(UnconfirmedForm.edition_id == edition.id, UnconfirmedForm.form_key == form_key)
    )


def asked_within(edition: Edition, address_hash: str, span: timedelta) -> UnconfirmedForm | None:
    """Find a form whose email went to this address within a time, and whose button nobody has pressed."""
    return read_one(
        select(UnconfirmedForm)
        .where(
            UnconfirmedForm.edition_id == edition.id,
            UnconfirmedForm.address_hash == address_hash,
            UnconfirmedForm.asked_at > clock.now() - span,
            UnconfirmedForm.confirmed_at.is_(None),
        )
        .limit(1)
    )


def is_over() -> ColumnElement[bool]:
    """Give the condition under which a form has had its day."""
    return UnconfirmedForm.made_at <= clock.now() - KEPT_FOR


def has_old() -> bool:
    """Say whether a form has had its day."""
    return bool(db.session.scalar(select(exists().where(is_over()))))
