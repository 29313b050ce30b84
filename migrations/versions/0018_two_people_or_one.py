"""two people or one."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "two_people",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_two_people_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_two_people_other_id")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_two_people")),
    )
    with op.batch_alter_table("two_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_two_people_other_id"), ["other_id"], unique=False)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_registration_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_merged_into_id"), "registration", ["merged_into_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_merged_into_id"))
        batch_op.drop_column("merged_into_id")
    op.drop_table("two_people")
