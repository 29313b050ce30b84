"""An index that says of which edition and in which state somebody's registrations are, without looking them up."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_registration_person", "registration", ["person_id", "edition_id", "state"])
    op.drop_index("ix_registration_person_id", "registration")


def downgrade() -> None:
    op.create_index("ix_registration_person_id", "registration", ["person_id"])
    op.drop_index("ix_registration_person", "registration")
