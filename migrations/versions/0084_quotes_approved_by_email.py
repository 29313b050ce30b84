"""Speakers are asked by email to approve their quotes."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quote_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=24), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("amended", sa.Text(), nullable=False),
        sa.Column("comment", sa.String(length=600), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_request_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_request")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_quote_request_token_hash")),
    )
    op.create_index(op.f("ix_quote_request_quote_id"), "quote_request", ["quote_id"], unique=True)


def downgrade() -> None:
    op.drop_table("quote_request")
