"""What asked for all people of an edition: who else is written to at an address, and how many have none.

The address of an assistant's link is kept once more, folded and indexed. `state_count.without_address` is kept by four
triggers, as 0047 keeps its figures; a migration that rebuilds `registration` or `person` creates them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_COUNT = (
    "INSERT INTO state_count (edition_id, state, people, admitted, without_address) SELECT {found}"
    " ON CONFLICT (edition_id, state) DO UPDATE"
    " SET without_address = state_count.without_address + excluded.without_address;"
)
_OF_REGISTRATION = (
    "{row}.edition_id, {row}.state, 0, 0, {by} WHERE {row}.merged_into_id IS NULL"
    " AND EXISTS (SELECT 1 FROM person WHERE person.id = {row}.person_id AND person.email IS NULL)"
)
_OF_PERSON = (
    "edition_id, state, 0, 0, CASE WHEN NEW.email IS NULL THEN 1 ELSE -1 END * count(*) FROM registration"
    " WHERE person_id = NEW.id AND merged_into_id IS NULL GROUP BY edition_id, state"
)
_MORE, _LESS = (
    _COUNT.format(found=_OF_REGISTRATION.format(row=row, by=by)) for row, by in (("NEW", "1"), ("OLD", "-1"))
)
_FACTS = "edition_id, state, merged_into_id, person_id"
_TRIGGERS = {
    "count_address": ("AFTER INSERT", "registration", "", _MORE),
    "count_address_changed": (f"AFTER UPDATE OF {_FACTS}", "registration", "", f"{_LESS} {_MORE}"),
    "count_address_deleted": ("AFTER DELETE", "registration", "", _LESS),
    "count_address_of_person": (
        "AFTER UPDATE OF email",
        "person",
        " WHEN ((OLD.email IS NULL) <> (NEW.email IS NULL))",
        _COUNT.format(found=_OF_PERSON),
    ),
}


def upgrade() -> None:
    op.add_column("access_link", sa.Column("sent_to_key", sa.String(320), nullable=True))
    links = sa.table("access_link", sa.column("id"), sa.column("sent_to"), sa.column("sent_to_key"))
    bind = op.get_bind()
    known = bind.execute(sa.select(links.c.id, links.c.sent_to).where(links.c.sent_to.is_not(None))).all()
    if known:
        write = sa.update(links).where(links.c.id == sa.bindparam("link")).values(sent_to_key=sa.bindparam("key"))
        bind.execute(write, [{"link": link, "key": address.casefold()} for link, address in known])
    is_set = sa.text("sent_to_key IS NOT NULL")
    op.create_index(
        "ix_access_link_sent_to_key", "access_link", ["sent_to_key"], sqlite_where=is_set, postgresql_where=is_set
    )
    op.add_column("state_count", sa.Column("without_address", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE state_count SET without_address = (SELECT count(*) FROM registration JOIN person"
        " ON person.id = registration.person_id WHERE registration.edition_id = state_count.edition_id"
        " AND registration.state = state_count.state AND registration.merged_into_id IS NULL AND person.email IS NULL)"
    )
    for name, (when, table, condition, statements) in _TRIGGERS.items():
        if bind.dialect.name == "sqlite":
            op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW{condition} BEGIN {statements} END")
        else:
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {statements} "
                "RETURN NULL; END $body$"
            )
            op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW{condition} EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (_when, table, _condition, _statements) in _TRIGGERS.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if on_sqlite else f" ON {table}"))
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_column("state_count", "without_address")
    op.drop_index("ix_access_link_sent_to_key", "access_link")
    op.drop_column("access_link", "sent_to_key")
