"""The sessions registered people have marked in the public programme."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "selected_session",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("selected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_selected_session_registration_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_selected_session_session_id")),
        sa.PrimaryKeyConstraint("registration_id", "session_id", name=op.f("pk_selected_session")),
    )
    with op.batch_alter_table("selected_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selected_session_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_table("selected_session")
