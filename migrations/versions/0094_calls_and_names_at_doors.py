"""The page of a door calls the supervisor; a scan keeps whom a phone wrote down where nobody could be registered."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("door", sa.Column("called_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("scan", sa.Column("written", sa.String(3000), nullable=True))


def downgrade() -> None:
    op.drop_column("scan", "written")
    op.drop_column("door", "called_at")
