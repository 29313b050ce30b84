"""People are searched in an index of the parts of their words.

SQLite keeps it by triggers in a table of FTS5, whose own tables are named `registration_search_…`. A later migration
that rebuilds `registration` (`batch_alter_table`) drops the triggers and creates them again. PostgreSQL has an index of
`pg_trgm`, which comes with it and may be created by whoever owns the database; where it is missing, search reads
every name as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0068"
branch_labels = None
depends_on = None

_ADD = "INSERT INTO registration_search (rowid, folded) VALUES (NEW.id, NEW.folded);"
_REMOVE = "INSERT INTO registration_search (registration_search, rowid, folded) VALUES ('delete', OLD.id, OLD.folded);"
_TRIGGERS = {
    "search_registration": ("INSERT", _ADD),
    "search_registration_changed": ("UPDATE OF folded", f"{_REMOVE} {_ADD}"),
    "search_registration_deleted": ("DELETE", _REMOVE),
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE registration_search USING fts5"
            "(folded, content = 'registration', content_rowid = 'id', tokenize = 'trigram')"
        )
        op.execute("INSERT INTO registration_search (registration_search) VALUES ('rebuild')")
        for name, (when, statements) in _TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON registration FOR EACH ROW BEGIN {statements} END")
        return
    try:
        with op.get_bind().begin_nested():
            op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except sa.exc.DBAPIError:  # not installed, or not ours to create
        return
    op.execute("CREATE INDEX ix_registration_search ON registration USING gin (folded gin_trgm_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in _TRIGGERS:
            op.execute(f"DROP TRIGGER {name}")
        op.execute("DROP TABLE registration_search")
    else:
        op.execute("DROP INDEX IF EXISTS ix_registration_search")
