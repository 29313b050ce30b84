"""Phones at the doors: paired devices, shifts, what a scan of a phone tells, conflicts reviewed."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MADE_WITH_A_DEFAULT = ("offset_ms", "is_offline", "clock_suspect", "counts")


def upgrade() -> None:
    op.create_table(
        "door_shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("pin_hash", sa.String(length=64), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_door_shift_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_shift")),
    )
    with op.batch_alter_table("door_shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_door_shift_edition_id"), ["edition_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pairing_hash", sa.String(length=64), nullable=True),
        sa.Column("pairing_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("paired_by_id", sa.Integer(), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("names_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("list_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("skew_s", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unknown_codes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["door_id"], ["door.id"], name=op.f("fk_device_door_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_device_edition_id")),
        sa.ForeignKeyConstraint(["paired_by_id"], ["user.id"], name=op.f("fk_device_paired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("code", name=op.f("uq_device_code")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_device_edition_id_number")),
        sa.UniqueConstraint("pairing_hash", name=op.f("uq_device_pairing_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_door_id"), ["door_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_device_paired_by_id"), ["paired_by_id"], unique=False)
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("device_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offset_ms", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("is_offline", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("clock_suspect", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("reason", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("against", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("counts", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("annuls", sa.String(length=64), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_scan_device_id"), "device", ["device_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_scan_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_annuls"), ["annuls"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_received_at"), ["received_at"], unique=False)
    op.execute("UPDATE scan SET counts = (told = 'admitted')")
    # an admission undone before this left no fact of its own: its scan no longer counts
    op.execute(
        "UPDATE scan SET counts = (1 = 0) WHERE NOT is_rehearsal AND told = 'admitted' AND NOT EXISTS "
        "(SELECT 1 FROM admission WHERE admission.scan_id = scan.scan_id)"
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        for name in MADE_WITH_A_DEFAULT:
            batch_op.alter_column(name, server_default=None)
    op.create_table(
        "conflict_review",
        sa.Column("scan_id", sa.String(length=64), nullable=False),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_conflict_review_by_id")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_conflict_review")),
    )
    with op.batch_alter_table("conflict_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conflict_review_by_id"), ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("conflict_review")
    op.execute("DELETE FROM scan WHERE kind = 'annul'")
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scan_received_at"))
        batch_op.drop_index(batch_op.f("ix_scan_annuls"))
        batch_op.drop_index(batch_op.f("ix_scan_device_id"))
        batch_op.drop_constraint(batch_op.f("fk_scan_device_id"), type_="foreignkey")
        for name in (*MADE_WITH_A_DEFAULT, "annuls", "against", "reason", "device_at", "device_id"):
            batch_op.drop_column(name)
    op.drop_table("device")
    op.drop_table("door_shift")
