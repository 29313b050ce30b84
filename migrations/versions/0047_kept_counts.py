"""Figures of participation are kept by the database itself, with each row they count.

The same statements run in the triggers of both databases; `$` stands for the row. SQLite drops the triggers of a table
that is rebuilt (`batch_alter_table`), and those of the other table name it: a later migration that rebuilds
`registration` or `admission` drops all six before and creates them again. The figures of the states come first
everywhere, so that on PostgreSQL everybody asks for the rows in one order.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0045"
branch_labels = None
depends_on = None

_KEYS = {
    "state_count": {"edition_id": "$.edition_id", "state": "$.state"},
    "participation_count": {"edition_id": "$.edition_id", "community_id": "COALESCE($.community_id, 0)"},
}
_COUNTS = {"participation_count": "$.category IN ('participant', 'speaker')", "state_count": "$.merged_into_id IS NULL"}
"Which registrations are counted, but for those that are only `active`."
_DOOR = {"participation_count": " AND checkpoint = 'entrance'", "state_count": ""}
"Through which door somebody must have come to count as admitted."
_MEANS_TO_COME = "$.state NOT IN ('declined', 'cancelled')"
_COME = "EXISTS (SELECT 1 FROM admission WHERE registration_id = $.id{door})"
_FIGURES = {
    "state_count": {
        "people": _COUNTS["state_count"],
        "admitted": f"{_COUNTS['state_count']} AND {_COME.format(door=_DOOR['state_count'])}",
    },
    "participation_count": {
        "registered": f"{_COUNTS['participation_count']} AND {_MEANS_TO_COME}",
        "confirmed": f"{_COUNTS['participation_count']} AND $.state = 'confirmed'",
        "active": _MEANS_TO_COME,
        "admitted": f"{_COUNTS['participation_count']} AND {_COME.format(door=_DOOR['participation_count'])}",
    },
}
_FACTS = ("edition_id", "community_id", "category", "state", "merged_into_id")
"Columns of a registration that decide where it is counted."


def upgrade() -> None:
    for table, keys in _KEYS.items():
        op.create_table(
            table,
            *(sa.Column(name, sa.String(24) if name == "state" else sa.Integer(), nullable=False) for name in keys),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in _FIGURES[table]),
            sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f(f"fk_{table}_edition_id")),
            sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")),
        )
        op.execute(_counted_at_first(table))
    create = _create_on_sqlite if op.get_bind().dialect.name == "sqlite" else _create_on_postgresql
    create()


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (_when, table, _statements) in _triggers().items():
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else f" ON {table}"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    for table in _KEYS:
        op.drop_table(table)


def _counted_at_first(table: str) -> str:
    keys = ", ".join(_KEYS[table].values())
    sums = ", ".join(f"SUM(CASE WHEN {one} THEN 1 ELSE 0 END)" for one in _FIGURES[table].values())
    return f"INSERT INTO {table} SELECT {keys}, {sums} FROM registration GROUP BY {keys}".replace("$", "registration")


def _triggers() -> dict[str, tuple[str, str, list[str]]]:
    """Each with when it comes, on which table, and what it does.

    Those of `admission` come before, so that each row of a statement sees what became of the rows before it.
    """
    counted, uncounted = _counted("NEW", 1), _counted("OLD", -1)
    came, undone = _came("NEW", 1, but=""), _came("OLD", -1, but=_BUT_THIS)
    facts, moved = ", ".join(_FACTS), "OLD.registration_id <> NEW.registration_id"
    return {
        "count_registration": ("AFTER INSERT", "registration", counted),
        "count_registration_changed": (f"AFTER UPDATE OF {facts}", "registration", [*uncounted, *counted]),
        "count_registration_deleted": ("AFTER DELETE", "registration", uncounted),
        "count_admission": ("BEFORE INSERT", "admission", came),
        "count_admission_moved": (
            "BEFORE UPDATE OF registration_id",
            "admission",
            [one.replace(" WHERE ", f" WHERE {moved} AND ", 1) for one in (*undone, *came)],
        ),
        "count_admission_deleted": ("BEFORE DELETE", "admission", undone),
    }


_BUT_THIS = " AND NOT (checkpoint = OLD.checkpoint AND day = OLD.day)"


def _counted(row: str, by: int) -> list[str]:
    """Count a registration in both tables, or no more."""
    found = []
    for table, figures in _FIGURES.items():
        changes = [f"CASE WHEN {condition} THEN {by} ELSE 0 END" for condition in figures.values()]
        found.append(_added(table, changes, "WHERE true").replace("$", row))
    return found


def _came(row: str, by: int, *, but: str) -> list[str]:
    """Count the guest of an admission as admitted, or no more, if there is no other admission of theirs."""
    found = []
    for table, figures in _FIGURES.items():
        changes = [
            "0" if name != "admitted" else f"CASE WHEN {_COUNTS[table]} THEN {by} ELSE 0 END" for name in figures
        ]
        here = f"{row}.checkpoint = 'entrance' AND " if _DOOR[table] else ""
        others = f"SELECT 1 FROM admission WHERE registration_id = {row}.registration_id{_DOOR[table]}{but}"
        source = f"FROM registration AS guest WHERE {here}guest.id = {row}.registration_id AND NOT EXISTS ({others})"
        found.append(_added(table, changes, source).replace("$", "guest"))
    return found


def _added(table: str, changes: list[str], source: str) -> str:
    keys, names = list(_KEYS[table]), list(_FIGURES[table])
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in names)
    return (
        f"INSERT INTO {table} ({', '.join((*keys, *names))}) SELECT {', '.join((*_KEYS[table].values(), *changes))} "
        f"{source} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums};"
    )


def _create_on_sqlite() -> None:
    for name, (when, table, statements) in _triggers().items():
        op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW BEGIN {' '.join(statements)} END")


def _create_on_postgresql() -> None:
    """The guest of an admission is locked, so that its facts stay until it is counted."""
    for name, (when, table, statements) in _triggers().items():
        result = "OLD" if "DELETE" in when else "NEW"
        lock = "" if table == "registration" else "".join(_locks(when))
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {lock}{' '.join(statements)} "
            f"RETURN {result}; END $body$"
        )
        op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _locks(when: str) -> Iterator[str]:
    for row in ("OLD", "NEW"):
        if (row == "OLD" and "INSERT" not in when) or (row == "NEW" and "DELETE" not in when):
            yield f"PERFORM 1 FROM registration WHERE id = {row}.registration_id FOR NO KEY UPDATE; "
