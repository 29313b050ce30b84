"""How many check-ins phones still held when figures were fixed, and why; arrivals are counted in an index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fact_sheet") as batch:
        batch.add_column(sa.Column("unsent_scans", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("override_reason", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("fact_sheet") as batch:
        batch.alter_column("unsent_scans", server_default=None)
        batch.alter_column("override_reason", server_default=None)
    op.drop_index("ix_admission_door_id", "admission")
    op.create_index("ix_admission_arrivals", "admission", ["door_id", "checkpoint", "day", "slot5"])


def downgrade() -> None:
    op.drop_index("ix_admission_arrivals", "admission")
    op.create_index("ix_admission_door_id", "admission", ["door_id"])
    with op.batch_alter_table("fact_sheet") as batch:
        batch.drop_column("override_reason")
        batch.drop_column("unsent_scans")
