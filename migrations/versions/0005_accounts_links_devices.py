"""accounts links devices."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_link_token_hash")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_email_key"), ["email_key"], unique=False)

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_address", sa.String(length=320), nullable=True))

    op.execute("DELETE FROM signed_in")  # nobody knows since when and on what: everybody signs in once more
    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=16), nullable=False))
        batch_op.add_column(sa.Column("device", sa.String(length=60), nullable=False))
        batch_op.add_column(sa.Column("began_at", sa.DateTime(timezone=True), nullable=False))
        batch_op.create_unique_constraint(batch_op.f("uq_signed_in_code"), ["code"])

    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=16), nullable=True))
    accounts = sa.table("user", sa.column("id", sa.Integer), sa.column("code", sa.String))
    for (user_id,) in op.get_bind().execute(sa.select(accounts.c.id)).all():
        op.execute(accounts.update().where(accounts.c.id == user_id).values(code=secrets.token_hex(8)))
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(length=16), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_user_code"), ["code"])


def downgrade() -> None:
    op.execute("DELETE FROM mail WHERE to_address IS NOT NULL OR state = 'dropped'")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_user_code"), type_="unique")
        batch_op.drop_column("code")

    with op.batch_alter_table("signed_in", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_signed_in_code"), type_="unique")
        batch_op.drop_column("began_at")
        batch_op.drop_column("device")
        batch_op.drop_column("code")

    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("to_address")

    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_email_key"))

    op.drop_table("account_link")
