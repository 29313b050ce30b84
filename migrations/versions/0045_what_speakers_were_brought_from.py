"""How speakers would have taken part before they spoke, to be given back."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought_from", sa.String(length=24), nullable=True))
    op.execute("UPDATE speaker_invitation SET brought_from = 'on_site' WHERE brought_in")
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.drop_column("brought_in")


def downgrade() -> None:
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE speaker_invitation SET brought_in = true WHERE brought_from IS NOT NULL")
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.alter_column("brought_in", server_default=None)
        batch_op.drop_column("brought_from")
