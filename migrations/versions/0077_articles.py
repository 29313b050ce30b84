"""The article of a report: its blocks, its versions, its draft; a report may be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0080"
branch_labels = None
depends_on = None

_BILINGUAL = ("en", "fr")
_WITHDRAWN = "SELECT id FROM report WHERE withdrawn_at IS NOT NULL"


def _pair(name: str) -> list[sa.Column[str]]:
    return [sa.Column(f"{name}_{lang}", sa.Text(), nullable=False) for lang in _BILINGUAL]


def upgrade() -> None:
    with op.batch_alter_table("report") as batch:
        batch.add_column(sa.Column("blocks", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        for lang in _BILINGUAL:
            batch.add_column(sa.Column(f"withdrawal_{lang}", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("report") as batch:
        for name in ("blocks", "withdrawal_en", "withdrawal_fr"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        *_pair("title"),
        sa.Column("blocks", sa.JSON(), nullable=False),
        *_pair("erratum"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["fact_sheet.id"], name=op.f("fk_report_version_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    op.create_index(op.f("ix_report_version_sheet_id"), "report_version", ["sheet_id"])
    op.create_table(
        "article_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        *_pair("title"),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        *_pair("erratum"),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_article_draft_edition_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["fact_sheet.id"], name=op.f("fk_article_draft_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_draft")),
    )
    op.create_index(op.f("ix_article_draft_edition_id"), "article_draft", ["edition_id"], unique=True)
    op.create_index(op.f("ix_article_draft_sheet_id"), "article_draft", ["sheet_id"])
    op.create_index(op.f("ix_article_draft_publish_at"), "article_draft", ["publish_at"])
    # until now each sheet up to that of the report was one version of it, under one title
    op.execute(
        "INSERT INTO report_version"
        " (report_id, number, at, sheet_id, title_en, title_fr, blocks, erratum_en, erratum_fr)"
        " SELECT report.id, earlier.number, earlier.taken_at, earlier.id,"
        " report.title_en, report.title_fr, '[]', '', ''"
        " FROM report JOIN fact_sheet ON fact_sheet.id = report.sheet_id JOIN fact_sheet AS earlier"
        " ON earlier.edition_id = report.edition_id AND earlier.number <= fact_sheet.number"
    )


def downgrade() -> None:
    # below, a report is always public, and each sheet up to its own counts as a version of it: what nobody may read and
    # what was never published goes
    op.execute("DELETE FROM article_draft")
    op.execute(f"DELETE FROM report_version WHERE report_id IN ({_WITHDRAWN})")
    op.execute("DELETE FROM report WHERE withdrawn_at IS NOT NULL")
    op.execute(
        "DELETE FROM fact_sheet WHERE id NOT IN (SELECT sheet_id FROM report_version)"
        " AND id NOT IN (SELECT sheet_id FROM report)"
    )
    op.drop_table("article_draft")
    op.drop_table("report_version")
    with op.batch_alter_table("report") as batch:
        for name in ("withdrawal_fr", "withdrawal_en", "withdrawn_at", "blocks"):
            batch.drop_column(name)
