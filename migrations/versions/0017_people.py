"""The office's list of a hundred thousand: indexes, where people come from, a note; what was done to whom."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FACTS = ["edition_id", "state", "category", "mode", "represents", "office", "lang", "community_id", "folded"]


def upgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_folded", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("note", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.drop_index("ix_registration_edition_id_state")
        batch_op.create_index("ix_registration_facts", FACTS, unique=False)
        batch_op.create_index(
            "ix_registration_edition_id_place_folded", ["edition_id", "place_folded", "folded"], unique=False
        )
        batch_op.create_index("ix_registration_edition_id_registered_at", ["edition_id", "registered_at"], unique=False)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.alter_column("place_folded", server_default=None)
        batch_op.alter_column("note", server_default=None)
    without = sa.text("email IS NULL")
    op.create_index("ix_person_without_address", "person", ["id"], sqlite_where=without, postgresql_where=without)
    op.create_index("ix_entry_noun_noun_ref", "entry", ["noun", "noun_ref"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_entry_noun_noun_ref", "entry")
    op.drop_index("ix_person_without_address", "person")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index("ix_registration_edition_id_registered_at")
        batch_op.drop_index("ix_registration_edition_id_place_folded")
        batch_op.drop_index("ix_registration_facts")
        batch_op.create_index("ix_registration_edition_id_state", ["edition_id", "state"], unique=False)
        batch_op.drop_column("note")
        batch_op.drop_column("place_folded")
