"""A release keeps why it was published against a check, and which release it takes back."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.add_column(sa.Column("overridden", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("override_reason", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_release_undoes_id"), ["undoes_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_release_undoes_id"), "release", ["undoes_id"], ["id"])
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.alter_column("overridden", server_default=None)
        batch_op.alter_column("override_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_release_undoes_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_release_undoes_id"))
        for name in ("undoes_id", "override_reason", "overridden"):
            batch_op.drop_column(name)
