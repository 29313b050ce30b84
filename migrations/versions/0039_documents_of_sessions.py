"""Documents of sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("alt_en", sa.Text(), nullable=False),
        sa.Column("alt_fr", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("shown_from_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_session_document_session_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_session_document_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_document")),
        sa.UniqueConstraint("code", name=op.f("uq_session_document_code")),
    )
    with op.batch_alter_table("session_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_document_session_id"), ["session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_document_file_id"), ["file_id"], unique=False)


def downgrade() -> None:
    op.drop_table("session_document")
