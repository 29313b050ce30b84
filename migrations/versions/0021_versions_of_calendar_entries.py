"""Calendar entries have versions of their own, which follow what they show; a link remembers when it was opened."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBERS = {"edition": ("ics_sequence", "ics_place_sequence"), "registration": ("ics_sequence",)}
MOMENTS = {"edition": ("ics_changed_at", "ics_place_changed_at"), "registration": ("ics_changed_at",)}

# Numbers never fall: until now they were the version less one, and with this step the wording of entries changes.
FILL = (
    "UPDATE edition SET ics_sequence = version, ics_place_sequence = 0",
    "UPDATE edition SET ics_place_changed_at = coalesce("
    "(SELECT min(entry.at) FROM entry WHERE entry.edition_id = edition.id), CURRENT_TIMESTAMP)",
    "UPDATE edition SET ics_changed_at = coalesce("
    "(SELECT max(entry.at) FROM entry WHERE entry.edition_id = edition.id AND entry.noun = 'edition'"
    " AND entry.verb IN ('added', 'edited', 'moved')), CURRENT_TIMESTAMP)",
    "UPDATE registration SET ics_sequence = version, ics_changed_at = coalesce("
    "(SELECT max(move.at) FROM move WHERE move.registration_id = registration.id), registered_at)",
)


def upgrade() -> None:
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    for table, names in NUMBERS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            for name in MOMENTS[table]:
                batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for statement in FILL:
        op.execute(statement)
    for table, names in NUMBERS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                batch_op.alter_column(name, existing_type=sa.Integer(), nullable=False)
            for name in MOMENTS[table]:
                batch_op.alter_column(name, existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    for table, names in NUMBERS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in (*names, *MOMENTS[table]):
                batch_op.drop_column(name)
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.drop_column("opened_at")
