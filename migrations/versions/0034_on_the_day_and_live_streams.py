"""Notices and changes on the day; live streams by language, their state, and who opened them."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
WITH_NOTICE = ("session", "released_session")


def upgrade() -> None:
    for table in WITH_NOTICE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for lang in ("en", "fr"):
                batch_op.add_column(sa.Column(f"notice_{lang}", sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for lang in ("en", "fr"):
                batch_op.alter_column(f"notice_{lang}", server_default=None)
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_the_day", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.alter_column("on_the_day", server_default=None)
    op.create_table(
        "stream",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("captions_address", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_stream_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("code", name=op.f("uq_stream_code")),
        sa.UniqueConstraint("edition_id", "lang", name=op.f("uq_stream_edition_id_lang")),
    )
    op.create_table(
        "broadcast",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=True),
        sa.Column("state_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("notice_fr", sa.Text(), nullable=False),
        sa.Column("is_for_registered", sa.Boolean(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_broadcast_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_broadcast")),
    )
    op.create_table(
        "online_attendance",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_online_attendance_registration_id")
        ),
        sa.PrimaryKeyConstraint("registration_id", "day", name=op.f("pk_online_attendance")),
    )
    op.create_table(
        "stream_day",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("without_link", sa.Integer(), nullable=False),
        sa.Column("with_link", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_stream_day_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "day", name=op.f("pk_stream_day")),
    )
    _move_addresses()
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("stream_url")


def _move_addresses() -> None:
    """The one address an edition had is its floor; entries of its sessions name the live page from now on."""
    edition = sa.table(
        "edition",
        sa.column("id", sa.Integer),
        sa.column("stream_url", sa.String),
        sa.column("ics_place_sequence", sa.Integer),
    )
    stream = sa.table(
        "stream",
        *(sa.column(name, sa.String) for name in ("code", "lang", "address", "captions_address")),
        sa.column("edition_id", sa.Integer),
    )
    connection = op.get_bind()
    with_one = edition.c.stream_url != ""
    for row in connection.execute(sa.select(edition.c.id, edition.c.stream_url).where(with_one)).all():
        code = "".join(secrets.choice(SIGNS) for _ in range(8))
        facts = {"code": code, "lang": "", "address": row.stream_url, "captions_address": ""}
        connection.execute(stream.insert().values(edition_id=row.id, **facts))
    connection.execute(edition.update().where(with_one).values(ics_place_sequence=edition.c.ics_place_sequence + 1))


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stream_url", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.alter_column("stream_url", server_default=None)
    op.execute(
        "UPDATE edition SET stream_url = COALESCE("
        "(SELECT address FROM stream WHERE stream.edition_id = edition.id AND stream.lang = ''), '')"
    )
    for table in ("stream_day", "online_attendance", "broadcast", "stream"):
        op.drop_table(table)
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_column("on_the_day")
    for table in WITH_NOTICE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            for lang in ("fr", "en"):
                batch_op.drop_column(f"notice_{lang}")
