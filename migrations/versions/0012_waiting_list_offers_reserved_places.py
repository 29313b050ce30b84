"""waiting list, offers, reserved places."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_reviewed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.alter_column("is_reviewed", server_default=None)
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reserve", sa.String(length=24), nullable=False, server_default="everybody"))
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_pool_edition_id_mode"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_pool_edition_id_mode_reserve"), ["edition_id", "mode", "reserve"]
        )
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.alter_column("reserve", server_default=None)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("office", sa.String(length=24), nullable=False, server_default="other"))
        batch_op.add_column(sa.Column("pool_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_again_from", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_registration_pool_id"), ["pool_id"], unique=False)
        batch_op.create_index("ix_registration_state_offered_until", ["state", "offered_until"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_registration_pool_id"), "pool", ["pool_id"], ["id"])
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.alter_column("office", server_default=None)
    op.execute(
        "UPDATE registration SET pool_id = (SELECT pool.id FROM pool WHERE pool.edition_id = registration.edition_id "
        "AND pool.mode = registration.mode) WHERE state = 'confirmed' AND category = 'participant'"
    )


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE template IN ('place_offered', 'offer_over', 'registration_declined')")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_pool_id"), type_="foreignkey")
        batch_op.drop_index("ix_registration_state_offered_until")
        batch_op.drop_index(batch_op.f("ix_registration_pool_id"))
        batch_op.drop_column("asked_again_from")
        batch_op.drop_column("offered_until")
        batch_op.drop_column("pool_id")
        batch_op.drop_column("office")
    # the pools of one mode become one again, with the places of all
    op.execute(
        "UPDATE pool SET size = (SELECT sum(other.size) FROM pool AS other WHERE other.edition_id = pool.edition_id "
        "AND other.mode = pool.mode), taken = (SELECT sum(other.taken) FROM pool AS other "
        "WHERE other.edition_id = pool.edition_id AND other.mode = pool.mode)"
    )
    op.execute(
        "DELETE FROM pool WHERE id NOT IN (SELECT least_id FROM "
        "(SELECT min(id) AS least_id FROM pool GROUP BY edition_id, mode) AS kept)"
    )
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_pool_edition_id_mode_reserve"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_pool_edition_id_mode"), ["edition_id", "mode"])
        batch_op.drop_column("released_at")
        batch_op.drop_column("reserve")
    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.drop_column("is_reviewed")
