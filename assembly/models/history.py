"""What was done, chained so that no entry can be changed, removed or added unnoticed."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped

from assembly.models.types import Base, UTCDateTime, column, ref


class Entry(Base):
    """One act: who, what, on what. Only ids and a commitment to the details, so erasure leaves the chain whole."""

    __table_args__ = (Index("ix_entry_noun_noun_ref", "noun", "noun_ref"),)
    n: Mapped[int] = column("none", primary_key=True, autoincrement=False)
    at: Mapped[datetime] = column("none", UTCDateTime)
    actor_ref: Mapped[str] = column("none", String(80))
    edition_id: Mapped[int | None] = ref("edition")
    noun: Mapped[str] = column("none", String(40))
    noun_ref: Mapped[str] = column("none", String(80))
    verb: Mapped[str] = column("none", String(40))
    details_hash: Mapped[str] = column("none", String(64))
    prev_hash: Mapped[str] = column("none", String(64))
    hash: Mapped[str] = column("none", String(64))


class EntryDetail(Base):
    """The details of one act, sealed, with the salt that makes their commitment unguessable; erasable."""

    entry_n: Mapped[int] = column("none", primary_key=True, autoincrement=False)
    sealed: Mapped[str] = column("contact", Text)


class ChainHead(Base):
    """One row: the last number and hash. Its lock puts concurrent writers in a row."""

    id: Mapped[int] = column("none", primary_key=True, autoincrement=False)
    n: Mapped[int] = column("none")
    hash: Mapped[str] = column("none", String(64))
