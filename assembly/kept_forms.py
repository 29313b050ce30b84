"""Forms of the office that were sent after their session had ended: kept until the same person has signed in again."""

import json

from flask import request
from sqlalchemy import delete, exists, select

from assembly import clock
from assembly.extensions import db, read_one
from assembly.models import KeptForm, User
from assembly.models.kept_form import KEPT_FOR
from assembly.sealed import new_code, seal, unseal

SHOWN_AGAIN = "shown_again"
"The field by which a kept form says that it is not sent yet, but shown to its sender (`Form.validate`)."
_LONGEST = 64_000
_OF_ONE_PAGE = frozenset({"csrf_token", SHOWN_AGAIN})
_SECRETS = frozenset({"passphrase", "current", "proof"})
"Fields of forms that are not kept at all: what proves who somebody is."


def keep(user: User) -> str:
    """Keep the form of this request for whoever sent it, inside `writing()`: its code, "" for nothing worth keeping.

    Files are not kept, and a button alone holds nothing. What a script sent has no page to go back to.
    """
    forget_old()
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in _OF_ONE_PAGE]
    sealed = json.dumps(typed, ensure_ascii=False)
    by_a_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    if (
        by_a_script
        or not _SECRETS.isdisjoint(request.form)
        or not any(value for _name, value in typed)
        or len(sealed) > _LONGEST
        or len(request.full_path) > 400
    ):
        return ""
    kept = KeptForm(
        code=new_code(), user_id=user.id, path=request.full_path.rstrip("?"), made_at=clock.now(), sealed=seal(sealed)
    )
    db.session.add(kept)
    return str(kept.code)


def find(user: User, code: str) -> KeptForm | None:
    """Find a form this person sent within an hour."""
    kept = read_one(select(KeptForm).where(KeptForm.code == code, KeptForm.user_id == user.id))
    return kept if kept is not None and kept.is_fresh else None


def typed_in(kept: KeptForm) -> list[tuple[str, str]]:
    """Read the fields of a form, in their order, one of several values several times."""
    return [(name, value) for name, value in json.loads(unseal(kept.sealed))]


def has_old() -> bool:
    """Whether a form is older than an hour."""
    return bool(db.session.scalar(select(exists().where(KeptForm.made_at <= clock.now() - KEPT_FOR))))


def forget_old() -> None:
    """Forget the forms nobody came back for within an hour; inside `writing()`."""
    db.session.execute(delete(KeptForm).where(KeptForm.made_at <= clock.now() - KEPT_FOR))
