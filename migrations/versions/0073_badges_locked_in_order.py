"""Let whoever changes what is on the badges of several people lock these in the order of their ids.

On PostgreSQL the triggers of migration 0061 locked the badges of a city or region in whatever order they were found,
and those of the row before a change apart from those of the row after it. A batch and the worker lock in the order of
the ids, and could wait for such a change while it waited for them. SQLite has one writer.
"""

from alembic import op

revision = "0073"
down_revision = "0071"
branch_labels = None
depends_on = None

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
_ONLY_UPDATES = ("registration", "community", "person")
_ROWS = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["OLD", "NEW"]}


def upgrade() -> None:
    _renew(ordered=True)


def downgrade() -> None:
    _renew(ordered=False)


def _renew(*, ordered: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, people in _PEOPLE.items():
        for event in ("UPDATE",) if table in _ONLY_UPDATES else tuple(_ROWS):
            rows = ["NEW"] if table in _ONLY_UPDATES else _ROWS[event]
            whose = [people.replace("$", row) for row in rows]
            steps = " ".join(_ordered(whose) if ordered else _one_by_one(whose))
            op.execute(
                f"CREATE OR REPLACE FUNCTION badge_{table}_{event.lower()}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $body$ BEGIN {steps} RETURN NULL; END $body$"
            )


def _ordered(whose: list[str]) -> list[str]:
    """The badges are locked even if they are not prepared: whoever prepares them waits, and reads what is true then."""
    people = " UNION ".join(whose)
    return [f"PERFORM 1 FROM badge WHERE registration_id IN ({people}) ORDER BY id FOR NO KEY UPDATE;", _mark(people)]


def _one_by_one(whose: list[str]) -> list[str]:
    """As migration 0061 has it."""
    locks = [f"PERFORM 1 FROM badge WHERE registration_id IN ({one}) FOR NO KEY UPDATE;" for one in whose]
    return locks + [_mark(one) for one in whose]


def _mark(people: str) -> str:
    return f"UPDATE badge SET face_check = 'due' WHERE registration_id IN ({people}) AND print_batch_id IS NOT NULL;"
