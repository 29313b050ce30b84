"""When an email first led somebody to the two questions of consent. It was found by the key of that email."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registration", sa.Column("consents_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE registration SET consents_asked_at = (SELECT min(coalesce(mail.sent_at, mail.next_at)) FROM mail"
        " WHERE mail.dedupe_key IN ('registration_received:' || registration.code || '\\:own\\:asked',"
        " 'consents_asked:' || registration.code || '\\:once'))"
    )


def downgrade() -> None:
    """The key of their first email says it again."""
    op.execute(
        "UPDATE mail SET dedupe_key = dedupe_key || '\\:asked' WHERE dedupe_key IN (SELECT 'registration_received:' ||"
        " registration.code || '\\:own' FROM registration WHERE registration.consents_asked_at IS NOT NULL)"
    )
    op.drop_column("registration", "consents_asked_at")
