"""Which version of a calendar entry each email brought, which one was public at a sign-up; where a venue lies."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_mail_entry_mail_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_mail_entry_registration_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_mail_entry_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_entry")),
    )
    with op.batch_alter_table("mail_entry", schema=None) as batch_op:
        for name in ("mail_id", "registration_id", "session_id"):
            batch_op.create_index(batch_op.f(f"ix_mail_entry_{name}"), [name], unique=False)
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ics_sequence", sa.Integer(), nullable=True))
    with op.batch_alter_table("venue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("longitude", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("venue", schema=None) as batch_op:
        batch_op.drop_column("longitude")
        batch_op.drop_column("latitude")
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.drop_column("ics_sequence")
    op.drop_table("mail_entry")
