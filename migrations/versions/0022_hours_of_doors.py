"""Doors have hours, and a scan outside them is a rehearsal."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("door", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("closes", sa.Time(), nullable=True))
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_rehearsal", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.alter_column("is_rehearsal", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM scan WHERE is_rehearsal")
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.drop_column("is_rehearsal")
    with op.batch_alter_table("door", schema=None) as batch_op:
        batch_op.drop_column("closes")
        batch_op.drop_column("opens")
