"""Addresses for one email when a language of a recording is online."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "online_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("reader_lang", sa.String(length=2), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_online_alert_recording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_online_alert")),
        sa.UniqueConstraint(
            "recording_id", "lang", "address_hash", name=op.f("uq_online_alert_recording_id_lang_address_hash")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_online_alert_token_hash")),
    )
    with op.batch_alter_table("online_alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_online_alert_ends_at"), ["ends_at"], unique=False)


def downgrade() -> None:
    op.drop_table("online_alert")
