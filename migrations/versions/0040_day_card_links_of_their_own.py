"""Day cards have a link for each co-chair, proposals know who made them."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
_CALLED = 'FROM "user" WHERE "user".name = speaker_proposal.proposed_by'


def upgrade() -> None:
    op.execute("DELETE FROM day_card")  # links that several people shared: they open nothing from now on
    with op.batch_alter_table("day_card", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_day_card_user_id"), ["user_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_day_card_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_day_card_user_id"), "user", ["user_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_day_card_person_id"), "person", ["person_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_day_card_one_reader"), "(user_id IS NULL) <> (person_id IS NULL)"
        )
    with op.batch_alter_table("speaker_proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposed_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_speaker_proposal_proposed_by_id"), ["proposed_by_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_speaker_proposal_proposed_by_id"), "user", ["proposed_by_id"], ["id"]
        )
    # Until now a proposal kept a name alone: where one account has that name, its owner may still correct theirs.
    op.execute(
        f'UPDATE speaker_proposal SET proposed_by_id = (SELECT min("user".id) {_CALLED}) '
        f"WHERE (SELECT count(*) {_CALLED}) = 1"
    )


def downgrade() -> None:
    withdrawn = "SELECT id FROM speaker_proposal WHERE state = 'withdrawn'"  # a state nobody knows below
    op.execute(f"DELETE FROM proposal_comment WHERE proposal_id IN ({withdrawn})")
    op.execute("DELETE FROM speaker_proposal WHERE state = 'withdrawn'")
    with op.batch_alter_table("speaker_proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_speaker_proposal_proposed_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_speaker_proposal_proposed_by_id"))
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("proposed_by_id")
    op.execute("DELETE FROM day_card")
    with op.batch_alter_table("day_card", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_day_card_one_reader"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_day_card_person_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_day_card_user_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_day_card_person_id"))
        batch_op.drop_index(batch_op.f("ix_day_card_user_id"))
        batch_op.drop_column("person_id")
        batch_op.drop_column("user_id")
