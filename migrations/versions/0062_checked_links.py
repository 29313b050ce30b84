"""What was found at the addresses of recordings, and since when one is broken."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.add_column(sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "link_check",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.String(length=24), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_link_check_track_id")),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_link_check")),
    )
    with op.batch_alter_table("link_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_check_next_at"), ["next_at"], unique=False)


def downgrade() -> None:
    op.drop_table("link_check")
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_column("broken_since")
