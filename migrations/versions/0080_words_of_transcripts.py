"""Transcripts are searched by their words: passages, and an index of them that triggers of the database keep.

The index is no table of ours but the full text search of each database, over one folded text: FTS5, or a `tsvector`
with its own index. A job writes the passages of captions that are there already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0075"
branch_labels = None
depends_on = None

_TAKEN = "INSERT INTO passage_index (passage_index, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
_PUT = "INSERT INTO passage_index (rowid, folded) VALUES (NEW.id, NEW.folded);"
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE passage_index USING fts5(folded, content='passage', content_rowid='id', prefix='3 4',"
    " tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN {_PUT} END",
    f"CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN {_TAKEN} END",
    f"CREATE TRIGGER passage_changed AFTER UPDATE OF folded ON passage BEGIN {_TAKEN} {_PUT} END",
)
_ON_POSTGRESQL = (
    "CREATE TABLE passage_index (id BIGINT PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE,"
    " words TSVECTOR NOT NULL)",
    "CREATE INDEX passage_words ON passage_index USING GIN (words) WITH (fastupdate = off)",
    "CREATE FUNCTION passage_written() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " INSERT INTO passage_index VALUES (NEW.id, to_tsvector('simple', NEW.folded))"
    " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words; RETURN NULL; END $$",
    "CREATE TRIGGER passage_written AFTER INSERT OR UPDATE OF folded ON passage"
    " FOR EACH ROW EXECUTE FUNCTION passage_written()",
)


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("start_s", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["recording_id"], ["recording.id"], name=op.f("fk_passage_recording_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_recording_id"), "passage", ["recording_id"])
    for statement in _ON_SQLITE if op.get_bind().dialect.name == "sqlite" else _ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("passage_index")
    op.drop_table("passage")  # its triggers go with it
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION passage_written()")
