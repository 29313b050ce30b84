"""Every column says what personal data it holds."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table
from static_checks import unmarked_columns

from assembly.models import Base


def test_every_column_is_marked() -> None:
    assert unmarked_columns(Base.metadata) == []


def test_a_column_without_a_mark_is_found() -> None:
    metadata = MetaData()
    Table("guest", metadata, Column("shoe_size", Integer))
    assert unmarked_columns(metadata) == ["guest.shoe_size"]
