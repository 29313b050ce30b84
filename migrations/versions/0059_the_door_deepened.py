"""Notes for the entrance beside a registration; days of a door, and who may enter."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0057"
branch_labels = None
depends_on = None

_INDEX = "ix_registration_desk_note"


def upgrade() -> None:
    op.add_column("registration", sa.Column("desk_note", sa.String(length=600), nullable=True))
    noted = sa.text("desk_note IS NOT NULL")
    op.create_index(_INDEX, "registration", ["edition_id"], sqlite_where=noted, postgresql_where=noted)
    with op.batch_alter_table("door", schema=None) as batch_op:
        batch_op.add_column(sa.Column("days", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("roles", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("invited_only", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("door", schema=None) as batch_op:
        for name in ("days", "roles", "invited_only"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("door", schema=None) as batch_op:
        for name in ("invited_only", "roles", "days"):
            batch_op.drop_column(name)
    op.drop_index(_INDEX, "registration")
    op.drop_column("registration", "desk_note")
