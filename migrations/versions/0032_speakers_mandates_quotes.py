"""Speakers of an edition; mandates, quotes and announcements that have an address; words as they were said."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

WITH_AN_ADDRESS = ("mandate", "quote", "announcement")
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def upgrade() -> None:
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("biography_en", sa.Text(), nullable=False),
        sa.Column("biography_fr", sa.Text(), nullable=False),
        sa.Column("pronunciation", sa.String(length=160), nullable=False),
        sa.Column("liaison", sa.String(length=320), nullable=False),
        sa.Column("portrait_id", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_speaker_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_speaker_person_id")),
        sa.ForeignKeyConstraint(["portrait_id"], ["stored_file.id"], name=op.f("fk_speaker_portrait_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
        sa.UniqueConstraint("edition_id", "person_id", name=op.f("uq_speaker_edition_id_person_id")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_portrait_id"), ["portrait_id"], unique=False)
    for name in WITH_AN_ADDRESS:
        _give_codes(name)
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=241), nullable=False, server_default=""))
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_quote_session_id"), ["session_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_quote_session_id"), "session", ["session_id"], ["id"])
        for name in ("original", "caption_en", "caption_fr"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("name", sa.String(length=241), nullable=False, server_default=""))
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
    for table, name in (
        ("mandate", "name"),
        ("quote", "original"),
        ("quote", "caption_en"),
        ("quote", "caption_fr"),
        ("quote", "name"),
        ("announcement", "position"),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(name, server_default=None)


def _give_codes(name: str) -> None:
    """Each row gets the random name of its address."""
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=16), nullable=True))
    table = sa.table(name, sa.column("id", sa.Integer), sa.column("code", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id)).scalars().all():
        code = "".join(secrets.choice(SIGNS) for _ in range(8))
        connection.execute(table.update().where(table.c.id == row).values(code=code))
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(length=16), nullable=False)
        batch_op.create_unique_constraint(batch_op.f(f"uq_{name}_code"), ["code"])


def downgrade() -> None:
    op.execute("UPDATE mandate SET role = 'official' WHERE role IN ('chair', 'other')")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_column("position")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        for name in ("name", "caption_fr", "caption_en", "original"):
            batch_op.drop_column(name)
        batch_op.drop_constraint(batch_op.f("fk_quote_session_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_quote_session_id"))
        batch_op.drop_column("session_id")
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_column("name")
    for name in WITH_AN_ADDRESS:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"uq_{name}_code"), type_="unique")
            batch_op.drop_column("code")
    op.drop_table("speaker")
