"""What a constraint of the database refuses, said as the refusal that stands for it.

Only the constraints that are named become a sentence. Any other is a fault of ours and stays one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import Base

REFERRED_TO = "referred to"
"Stands for all foreign keys: SQLite does not say which of them refused."
_UNIQUE = "UNIQUE constraint failed: "


@contextmanager
def refused_as(refusals: dict[str, type[DomainError]]) -> Iterator[None]:
    """Write what is done within it; raise the refusal that stands for the constraint which is broken, if one does."""
    try:
        yield
        db.session.flush()
    except IntegrityError as error:
        refusal = refusals.get(broken(error))
        if refusal is None:
            raise
        raise refusal from None


def broken(error: IntegrityError) -> str:
    """The name of the constraint, REFERRED_TO for a foreign key, "" for one without a name."""
    if getattr(error.orig, "sqlstate", "") == "23503" or "FOREIGN KEY" in str(error.orig):
        return REFERRED_TO
    said = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return said or _unique(str(error.orig).removeprefix(_UNIQUE))


def _unique(columns: str) -> str:
    """The name of the unique constraint or index over these columns, which SQLite names in its place."""
    table = Base.metadata.tables.get(columns.partition(".")[0])
    if table is None:
        return ""
    names = {one.partition(".")[2] for one in columns.split(", ")}
    unique: list[UniqueConstraint | Index] = [one for one in table.indexes if one.unique]
    unique += [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for each in unique:
        if {column.name for column in each.columns} == names:
            return str(each.name)
    return ""
