"""Reads of who wants news."""

from sqlalchemy import select

from assembly.extensions import read_one
from assembly.models import Subscription
from assembly.sealed import token_hash


def by_token(token: str) -> Subscription | None:
    """Whose link this is."""
    return read_one(select(Subscription).where(Subscription.token_hash == token_hash(token)))
