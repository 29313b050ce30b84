"""An edition is postponed, moved online or cancelled: its status, and each change of plan as it was announced."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=24), nullable=False, server_default="scheduled"))
        batch_op.add_column(sa.Column("is_online", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("plan_changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.alter_column("status", server_default=None)
        batch_op.alter_column("is_online", server_default=None)
    op.create_table(
        "edition_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("is_online", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("message_fr", sa.Text(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_edition_change_edition_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_edition_change_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_change")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_edition_change_edition_id_number")),
    )
    with op.batch_alter_table("edition_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_change_release_id"), ["release_id"], unique=False)


def downgrade() -> None:
    op.drop_table("edition_change")
    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name in ("plan_changed_at", "is_online", "status"):
            batch_op.drop_column(name)
