"""An index finds who was sent an old version of a calendar entry; it replaces the one of sessions, its beginning."""

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_mail_entry_versions", "mail_entry", ["session_id", "sequence", "registration_id"])
    op.drop_index("ix_mail_entry_session_id", "mail_entry")


def downgrade() -> None:
    op.create_index("ix_mail_entry_session_id", "mail_entry", ["session_id"])
    op.drop_index("ix_mail_entry_versions", "mail_entry")
