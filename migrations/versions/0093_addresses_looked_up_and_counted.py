"""The address of an assistant's link once more, folded and indexed: each email asks who else is written to there."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_link", sa.Column("sent_to_key", sa.String(320), nullable=True))
    links = sa.table("access_link", sa.column("id"), sa.column("sent_to"), sa.column("sent_to_key"))
    bind = op.get_bind()
    known = bind.execute(sa.select(links.c.id, links.c.sent_to).where(links.c.sent_to.is_not(None))).all()
    if known:
        write = sa.update(links).where(links.c.id == sa.bindparam("link")).values(sent_to_key=sa.bindparam("key"))
        bind.execute(write, [{"link": link, "key": address.casefold()} for link, address in known])
    is_set = sa.text("sent_to_key IS NOT NULL")
    op.create_index(
        "ix_access_link_sent_to_key", "access_link", ["sent_to_key"], sqlite_where=is_set, postgresql_where=is_set
    )


def downgrade() -> None:
    op.drop_index("ix_access_link_sent_to_key", "access_link")
    op.drop_column("access_link", "sent_to_key")
