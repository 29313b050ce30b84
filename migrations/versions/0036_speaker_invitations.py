"""Invitations of speakers, with a link for each of them and one for the office that acts for them."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speaker_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("office_email", sa.String(length=320), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("answered_for", sa.String(length=400), nullable=False),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slides_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("office_token_hash", sa.String(length=64), nullable=True),
        sa.Column("office_token_sealed", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_speaker_invitation_edition_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_speaker_invitation_person_id")),
        sa.ForeignKeyConstraint(["slides_id"], ["stored_file.id"], name=op.f("fk_speaker_invitation_slides_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_speaker_invitation_code")),
        sa.UniqueConstraint("edition_id", "person_id", name=op.f("uq_speaker_invitation_edition_id_person_id")),
        sa.UniqueConstraint("office_token_hash", name=op.f("uq_speaker_invitation_office_token_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_speaker_invitation_token_hash")),
    )
    with op.batch_alter_table("speaker_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_speaker_invitation_slides_id"), ["slides_id"], unique=False)


def downgrade() -> None:
    op.execute("UPDATE appearance SET role = 'speaker' WHERE role NOT IN ('co_chair', 'moderator')")
    op.execute("UPDATE released_appearance SET role = 'speaker' WHERE role NOT IN ('co_chair', 'moderator')")
    op.execute("UPDATE appearance SET state = 'invited' WHERE state = 'idea'")
    op.execute("UPDATE appearance SET state = 'declined' WHERE state = 'cancelled'")
    op.execute("UPDATE registration SET category = 'participant' WHERE category = 'speaker'")
    op.drop_table("speaker_invitation")
