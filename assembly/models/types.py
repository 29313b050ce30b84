"""The declarative base, the column types both databases agree on, and the mark every column must wear."""

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import DateTime, ForeignKey, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from assembly.sealed import seal, unseal

Mark = Literal["none", "contact", "special", "secret"]
"What personal data a column holds: nothing, ordinary, of a special category, or a credential."


class Base(DeclarativeBase):
    """All nouns, each in a table of its name in small letters unless it says another. Constraints get names, so that a
    refusal of the database can be translated by name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 -- SQLAlchemy passes the class
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive value is refused, for nobody knows when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[StrEnum]):
    """A member of one enumeration, stored as its word; another word is refused on the way in."""

    impl = String(24)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        self.kind = kind
        super().__init__()

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class Sealed(TypeDecorator[str]):
    """Words that lie encrypted in the database; no words are null there and "" here."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return seal(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return unseal(value) if value else ""


def column(mark: Mark, *args: Any, **options: Any) -> MappedColumn[Any]:
    """A column with its mark of personal data."""
    return mapped_column(*args, info={"personal": mark}, **options)


def key() -> MappedColumn[Any]:
    """The inner id; it never shows in an address."""
    return mapped_column(primary_key=True, info={"personal": "none"})


def ref(table: str, *, later: bool = False, **options: Any) -> MappedColumn[Any]:
    """A reference to another noun by its inner id, indexed unless it is part of the primary key.

    `later` is for the second of two tables that refer to each other: it waits until both are there.
    """
    options.setdefault("index", not options.get("primary_key", False))
    return mapped_column(ForeignKey(f"{table}.id", use_alter=later), info={"personal": "none"}, **options)


def code() -> MappedColumn[Any]:
    """The random name of a noun in addresses and logs."""
    return mapped_column(String(16), unique=True, info={"personal": "none"})


class Keyed(Base):
    """A noun with an inner id."""

    __abstract__ = True
    id: Mapped[int] = key()


class Coded(Keyed):
    """A noun with an inner id, and a random name for addresses and logs."""

    __abstract__ = True
    code: Mapped[str] = code()
