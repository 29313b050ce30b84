"""Who wants the summary of an assembly by email each morning."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("daily_summary", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("user") as batch:
        batch.alter_column("daily_summary", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.drop_column("daily_summary")
