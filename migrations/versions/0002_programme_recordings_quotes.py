"""programme recordings quotes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_fr", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("access_en", sa.Text(), nullable=False),
        sa.Column("access_fr", sa.Text(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_room_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("code", name=op.f("uq_room_code")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_venue_id"), ["venue_id"], unique=False)

    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("partners_en", sa.Text(), nullable=False),
        sa.Column("partners_fr", sa.Text(), nullable=False),
        sa.Column("languages_en", sa.Text(), nullable=False),
        sa.Column("languages_fr", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_announcement_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcement_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("original_lang", sa.String(length=8), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("words_fr", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_quote_edition_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_quote_mandate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quote_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quote_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quote_person_id"), ["person_id"], unique=False)

    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("note_fr", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_release_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("edition_id", "number", name=op.f("uq_release_edition_id_number")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("abstract_en", sa.Text(), nullable=False),
        sa.Column("abstract_fr", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ics_sequence", sa.Integer(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_session_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_session_edition_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_session_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("code", name=op.f("uq_session_code")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_room_id"), ["room_id"], unique=False)

    op.create_table(
        "appearance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("presence", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_appearance_mandate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appearance_person_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_appearance_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
        sa.UniqueConstraint("session_id", "person_id", "role", name=op.f("uq_appearance_session_id_person_id_role")),
    )
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appearance_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appearance_session_id"), ["session_id"], unique=False)

    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_recording_edition_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_recording_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("code", name=op.f("uq_recording_code")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recording_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recording_session_id"), ["session_id"], unique=True)

    op.create_table(
        "released_session",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("room_en", sa.Text(), nullable=False),
        sa.Column("room_fr", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_fr", sa.Text(), nullable=False),
        sa.Column("abstract_en", sa.Text(), nullable=False),
        sa.Column("abstract_fr", sa.Text(), nullable=False),
        sa.Column("spoken", sa.JSON(), nullable=False),
        sa.Column("into", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("ics_sequence", sa.Integer(), nullable=False),
        sa.Column("ics_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_released_session_release_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_released_session_session_id")),
        sa.PrimaryKeyConstraint("release_id", "session_id", name=op.f("pk_released_session")),
    )
    with op.batch_alter_table("released_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_released_session_session_id"), ["session_id"], unique=False)

    op.create_table(
        "session_language",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_session_language_session_id")),
        sa.PrimaryKeyConstraint("session_id", "lang", "direction", name=op.f("pk_session_language")),
    )
    op.create_table(
        "released_appearance",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("presence", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=241), nullable=False),
        sa.Column("name_lang", sa.String(length=8), nullable=False),
        sa.Column("function_en", sa.Text(), nullable=False),
        sa.Column("function_fr", sa.Text(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_released_appearance_person_id")),
        sa.ForeignKeyConstraint(
            ["release_id", "session_id"],
            ["released_session.release_id", "released_session.session_id"],
            name=op.f("fk_released_appearance_release_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("release_id", "session_id", "person_id", "role", name=op.f("pk_released_appearance")),
    )
    with op.batch_alter_table("released_appearance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_released_appearance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("online_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_track_recording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
        sa.UniqueConstraint("recording_id", "lang", "kind", name=op.f("uq_track_recording_id_lang_kind")),
    )


def downgrade() -> None:
    op.drop_table("track")
    with op.batch_alter_table("released_appearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_appearance_person_id"))

    op.drop_table("released_appearance")
    op.drop_table("session_language")
    with op.batch_alter_table("released_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_released_session_session_id"))

    op.drop_table("released_session")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_session_id"))
        batch_op.drop_index(batch_op.f("ix_recording_edition_id"))

    op.drop_table("recording")
    with op.batch_alter_table("appearance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appearance_session_id"))
        batch_op.drop_index(batch_op.f("ix_appearance_person_id"))
        batch_op.drop_index(batch_op.f("ix_appearance_mandate_id"))

    op.drop_table("appearance")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_room_id"))
        batch_op.drop_index(batch_op.f("ix_session_edition_id"))

    op.drop_table("session")
    op.drop_table("release")
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quote_person_id"))
        batch_op.drop_index(batch_op.f("ix_quote_mandate_id"))
        batch_op.drop_index(batch_op.f("ix_quote_edition_id"))

    op.drop_table("quote")
    with op.batch_alter_table("announcement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_announcement_edition_id"))

    op.drop_table("announcement")
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_venue_id"))

    op.drop_table("room")
