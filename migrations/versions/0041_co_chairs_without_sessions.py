"""What a co-chair without a session answers, and registrations that speaking has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role_answer", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("brought_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.alter_column("brought_in", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.drop_column("brought_in")
        batch_op.drop_column("role_answer")
