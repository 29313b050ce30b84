"""Badges are printed in batches, and know what was on them."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_print_batch_by_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_print_batch_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batch")),
        sa.UniqueConstraint("code", name=op.f("uq_print_batch_code")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_print_batch_edition_id_number")),
    )
    with op.batch_alter_table("print_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_batch_by_id"), ["by_id"], unique=False)
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.add_column(sa.Column("print_batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("face_hash", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_badge_print_batch_id"), "print_batch", ["print_batch_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_badge_print_batch_id"), ["print_batch_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_badge_print_batch_id"))
        batch_op.drop_constraint(batch_op.f("fk_badge_print_batch_id"), type_="foreignkey")
        batch_op.drop_column("face_hash")
        batch_op.drop_column("print_batch_id")
    op.drop_table("print_batch")
