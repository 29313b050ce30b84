"""Recordings of a session or of the whole assembly, with a state, a picture, chapters and each person's part."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0053"
branch_labels = None
depends_on = None

_WITHHOLD = """UPDATE recording SET state = 'withheld' WHERE EXISTS (
    SELECT 1 FROM speaker WHERE speaker.edition_id = recording.edition_id AND NOT speaker.agreed AND (
        EXISTS (SELECT 1 FROM part WHERE part.recording_id = recording.id AND part.person_id = speaker.person_id)
        OR EXISTS (SELECT 1 FROM appearance WHERE appearance.session_id = recording.session_id
            AND appearance.person_id = speaker.person_id AND appearance.state = 'confirmed')))"""
_WORDS = ("title_en", "title_fr", "chapters_en", "chapters_fr")


def upgrade() -> None:
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=True)
        # what there was could be watched by everybody
        batch_op.add_column(sa.Column("state", sa.String(length=24), nullable=False, server_default="public"))
        for name in _WORDS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("words_changed", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("length_s", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("poster_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_recording_poster_id"), "stored_file", ["poster_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_recording_poster_id"), ["poster_id"], unique=False)
    with op.batch_alter_table("recording", schema=None) as batch_op:
        for name in ("state", "words_changed", *_WORDS):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.add_column(sa.Column("medium", sa.String(length=24), nullable=False, server_default="video"))
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.alter_column("medium", server_default=None)
    op.create_table(
        "part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Integer(), nullable=False),
        sa.Column("end_s", sa.Integer(), nullable=False),
        sa.CheckConstraint("0 <= start_s AND start_s < end_s", name=op.f("ck_part_starts_before_it_ends")),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_part_recording_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_part_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("code", name=op.f("uq_part_code")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_recording_id"), ["recording_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_part_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    # below, every recording is public and of a session: what is withheld, by the office or since somebody in it did not
    # agree, must not come to be seen
    op.execute(_WITHHOLD)
    op.drop_table("part")
    gone = "SELECT id FROM recording WHERE state <> 'public' OR session_id IS NULL"
    op.execute(f"DELETE FROM track WHERE recording_id IN ({gone})")
    op.execute("DELETE FROM recording WHERE state <> 'public' OR session_id IS NULL")
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_column("medium")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_poster_id"))
        batch_op.drop_constraint(op.f("fk_recording_poster_id"), type_="foreignkey")
        for name in ("poster_id", "length_s", "words_changed", *_WORDS, "state"):
            batch_op.drop_column(name)
        batch_op.alter_column("session_id", existing_type=sa.Integer(), nullable=False)
