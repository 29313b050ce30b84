"""Notes for the entrance beside a registration."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0056"
branch_labels = None
depends_on = None

_INDEX = "ix_registration_desk_note"


def upgrade() -> None:
    op.add_column("registration", sa.Column("desk_note", sa.String(length=600), nullable=True))
    noted = sa.text("desk_note IS NOT NULL")
    op.create_index(_INDEX, "registration", ["edition_id"], sqlite_where=noted, postgresql_where=noted)


def downgrade() -> None:
    op.drop_index(_INDEX, "registration")
    op.drop_column("registration", "desk_note")
