"""When an organiser set somebody's office, and which colleague left them the city or region.

The first was read from the history's verbs, the second from the words that say who did something.
"""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registration", sa.Column("office_set_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE registration SET office_set_at = (SELECT max(entry.at) FROM entry WHERE entry.noun = 'registration'"
        " AND entry.noun_ref = registration.code AND entry.verb = 'office set')"
    )
    op.execute(
        "ALTER TABLE representation ADD COLUMN left_by_id INTEGER"
        " CONSTRAINT fk_representation_left_by_id REFERENCES registration (id)"
    )
    op.execute(
        "UPDATE representation SET left_by_id = (SELECT before.id FROM registration AS before"
        " WHERE before.edition_id = representation.edition_id AND before.id <> representation.registration_id"
        " AND before.community_id = representation.community_id AND representation.by = 'registration:' || before.code)"
        " WHERE by LIKE 'registration:%'"
    )
    op.create_index("ix_representation_left_by_id", "representation", ["left_by_id"])


def downgrade() -> None:
    """The history and the words are as they were."""
    op.drop_index("ix_representation_left_by_id", "representation")
    op.drop_column("representation", "left_by_id")
    op.drop_column("registration", "office_set_at")
