"""Registration forms beyond an allowance, kept until they are confirmed by email."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unconfirmed_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_unconfirmed_form_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unconfirmed_form")),
        sa.UniqueConstraint("code", name=op.f("uq_unconfirmed_form_code")),
        sa.UniqueConstraint("edition_id", "form_key", name=op.f("uq_unconfirmed_form_edition_id_form_key")),
    )
    with op.batch_alter_table("unconfirmed_form", schema=None) as batch_op:
        for column in ("address_hash", "edition_id", "made_at", "token_hash"):
            batch_op.create_index(batch_op.f(f"ix_unconfirmed_form_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("unconfirmed_form")
