"""A registration names the one whose place was handed over to it; it was read from the key of its form."""

from alembic import op

revision = "0090"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE registration ADD COLUMN succeeds_id INTEGER"
        " CONSTRAINT fk_registration_succeeds_id REFERENCES registration (id)"
    )
    op.execute(
        "UPDATE registration SET succeeds_id = (SELECT before.id FROM registration AS before"
        " WHERE before.edition_id = registration.edition_id AND before.code = substr(registration.idempotency_key, 6))"
        " WHERE idempotency_key LIKE 'heir:%'"
    )
    op.create_index("ix_registration_succeeds_id", "registration", ["succeeds_id"], unique=True)


def downgrade() -> None:
    op.execute(
        "UPDATE registration SET idempotency_key = 'heir:' || (SELECT before.code FROM registration AS before"
        " WHERE before.id = registration.succeeds_id) WHERE succeeds_id IS NOT NULL"
    )
    op.drop_index("ix_registration_succeeds_id", "registration")
    op.drop_column("registration", "succeeds_id")
