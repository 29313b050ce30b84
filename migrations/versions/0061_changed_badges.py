"""The database notes which prepared badges have to be looked at again, so that nobody reads all of them to find those.

A badge shows facts of six tables, and some of them are written in SQL alone. Triggers on all six mark the prepared
badges of the people concerned; the worker compares each with what was printed. SQLite drops the triggers of a table
that is rebuilt (`batch_alter_table`): a later migration that rebuilds one of these creates its triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_SHOWN = "badge_name, function, org_text, community_id, category, lang, spoken_ref, notice_id"
"Columns of a registration that are on a badge, or decide what is on it."
_PEOPLE = {
    "registration": "SELECT $.id",
    "representation": "SELECT $.registration_id",
    "consent": "SELECT $.registration_id",
    "skill": "SELECT $.registration_id",
    "community": (
        "SELECT id FROM registration WHERE community_id = $.id "
        "UNION SELECT registration_id FROM representation WHERE community_id = $.id"
    ),
    "person": "SELECT registration_id FROM representation WHERE for_person_id = $.id",
}
"Whose badges a row of each table is about."
_EVENTS = {
    "registration": (f"UPDATE OF {_SHOWN}",),
    "community": ("UPDATE OF names_en, names_fr, kind, country",),
    "person": ("UPDATE OF grammatical_form",),
}
_EVERY = ("INSERT", "UPDATE", "DELETE")


def upgrade() -> None:
    op.add_column("badge", sa.Column("face_check", sa.String(24), nullable=True))
    partial = sa.text("face_check IS NOT NULL")
    op.create_index("ix_badge_face_check", "badge", ["face_check"], sqlite_where=partial, postgresql_where=partial)
    op.execute("UPDATE badge SET face_check = 'due' WHERE face_hash IS NOT NULL")
    for name, (when, table, people) in _triggers().items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW BEGIN {_marks(people)} END")
        else:
            _create_on_postgresql(name, when, table, people)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (_when, table, _people) in _triggers().items():
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else f" ON {table}"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_badge_face_check", table_name="badge")
    op.drop_column("badge", "face_check")


def _triggers() -> dict[str, tuple[str, str, list[str]]]:
    """Each with when it comes, on which table, and whose badges it marks."""
    found = {}
    for table, people in _PEOPLE.items():
        for when in _EVENTS.get(table, _EVERY):
            event = when.partition(" ")[0]
            rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}[event]
            if table in _EVENTS:  # the row is the same before and after
                rows = ["NEW"]
            found[f"badge_{table}_{event.lower()}"] = (when, table, [people.replace("$", row) for row in rows])
    return found


def _marks(people: list[str]) -> str:
    return " ".join(
        f"UPDATE badge SET face_check = 'due' WHERE registration_id IN ({one}) AND print_batch_id IS NOT NULL;"
        for one in people
    )


def _create_on_postgresql(name: str, when: str, table: str, people: list[str]) -> None:
    """The badges are locked even if they are not prepared: whoever prepares them waits, and reads what is true then."""
    locks = " ".join(f"PERFORM 1 FROM badge WHERE registration_id IN ({one}) FOR NO KEY UPDATE;" for one in people)
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {locks} {_marks(people)} "
        "RETURN NULL; END $body$"
    )
    op.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
