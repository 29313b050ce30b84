"""The libraries that need the application, unbound: `create_app` binds them; and what reads rows from the database."""

from typing import Any, TypeVar

from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import select
from sqlalchemy.sql.selectable import TypedReturnsRows

from assembly.hidden_modules import hidden
from assembly.models import Base, Edition
from assembly.models.types import Coded
from assembly.tasks import Queue

with hidden("webauthn"):  # `accounts/passkey_exchange.py` loads it when it is used
    from flask_security.core import Security

_Row = TypeVar("_Row")
_Noun = TypeVar("_Noun", bound=Coded)

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
babel = Babel()
csrf = CSRFProtect()
security = Security()
tasks = Queue()


def read_all(statement: TypedReturnsRows[_Row], values: Any = None) -> list[_Row]:
    """All rows it finds, in its order."""
    return list(db.session.scalars(statement, values))


def read_one(statement: TypedReturnsRows[_Row], values: Any = None) -> _Row | None:
    """The only row it finds, if any. Raises MultipleResultsFound."""
    return db.session.scalars(statement, values).one_or_none()


def read_coded(noun: type[_Noun], code: str, *, of: Edition | None = None) -> _Noun | None:
    """The row of this noun with this code, if any: of one edition, or whatever it belongs to."""
    here = [] if of is None else [noun.edition_id == of.id]  # type: ignore[attr-defined]
    return read_one(select(noun).where(noun.code == code, *here))
