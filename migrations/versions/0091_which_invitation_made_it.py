"""A registration names the invitation whose answer made it; it was read from the key of its form."""

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE registration ADD COLUMN invitation_id INTEGER"
        " CONSTRAINT fk_registration_invitation_id REFERENCES invitation (id)"
    )
    op.execute(
        "UPDATE registration SET invitation_id = (SELECT invitation.id FROM invitation"
        " WHERE invitation.edition_id = registration.edition_id"
        " AND registration.idempotency_key LIKE 'invitation:' || invitation.code || ':%')"
        " WHERE idempotency_key LIKE 'invitation:%' AND origin = 'invitation'"
    )
    op.create_index("ix_registration_invitation_id", "registration", ["invitation_id"])


def downgrade() -> None:
    """The keys of these registrations are as they were."""
    op.drop_index("ix_registration_invitation_id", "registration")
    op.drop_column("registration", "invitation_id")
