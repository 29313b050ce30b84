"""An article that was not published at the end of its embargo says since when."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article_draft", sa.Column("held_back_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("article_draft") as batch:
        batch.drop_column("held_back_at")
