"""report pictures networks practical."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "network",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role_en", sa.Text(), nullable=False),
        sa.Column("role_fr", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("code", name=op.f("uq_network_code")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_file_sha256")),
    )
    op.create_table(
        "fact_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_fact_sheet_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_sheet")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_fact_sheet_edition_id_number")),
    )
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=False),
        sa.Column("alt_fr", sa.Text(), nullable=False),
        sa.Column("credit_en", sa.Text(), nullable=False),
        sa.Column("credit_fr", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_picture_edition_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_picture_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("code", name=op.f("uq_picture_code")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_picture_file_id"), ["file_id"], unique=False)

    op.create_table(
        "practical",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_practical_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "topic", name=op.f("pk_practical")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("public_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_report_edition_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["fact_sheet.id"], name=op.f("fk_report_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_edition_id"), ["edition_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_report_sheet_id"), ["sheet_id"], unique=False)

    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name in ("body_en", "body_fr", "vision_en", "vision_fr"):
            # editions that exist have nothing to say there yet; new ones must say it
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("stream_url", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name in ("body_en", "body_fr", "vision_en", "vision_fr", "stream_url"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        for name in ("body_en", "body_fr", "vision_en", "vision_fr", "stream_url"):
            batch_op.drop_column(name)

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_sheet_id"))
        batch_op.drop_index(batch_op.f("ix_report_edition_id"))

    op.drop_table("report")
    op.drop_table("practical")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_file_id"))
        batch_op.drop_index(batch_op.f("ix_picture_edition_id"))

    op.drop_table("picture")
    op.drop_table("fact_sheet")
    op.drop_table("stored_file")
    op.drop_table("network")
