"""A door may count the attendance of one session; a survey holds the answers to its questions."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE door ADD COLUMN session_id INTEGER CONSTRAINT fk_door_session_id REFERENCES session (id)")
    op.create_index("ix_door_session_id", "door", ["session_id"])
    with op.batch_alter_table("survey") as batch:
        batch.add_column(sa.Column("questions", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("survey") as batch:
        batch.alter_column("questions", server_default=None)


def downgrade() -> None:
    op.drop_column("survey", "questions")
    op.drop_index("ix_door_session_id", "door")
    op.drop_column("door", "session_id")
