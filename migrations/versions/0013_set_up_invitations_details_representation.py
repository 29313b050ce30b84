"""set-up, invitations, details, representation, sign-up."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shown_from_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("kind", "version", "lang", name=op.f("uq_notice_kind_version_lang")),
    )
    op.create_table(
        "need_total",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_need_total_edition_id")),
        sa.PrimaryKeyConstraint("edition_id", "kind", name=op.f("pk_need_total")),
    )
    op.create_table(
        "network_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_network_list_edition_id")),
        sa.ForeignKeyConstraint(["network_id"], ["network.id"], name=op.f("fk_network_list_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_list")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_network_list_token_hash")),
    )
    with op.batch_alter_table("network_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_network_list_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_network_list_network_id"), ["network_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("words_en", sa.Text(), nullable=False),
        sa.Column("words_fr", sa.Text(), nullable=False),
        sa.Column("hint_en", sa.Text(), nullable=False),
        sa.Column("hint_fr", sa.Text(), nullable=False),
        sa.Column("purpose_en", sa.Text(), nullable=False),
        sa.Column("purpose_fr", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("shown_if", sa.JSON(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_question_edition_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("code", name=op.f("uq_question_code")),
        sa.UniqueConstraint("edition_id", "position", name=op.f("uq_question_edition_id_position")),
    )
    op.create_table(
        "picture_of",
        sa.Column("picture_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_picture_of_person_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["picture.id"], name=op.f("fk_picture_of_picture_id")),
        sa.PrimaryKeyConstraint("picture_id", "person_id", name=op.f("pk_picture_of")),
    )
    with op.batch_alter_table("picture_of", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_of_person_id"), ["person_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_answer_registration_id")),
        sa.PrimaryKeyConstraint("registration_id", "question_id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("said_yes", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_consent_notice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_consent_standing",
            ["registration_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("org_text", sa.String(length=200), nullable=False),
        sa.Column("represents", sa.String(length=24), nullable=False),
        sa.Column("function", sa.String(length=160), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("folded", sa.String(length=600), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=24), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("token_sealed", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_invitation_community_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_invitation_edition_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["network.id"], name=op.f("fk_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_invitation_registration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
        sa.UniqueConstraint("edition_id", "person_id", name=op.f("uq_invitation_edition_id_person_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_invited_by_id"), ["invited_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "need",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("reported_by_office", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.String(length=80), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_need_registration_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_need")),
    )
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_delete_on"), ["delete_on"], unique=False)

    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("for_person_id", sa.Integer(), nullable=True),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_representation_community_id")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_representation_edition_id")),
        sa.ForeignKeyConstraint(["for_person_id"], ["person.id"], name=op.f("fk_representation_for_person_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_representation_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representation_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_representation_for_person_id"), ["for_person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_representation_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_representation_standing",
            ["edition_id", "community_id"],
            unique=True,
            sqlite_where=sa.text("until_at IS NULL"),
            postgresql_where=sa.text("until_at IS NULL"),
        )

    op.create_table(
        "sign_up",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_sign_up_registration_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_sign_up_session_id")),
        sa.PrimaryKeyConstraint("session_id", "registration_id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint("session_id", "seq", name=op.f("uq_sign_up_session_id_seq")),
    )
    with op.batch_alter_table("sign_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_up_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "skill",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_skill_registration_id")),
        sa.PrimaryKeyConstraint("registration_id", "lang", "kind", name=op.f("pk_skill")),
    )
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_announced", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("controller_en", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("controller_fr", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("needs_kept_days", sa.Integer(), nullable=False, server_default="30"))
        batch_op.add_column(sa.Column("contacts_kept_days", sa.Integer(), nullable=False, server_default="90"))
        batch_op.add_column(sa.Column("changes_until_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("delegation_size", sa.Integer(), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_person_merged_into_id"), "person", ["merged_into_id"], ["id"])

    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_invitation", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address_form", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("phone", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("protocol_key", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("head_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notice_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_registration_edition_id_folded", ["edition_id", "folded"], unique=False)
        batch_op.create_index("ix_registration_edition_id_protocol_key", ["edition_id", "protocol_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_head_id"), ["head_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_notice_id"), ["notice_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_registration_notice_id"), "notice", ["notice_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_registration_head_id"), "registration", ["head_id"], ["id"])

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.alter_column("is_announced", server_default=None)
        batch_op.alter_column("controller_en", server_default=None)
        batch_op.alter_column("controller_fr", server_default=None)
        batch_op.alter_column("needs_kept_days", server_default=None)
        batch_op.alter_column("contacts_kept_days", server_default=None)
    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.alter_column("by_invitation", server_default=None)
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.alter_column("address_form", server_default=None)
        batch_op.alter_column("phone", server_default=None)
        batch_op.alter_column("protocol_key", server_default=None)
    _person_index("email_key IS NOT NULL AND merged_into_id IS NULL")


def _person_index(condition: str) -> None:
    """One person to an address and folded name, among those this condition holds for."""
    where = sa.text(condition)
    op.drop_index("uq_person_email_key_name_key", "person")
    op.create_index(
        "uq_person_email_key_name_key",
        "person",
        ["email_key", "name_key"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    # a merged person becomes one that cannot be found by address: two may not share it below
    op.execute("UPDATE person SET email_key = NULL WHERE merged_into_id IS NOT NULL")
    op.execute("UPDATE registration SET category = 'staff' WHERE category IN ('technician', 'volunteer', 'companion')")
    _person_index("email_key IS NOT NULL")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_column("capacity")

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_head_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_registration_notice_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_notice_id"))
        batch_op.drop_index(batch_op.f("ix_registration_head_id"))
        batch_op.drop_index("ix_registration_edition_id_protocol_key")
        batch_op.drop_index("ix_registration_edition_id_folded")
        batch_op.drop_column("notice_id")
        batch_op.drop_column("head_id")
        batch_op.drop_column("protocol_key")
        batch_op.drop_column("phone")
        batch_op.drop_column("address_form")

    with op.batch_alter_table("place_count", schema=None) as batch_op:
        batch_op.drop_column("by_invitation")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_person_merged_into_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_person_merged_into_id"))
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("delegation_size")
        batch_op.drop_column("changes_until_at")
        batch_op.drop_column("contacts_kept_days")
        batch_op.drop_column("needs_kept_days")
        batch_op.drop_column("controller_fr")
        batch_op.drop_column("controller_en")
        batch_op.drop_column("is_announced")

    op.drop_table("skill")
    op.drop_table("sign_up")
    op.drop_table("representation")
    op.drop_table("need")
    op.drop_table("invitation")
    op.drop_table("consent")
    op.drop_table("answer")
    op.drop_table("picture_of")
    op.drop_table("question")
    op.drop_table("network_list")
    op.drop_table("need_total")
    op.drop_table("notice")
    op.execute("DELETE FROM picture WHERE kind = 'other'")
