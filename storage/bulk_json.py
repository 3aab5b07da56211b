"""Rows → PostgreSQL, all in one statement: as one JSON text, which the server takes apart.

One value is made and sent instead of some hundreds, and the statement is the same however many rows
there are, so that it is prepared once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    LargeBinary,
    Table,
    Text,
    Update,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql.type_api import TypeEngine
from sqlalchemy.sql.visitors import replacement_traverse

from storage.errors import Unstorable

Process = Callable[[Any], Any]
Types = Mapping[str, TypeEngine[Any]]

_DIALECT = psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
_HEX: ColumnElement[str] = literal_column("'hex'")


@dataclass(frozen=True, slots=True)
class _Prepared:
    """SQL whose only open place is that of the rows, and what JSON does not take as it is."""

    sql: str
    values: tuple[Any, ...]
    place: int
    processed: tuple[tuple[str, Process], ...]

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """How many rows of the table it wrote. Raises Unstorable."""
        made = []
        for row in rows:
            taken = dict(row)
            for name, process in self.processed:
                taken[name] = process(taken[name])
            made.append(taken)
        try:
            text = orjson.dumps(made).decode()
        except TypeError as error:
            raise Unstorable(f"The database cannot keep this: {error}.") from None
        values = (*self.values[: self.place], text, *self.values[self.place + 1 :])
        return connection.exec_driver_sql(self.sql, values).rowcount


def insert_json(
    connection: Connection, statement: Insert, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows that all have the same columns, in order."""
    _inserting(statement, tuple(rows[0])).run(connection, rows)


def update_json(
    connection: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Run an update with each row's values at once; how many rows of the table changed.

    No two of them may mean the same row of the table.
    """
    return _updating(statement).run(connection, rows)


@cache
def _inserting(statement: Insert, names: tuple[str, ...]) -> _Prepared:
    table = statement.table
    assert isinstance(table, Table)
    types = {name: table.c[name].type for name in names}
    rows = _rows(types)
    taken = [
        func.decode(rows.c[name], _HEX) if isinstance(kind, LargeBinary) else rows.c[name]
        for name, kind in types.items()
    ]
    return _prepared(statement.from_select(names, select(*taken)), types)


@cache
def _updating(statement: Update) -> _Prepared:
    asked = statement.compile(dialect=_DIALECT).binds
    types = {name: one.type for name, one in asked.items() if one.required}
    rows = _rows(types)

    def place(element: Any, **_: Any) -> Any:
        given = isinstance(element, BindParameter) and element.key in types
        return rows.c[element.key] if given else None

    from_rows = replacement_traverse(statement, {}, place)
    assert isinstance(from_rows, Update)
    return _prepared(from_rows, types)


def _rows(types: Types) -> FromClause:
    columns = [
        column(name, Text() if isinstance(kind, LargeBinary) else kind)
        for name, kind in types.items()
    ]
    taken = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    return taken.table_valued(*columns).render_derived(name="row", with_types=True)


def _prepared(statement: Insert | Update, types: Types) -> _Prepared:
    made = statement.compile(dialect=_DIALECT)
    places = made.positiontup or []
    return _Prepared(
        str(made),
        tuple(made.binds[name].value for name in places),
        places.index("rows"),
        tuple((name, process) for name, kind in types.items() if (process := _process(kind))),
    )


def _process(kind: TypeEngine[Any]) -> Process | None:
    if isinstance(kind, LargeBinary):
        return bytes.hex
    process: Process | None = kind.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return process
