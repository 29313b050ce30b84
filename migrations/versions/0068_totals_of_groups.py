"""What people said about themselves is counted once, when their assembly has ended."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_total",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("statistic", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_group_total_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "statistic", "answer", name=op.f("pk_group_total")),
    )


def downgrade() -> None:
    op.drop_table("group_total")
