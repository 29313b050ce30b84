"""Signatures entered by mistake, which count on no day."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0020"
branch_labels = None
depends_on = None

_NAME = "uq_signature_standing"


def upgrade() -> None:
    op.drop_index(_NAME, table_name="signature")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mistaken_at", sa.DateTime(timezone=True), nullable=True))
    _index("withdrawn_on IS NULL AND mistaken_at IS NULL")


def downgrade() -> None:
    """One entered by mistake ends on the day it began, so that it still counts on none."""
    op.drop_index(_NAME, table_name="signature")
    op.execute("UPDATE signature SET withdrawn_on = signed_on WHERE mistaken_at IS NOT NULL")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("mistaken_at")
    _index("withdrawn_on IS NULL")


def _index(where: str) -> None:
    op.create_index(
        _NAME,
        "signature",
        ["community_id", "kind"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
