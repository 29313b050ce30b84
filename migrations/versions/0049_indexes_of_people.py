"""Indexes of people by address and by name, and of those who come from one place: every submission asks for them."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_person_email_key", "person", ["email_key"])
    op.create_index("ix_person_name_key", "person", ["name_key"])
    columns = ["community_id", "edition_id", "state", "mode", "category"]
    op.create_index("ix_registration_place", "registration", columns)
    op.drop_index("ix_registration_community_id", "registration")


def downgrade() -> None:
    op.create_index("ix_registration_community_id", "registration", ["community_id"])
    op.drop_index("ix_registration_place", "registration")
    op.drop_index("ix_person_name_key", "person")
    op.drop_index("ix_person_email_key", "person")
