"""How Alembic reaches the database: the application's engine, whole migrations in one transaction on both databases."""

from alembic import context
from flask import current_app

FROZEN = {"Choice": "sa.String(length=24)", "UTCDateTime": "sa.DateTime(timezone=True)"}


def plain(kind, thing, _context):
    """Write our column types as plain ones: a migration must not change when our code does."""
    return FROZEN.get(type(thing).__name__, False) if kind == "type" else False


database = current_app.extensions["migrate"].db

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        transactional_ddl=True,
        render_as_batch=True,
        render_item=plain,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
