"""A table that waits to be imported keeps its file, so that it can be read in another way; those of before had none."""

from alembic import op

revision = "0075"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM import_draft")


def downgrade() -> None:
    op.execute("DELETE FROM import_draft")
