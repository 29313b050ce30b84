"""What a session says beside its words: key messages, sign language and captions; and when it left the draft."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("key_messages_en", "key_messages_fr"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("released_session", schema=None) as batch_op:
        for name in ("signed", "captions"):
            batch_op.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    _without_defaults("session", "key_messages_en", "key_messages_fr")
    _without_defaults("released_session", "signed", "captions")


def _without_defaults(table: str, *names: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name in names:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM session_language WHERE direction IN ('signed', 'captions')")
    op.execute("UPDATE session SET hidden = true WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("released_session", schema=None) as batch_op:
        for name in ("signed", "captions"):
            batch_op.drop_column(name)
    with op.batch_alter_table("session", schema=None) as batch_op:
        for name in ("key_messages_en", "key_messages_fr", "removed_at"):
            batch_op.drop_column(name)
