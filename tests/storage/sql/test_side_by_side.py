"""Two versions side by side: after a migration, the code before it can still write.

While replicas are restarted one after the other, the new one has migrated and old ones still run.
So a migration only adds (expand); what is dropped or tightened goes in a later one (contract), when
no old code runs any more. Each migration is held against the one before it; after those that break an
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
from storage.sql.migrating import BREAKS, _config, upgrade
from tests.harness.without_slack.stored_events import flag

_SCRIPTS = ScriptDirectory.from_config(_config())
REVISIONS = [one.revision for one in reversed(list(_SCRIPTS.walk_revisions()))]
STEPS = [(before, after) for before, after in pairwise(REVISIONS) if not BREAKS[after]]

WRITTEN_BY_A_FLAG = ("referrals", "events", "personal_values")


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
    primary = look.get_multi_pk_constraint()
    constraints, indexes = look.get_multi_unique_constraints(), look.get_multi_indexes()
    for key, described in look.get_multi_columns().items():
        _, table = key
        unique |= {(table, *one["column_names"]) for one in constraints[key]}
        unique |= {(table, str(one["name"])) for one in indexes[key] if one["unique"]}
        for column in described:
            name = (table, str(column["name"]))
            columns[name] = str(column["type"])
            given = column["nullable"] or column["default"] is not None
            alone = (
                primary[key]["constrained_columns"] == [column["name"]] and "INT" in columns[name]
            )
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


def test_a_migration_only_adds_and_rows_of_the_code_before_can_still_be_written(
    bare: Engine, sqlite_url: str
) -> None:
    with open_store(sqlite_url) as store:
        flag(store)
    rows = {table: real_rows(sqlite_url, table) for table in WRITTEN_BY_A_FLAG}
    shapes = {REVISIONS[0]: at(bare, REVISIONS[0])}
    for before, after in pairwise(REVISIONS):
        shapes[after] = at(bare, after)
        if (before, after) in STEPS:
            only_adds(shapes[before], shapes[after], after)
            takes_rows_of_before(bare, rows, shapes[before])


def only_adds(old: Shape, new: Shape, after: str) -> None:
    """What the code before a migration uses is there as it was."""
    tables = {table for table, _ in old.columns}
    gone = {name for name in old.columns if new.columns.get(name) != old.columns[name]}
    assert not gone, f"{after} drops or changes {gone}: the code before it still uses them"
    demanded = {name for name in new.required - old.required if name[0] in tables}
    assert not demanded, f"{after} demands {demanded}, which the code before it does not give"
    tightened = {name for name in new.unique - old.unique if name[0] in tables}
    assert not tightened, f"{after} makes {tightened} unique, which the code before it may break"


def takes_rows_of_before(bare: Engine, rows: dict[str, list[dict[str, Any]]], old: Shape) -> None:
    """A real flag's rows, with the columns that the code before knows and no others."""
    known = MetaData()
    with bare.connect() as connection:
        known.reflect(connection, only=list(rows))
        for table in known.sorted_tables:
            for row in rows.get(table.name, []):
                told = {name: row[name] for name in row if (table.name, name) in old.columns}
                connection.execute(insert(table), told)
        written = connection.execute(select(known.tables["referrals"].c.number)).scalars().all()
        assert written == [1]
        connection.rollback()


def real_rows(url: str, table: str) -> list[dict[str, Any]]:
    """The rows of a table as today's code wrote them."""
    engine = create_engine(parse_address(url))
    reflected = MetaData()
    with engine.connect() as connection:
        reflected.reflect(connection, only=[table])
        rows = connection.execute(select(reflected.tables[table])).mappings().all()
    engine.dispose()
    return [dict(row) for row in rows]
