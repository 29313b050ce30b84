"""mails of an edition."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_mail_edition_id"), ["edition_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_mail_edition_id"), "edition", ["edition_id"], ["id"])
    mails = sa.table(
        "mail", sa.column("id", sa.Integer), sa.column("facts", sa.JSON), sa.column("edition_id", sa.Integer)
    )
    registrations = sa.table("registration", sa.column("code", sa.String), sa.column("edition_id", sa.Integer))
    bind = op.get_bind()
    editions = dict(bind.execute(sa.select(registrations.c.code, registrations.c.edition_id)).all())
    for mail_id, facts in bind.execute(sa.select(mails.c.id, mails.c.facts)).all():
        edition_id = editions.get(facts.get("registration"))
        op.execute(mails.update().where(mails.c.id == mail_id).values(edition_id=edition_id))


def downgrade() -> None:
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_mail_edition_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_mail_edition_id"))
        batch_op.drop_column("edition_id")
