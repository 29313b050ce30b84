"""An index finds the few whose own calendar entry has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_NAME = "ix_registration_entry_changed"


def upgrade() -> None:
    changed = sa.text("ics_sequence > 0")
    op.create_index(_NAME, "registration", ["edition_id"], sqlite_where=changed, postgresql_where=changed)


def downgrade() -> None:
    op.drop_index(_NAME, "registration")
