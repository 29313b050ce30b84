"""Signatures entered by mistake, which count on no day; no extra is on that does not exist; forms are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_NAME = "uq_signature_standing"
_EXTRAS = {"session_sign_up", "companions", "conditional_questions"}
_EDITION = sa.table("edition", sa.column("id", sa.Integer), sa.column("extras", sa.JSON))


def upgrade() -> None:
    op.drop_index(_NAME, table_name="signature")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mistaken_at", sa.DateTime(timezone=True), nullable=True))
    _index("withdrawn_on IS NULL AND mistaken_at IS NULL")
    _keep_extras()
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_kept_form_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
        sa.UniqueConstraint("code", name=op.f("uq_kept_form_code")),
    )
    with op.batch_alter_table("kept_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_form_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    """One entered by mistake ends on the day it began, so that it still counts on none; extras stay as they are."""
    op.drop_table("kept_form")
    op.drop_index(_NAME, table_name="signature")
    op.execute("UPDATE signature SET withdrawn_on = signed_on WHERE mistaken_at IS NOT NULL")
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_column("mistaken_at")
    _index("withdrawn_on IS NULL")


def _index(where: str) -> None:
    op.create_index(
        _NAME,
        "signature",
        ["community_id", "kind"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _keep_extras() -> None:
    """Others were offered and did nothing: ticked, they would go on by themselves once they exist."""
    editions = op.get_bind()
    for edition_id, extras in editions.execute(sa.select(_EDITION.c.id, _EDITION.c.extras)).all():
        kept = [one for one in extras or [] if one in _EXTRAS]
        if kept != extras:
            editions.execute(sa.update(_EDITION).where(_EDITION.c.id == edition_id).values(extras=kept))
