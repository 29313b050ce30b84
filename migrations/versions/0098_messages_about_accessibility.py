"""Whoever cannot use a page tells the office by a form of the accessibility statement."""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accessibility_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("text", sa.String(length=3000), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_accessibility_message_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessibility_message")),
        sa.UniqueConstraint("code", name=op.f("uq_accessibility_message_code")),
    )
    op.create_index(op.f("ix_accessibility_message_edition_id"), "accessibility_message", ["edition_id"])


def downgrade() -> None:
    op.drop_table("accessibility_message")
