"""how a signature comes about, when it is made public, when it ends."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
STANDING = sa.text("withdrawn_on IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("public_from_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_signature_community_id_kind"), type_="unique")
    signatures = sa.table(
        "signature", sa.column("id", sa.Integer), sa.column("code", sa.String), sa.column("place", sa.String)
    )
    for (signature_id,) in op.get_bind().execute(sa.select(signatures.c.id)).all():
        code = "".join(secrets.choice(ALPHABET) for _ in range(8))
        op.execute(signatures.update().where(signatures.c.id == signature_id).values(code=code, place=""))
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.alter_column("code", existing_type=sa.String(length=16), nullable=False)
        batch_op.alter_column("place", existing_type=sa.String(length=120), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_signature_code"), ["code"])
        batch_op.create_index(
            "uq_signature_standing",
            ["community_id", "kind"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )
    op.create_table(
        "signing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("at_assembly", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=24), nullable=False),
        sa.Column("org_text", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=160), nullable=False),
        sa.Column("entitled_by", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("sender_key", sa.String(length=530), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("link_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("document_pages", sa.Integer(), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("told_public_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_signing_community_id")),
        sa.ForeignKeyConstraint(["document_id"], ["stored_file.id"], name=op.f("fk_signing_document_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_signing_edition_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_signing_signature_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing")),
        sa.UniqueConstraint("code", name=op.f("uq_signing_code")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_signing_idempotency_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signing_token_hash")),
    )
    with op.batch_alter_table("signing", schema=None) as batch_op:
        for name in ("community_id", "document_id", "signature_id", "sender_key"):
            batch_op.create_index(batch_op.f(f"ix_signing_{name}"), [name], unique=False)
        batch_op.create_index("ix_signing_edition_id_state", ["edition_id", "state"], unique=False)
    op.create_table(
        "signing_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signing_id", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=True),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["signing_id"], ["signing.id"], name=op.f("fk_signing_move_signing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_move")),
    )
    with op.batch_alter_table("signing_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signing_move_signing_id"), ["signing_id"], unique=False)


def downgrade() -> None:
    op.execute(
        "DELETE FROM mail WHERE template IN ('signing_received', 'signing_asked_again', 'signing_accepted', "
        "'signing_public', 'signing_withdrawn')"
    )
    op.drop_table("signing_move")
    op.drop_table("signing")
    # What is withdrawn, or not public yet, would count again below; there such a signature did not exist.
    op.execute(
        "DELETE FROM signature WHERE withdrawn_on IS NOT NULL "
        "OR (public_from_at IS NOT NULL AND public_from_at > CURRENT_TIMESTAMP)"
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index("uq_signature_standing", sqlite_where=STANDING, postgresql_where=STANDING)
        batch_op.drop_constraint(batch_op.f("uq_signature_code"), type_="unique")
        for name in ("withdrawn_on", "public_from_at", "place", "code"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(batch_op.f("uq_signature_community_id_kind"), ["community_id", "kind"])
