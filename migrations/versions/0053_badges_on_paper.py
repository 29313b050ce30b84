"""A batch that was not printed can be undone, and files of long batches are set by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("print_batch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "badge_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("badge_ids", sa.JSON(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["print_batch.id"], name=op.f("fk_badge_file_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_file")),
        sa.UniqueConstraint("code", name=op.f("uq_badge_file_code")),
    )
    with op.batch_alter_table("badge_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_file_batch_id"), ["batch_id"], unique=False)


def downgrade() -> None:
    op.drop_table("badge_file")
    with op.batch_alter_table("print_batch", schema=None) as batch_op:
        batch_op.drop_column("undone_at")
