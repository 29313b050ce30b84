"""The text of the declaration in its versions, and which of them a body signed."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "declaration_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration_text")),
        sa.UniqueConstraint("number", name=op.f("uq_declaration_text_number")),
    )
    with op.batch_alter_table("signing", schema=None) as batch_op:
        batch_op.add_column(sa.Column("declaration_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_signing_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_signing_declaration_id"), "declaration_text", ["declaration_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("signing", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signing_declaration_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_signing_declaration_id"))
        batch_op.drop_column("declaration_id")
    op.drop_table("declaration_text")
