"""Two versions side by side: after a migration, the code before it can still write.

While replicas are restarted one after the other, the new one has migrated and old ones still run.
So a migration only adds (expand); what is dropped or tightened goes in a later one (contract), when
no old code runs any more. Each migration is held against the one before it; after those in BREAK an
older program is refused, with a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, create_engine, insert, inspect, select

from storage.database import open_store
from storage.sql.engines import parse_address
from storage.sql.migrating import BREAK, _config, upgrade
from tests.harness.without_slack.stored_events import flag

_SCRIPTS = ScriptDirectory.from_config(_config())
REVISIONS = [one.revision for one in reversed(list(_SCRIPTS.walk_revisions()))]
STEPS = [(before, after) for before, after in pairwise(REVISIONS) if after not in BREAK]


@dataclass(frozen=True, slots=True)
class Shape:
    """What old code relies on: each table's columns, and what must be unique."""

    columns: dict[tuple[str, str], str]
    required: set[tuple[str, str]]
    """Columns that an INSERT must name."""
    unique: set[tuple[str, ...]]


def shape(connection: Connection) -> Shape:
    """The tables as they stand."""
    look = inspect(connection)
    columns, required, unique = {}, set(), set()
    for table in look.get_table_names():
        keys = look.get_pk_constraint(table)["constrained_columns"]
        unique |= {(table, *one["column_names"]) for one in look.get_unique_constraints(table)}
        unique |= {(table, str(one["name"])) for one in look.get_indexes(table) if one["unique"]}
        for column in look.get_columns(table):
            name = (table, str(column["name"]))
            columns[name] = str(column["type"])
            given = column["nullable"] or column["default"] is not None
            alone = keys == [column["name"]] and "INT" in columns[name]
            if not given and not alone:
                required.add(name)
    return Shape(columns, required, unique)


@pytest.fixture
def bare(bare_url: str) -> Iterator[Engine]:
    """The same, open."""
    engine = create_engine(parse_address(bare_url))
    yield engine
    engine.dispose()


def at(engine: Engine, revision: str) -> Shape:
    """Migrate to a revision; the tables then."""
    with engine.begin() as connection:
        upgrade(connection, revision)
    with engine.connect() as connection:
        return shape(connection)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_a_migration_only_adds(bare: Engine, before: str, after: str) -> None:
    old, new = at(bare, before), at(bare, after)
    tables = {table for table, _ in old.columns}
    gone = {name for name in old.columns if new.columns.get(name) != old.columns[name]}
    assert not gone, f"{after} drops or changes {gone}: the code before it still uses them"
    demanded = {name for name in new.required - old.required if name[0] in tables}
    assert not demanded, f"{after} demands {demanded}, which the code before it does not give"
    tightened = {name for name in new.unique - old.unique if name[0] in tables}
    assert not tightened, f"{after} makes {tightened} unique, which the code before it may break"


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_rows_of_the_code_before_can_still_be_written(
    bare: Engine, bare_url: str, sqlite_url: str, before: str, after: str
) -> None:
    """A real flag's rows, with the columns that the code before knows and no others."""
    old = at(bare, before)
    at(bare, after)
    with open_store(sqlite_url) as store:
        flag(store)
    known = MetaData()
    with bare.begin() as connection:
        known.reflect(connection)
        for table in known.sorted_tables:
            rows = real_rows(sqlite_url, table.name, old)
            for row in rows if table.name in ("referrals", "events", "personal_values") else []:
                connection.execute(insert(table), row)
        written = connection.execute(select(known.tables["referrals"].c.number)).scalars().all()
    assert written == [1]


def real_rows(url: str, table: str, old: Shape) -> list[dict[str, Any]]:
    """The rows of a table as today's code wrote them, without the columns that are newer."""
    engine = create_engine(parse_address(url))
    reflected = MetaData()
    with engine.connect() as connection:
        reflected.reflect(connection)
        found = reflected.tables.get(table)
        rows = [] if found is None else connection.execute(select(found)).mappings().all()
    engine.dispose()
    return [{k: v for k, v in row.items() if (table, k) in old.columns} for row in rows]
