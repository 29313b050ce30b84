"""directory."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add("community", {"native_lang": (sa.String(8), ""), "website": (sa.String(300), ""), "version": (sa.Integer, 1)})
    _add(
        "network",
        {
            "kind": (sa.String(24), "network"),
            "website": (sa.String(300), ""),
            "logo_alt_en": (sa.Text, ""),
            "logo_alt_fr": (sa.Text, ""),
            "version": (sa.Integer, 1),
        },
    )
    op.execute("UPDATE network SET kind = 'partner', position = position - 1000 WHERE position >= 1000")
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("logo_code", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("logo_width", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("logo_height", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_network_logo_id"), ["logo_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_network_logo_code"), ["logo_code"])
        batch_op.create_foreign_key(batch_op.f("fk_network_logo_id"), "stored_file", ["logo_id"], ["id"])
    _add("alias", {"text": (sa.String(200), "")})
    op.execute("UPDATE alias SET text = folded")
    op.create_table(
        "membership",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_membership_community_id")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_membership_network_id")),
        sa.PrimaryKeyConstraint("community_id", "network_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_network_id"), "membership", ["network_id"], unique=False)
    op.create_table(
        "former_code",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_former_code_community_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_former_code")),
    )
    op.create_index(op.f("ix_former_code_community_id"), "former_code", ["community_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=260), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=80), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_suggestion_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("code", name=op.f("uq_suggestion_code")),
        sa.UniqueConstraint("folded", name=op.f("uq_suggestion_folded")),
    )
    op.create_index(op.f("ix_suggestion_community_id"), "suggestion", ["community_id"], unique=False)
    op.create_index(op.f("ix_suggestion_state"), "suggestion", ["state"], unique=False)
    op.create_table(
        "suggested",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_suggested_registration_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggested_suggestion_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_suggested")),
    )
    op.create_index(op.f("ix_suggested_suggestion_id"), "suggested", ["suggestion_id"], unique=False)
    op.create_table(
        "import_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_import_draft_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sa.UniqueConstraint("code", name=op.f("uq_import_draft_code")),
    )
    op.create_index(op.f("ix_import_draft_edition_id"), "import_draft", ["edition_id"], unique=False)


def _add(table: str, columns: dict[str, tuple[type[sa.types.TypeEngine] | sa.types.TypeEngine, str | int]]) -> None:
    """Columns that are never null, filled in the rows that are there; afterwards the application gives the value."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, (kind, value) in columns.items():
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=str(value)))
    with op.batch_alter_table(table, schema=None) as batch_op:
        for name, (kind, value) in columns.items():
            batch_op.alter_column(name, existing_type=kind, existing_server_default=str(value), server_default=None)


def downgrade() -> None:
    for table in ("import_draft", "suggested", "suggestion", "former_code", "membership"):
        op.drop_table(table)
    with op.batch_alter_table("alias", schema=None) as batch_op:
        batch_op.drop_column("text")
    op.execute("UPDATE network SET position = position + 1000 WHERE kind = 'partner'")  # known by it if we come back
    with op.batch_alter_table("network", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_network_logo_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_network_logo_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_network_logo_id"))
        for name in ("version", "logo_height", "logo_width", "logo_alt_fr", "logo_alt_en", "logo_code", "logo_id"):
            batch_op.drop_column(name)
        for name in ("website", "kind"):
            batch_op.drop_column(name)
    with op.batch_alter_table("community", schema=None) as batch_op:
        for name in ("version", "website", "native_lang"):
            batch_op.drop_column(name)
