"""Versions of what public pages show."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "page_version",
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_page_version")),
    )
    op.bulk_insert(table, [{"topic": topic, "number": 0} for topic in ("content", "people", "door")])


def downgrade() -> None:
    op.drop_table("page_version")
