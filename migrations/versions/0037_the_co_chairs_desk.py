"""The co-chairs' desk: links to day cards, proposed speakers, quotes sent back, the order of the ceremony."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "day_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_day_card_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_card")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_day_card_token_hash")),
    )
    op.create_table(
        "speaker_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=241), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.String(length=200), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_speaker_proposal_edition_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_speaker_proposal_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_proposal")),
        sa.UniqueConstraint("code", name=op.f("uq_speaker_proposal_code")),
    )
    op.create_table(
        "proposal_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["speaker_proposal.id"], name=op.f("fk_proposal_comment_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_comment")),
    )
    op.create_table(
        "quote_return",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("comment", sa.String(length=600), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_return_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_return")),
    )
    op.create_table(
        "ceremony_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("signatory", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=160), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_ceremony_place_edition_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_ceremony_place_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceremony_place")),
        sa.UniqueConstraint("code", name=op.f("uq_ceremony_place_code")),
    )
    for table, column in INDEXED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


INDEXED = (
    ("day_card", "edition_id"),
    ("speaker_proposal", "edition_id"),
    ("speaker_proposal", "session_id"),
    ("proposal_comment", "proposal_id"),
    ("quote_return", "quote_id"),
    ("ceremony_place", "edition_id"),
    ("ceremony_place", "community_id"),
)


def downgrade() -> None:
    for table in ("ceremony_place", "quote_return", "proposal_comment", "speaker_proposal", "day_card"):
        op.drop_table(table)
