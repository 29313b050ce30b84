"""The kinds of sessions as organisers name them: every old kind becomes one of them, in the draft and as published."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_NEWER = {"opening": "plenary", "closing": "plenary", "debate": "panel", "ceremony": "signing"}
_OLDER = {
    "plenary": "opening",
    "panel": "debate",
    "signing": "ceremony",
    "family_picture": "ceremony",
    "networking": "break",
    "side_event": "debate",
}


def upgrade() -> None:
    _rename(_NEWER)


def downgrade() -> None:
    _rename(_OLDER)


def _rename(kinds: dict[str, str]) -> None:
    for table in ("session", "released_session"):
        for old, new in kinds.items():
            op.execute(f"UPDATE {table} SET kind = '{new}' WHERE kind = '{old}'")
