"""Why a picture is shown although somebody on it has not agreed to photographs."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.add_column(sa.Column("consent_reason", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("consent_reason_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.alter_column("consent_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_column("consent_reason_at")
        batch_op.drop_column("consent_reason")
