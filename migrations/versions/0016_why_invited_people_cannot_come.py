"""why invited people cannot come."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=400), nullable=False, server_default=""))
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("reason", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE template IN ('invitation', 'invitation_reminder')")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("reason")
