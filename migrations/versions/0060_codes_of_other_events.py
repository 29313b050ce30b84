"""Codes on the badges of other events."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_code",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_external_code_registration_id")
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_external_code_edition_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_external_code")),
        sa.UniqueConstraint("edition_id", "code_hash", name=op.f("uq_external_code_edition_id_code_hash")),
    )


def downgrade() -> None:
    op.drop_table("external_code")
