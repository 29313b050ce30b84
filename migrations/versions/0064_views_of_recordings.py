"""How often recordings were started, by language and day."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "view_count",
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_view_count_recording_id")),
        sa.PrimaryKeyConstraint("recording_id", "lang", "day", name=op.f("pk_view_count")),
    )


def downgrade() -> None:
    op.drop_table("view_count")
