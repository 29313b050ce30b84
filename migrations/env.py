"""How Alembic reaches the database: the application's engine, whole migrations in one transaction on both databases."""

from alembic import context
from flask import current_app

FROZEN = {"Choice": "sa.String(length=24)", "UTCDateTime": "sa.DateTime(timezone=True)"}


def plain(kind, thing, _context):
    """Write our column types as plain ones: a migration must not change when our code does."""
    return FROZEN.get(type(thing).__name__, False) if kind == "type" else False


database = current_app.extensions["migrate"].db

with database.engine.connect() as connection:
    # On SQLite a changed table is a new one under the old name: rows that refer to it would be missed while it is away.
    driver = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if driver:
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        transactional_ddl=True,
        render_as_batch=True,
        render_item=plain,
        include_name=lambda name, *_: not (name or "").startswith("registration_search"),  # the index of words
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if driver and (missed := driver.execute("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"rows would lose what they refer to: {missed[:5]}")
    connection.commit()
    if driver:
        driver.execute("PRAGMA foreign_keys=ON")
