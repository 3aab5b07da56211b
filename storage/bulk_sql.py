"""Rows → SQLite, several in one statement: the SQL made once, the values put in its order.

SQLAlchemy takes longer to bind a row than SQLite to write it, and each row of an `executemany` is a
step of its own, at which the interpreter changes hands. So inserts go up to sixteen rows at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, Update, bindparam, make_url
from sqlalchemy.sql.type_api import TypeEngine

SIZES = (16, 4, 1)
"""Rows in one statement. Few sizes, so that each is prepared once and for all."""
_DRIVERS = {"sqlite": ("sqlite+pysqlite", "qmark"), "postgresql": ("postgresql+psycopg", "format")}

Rows = Sequence[Mapping[str, Any]]
Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """SQL with a row's values in order: `pick` takes them, `processed` are those which the driver
    does not take as they are, `constants` come from the statement itself."""

    sql: str
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    processed: tuple[tuple[int, Process], ...]
    constants: tuple[tuple[int, Any], ...] = ()

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """A row's values, as the driver takes them."""
        found = list(self.pick(row))
        for place, process in self.processed:
            found[place] = process(found[place])
        for place, value in self.constants:
            found.insert(place, value)
        return found


def insert_all(connection: Connection, statement: Insert, rows: Rows) -> None:
    """Insert rows that all have the same columns, in order."""
    if connection.dialect.name == "postgresql":
        from storage.bulk_json import insert_json

        insert_json(connection, statement, rows)
        return
    names, at = tuple(rows[0]), 0
    for size in SIZES:
        while len(rows) - at >= size:
            prepared = _inserting(statement, names, size)
            values = [value for row in rows[at : at + size] for value in prepared.values(row)]
            connection.exec_driver_sql(prepared.sql, tuple(values))
            at += size


def update_each(connection: Connection, statement: Update, rows: Rows, distinct: str = "") -> int:
    """Run an update with the values of each row; how many rows of the table changed.

    Where it is told by which value rows are `distinct`, PostgreSQL is asked once for all.
    """
    dialect = connection.dialect.name
    if distinct and dialect == "postgresql":
        from storage.bulk_json import update_json

        return sum(update_json(connection, statement, some) for some in _apart(rows, distinct))
    prepared = _updating(statement, dialect)
    values = [tuple(prepared.values(row)) for row in rows]
    return connection.exec_driver_sql(prepared.sql, values).rowcount


def _apart(rows: Rows, name: str) -> list[list[Mapping[str, Any]]]:
    """The rows in order, so that those with the same value are in different lists."""
    lists: list[list[Mapping[str, Any]]] = []
    times: dict[Any, int] = {}
    for row in rows:
        time = times[row[name]] = times.get(row[name], -1) + 1
        if time == len(lists):
            lists.append([])
        lists[time].append(row)
    return lists


@cache
def _inserting(statement: Insert, names: tuple[str, ...], size: int) -> _Prepared:
    table = statement.table
    assert isinstance(table, Table)
    several = [
        {name: bindparam(f"{name} {n}", type_=table.c[name].type) for name in names}
        for n in range(size)
    ]
    made = statement.values(several).compile(dialect=_dialect("sqlite"))
    places = made.positiontup or []
    order = [place.rpartition(" ")[0] for place in places[: len(names)]]
    assert places == [f"{name} {n}" for n in range(size) for name in order]
    types = [table.c[name].type for name in order]
    return _Prepared(str(made), _picking(order), _processed(types, "sqlite"))


@cache
def _updating(statement: Update, dialect: str) -> _Prepared:
    made = statement.compile(dialect=_dialect(dialect))
    places = [(name, made.binds[name]) for name in made.positiontup or []]
    given = [name for name, bound in places if bound.required]
    types = [bound.type for _, bound in places if bound.required]
    constants = [
        (place, _taken(bound.value, bound.type, dialect))
        for place, (_, bound) in enumerate(places)
        if not bound.required
    ]
    return _Prepared(str(made), _picking(given), _processed(types, dialect), tuple(constants))


def _picking(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: (row[names[0]],)


def _processed(types: Iterable[TypeEngine[Any]], dialect: str) -> tuple[tuple[int, Process], ...]:
    found = ((place, _process(kind, dialect)) for place, kind in enumerate(types))
    return tuple((place, process) for place, process in found if process is not None)


def _process(kind: TypeEngine[Any], dialect: str) -> Process | None:
    known = _dialect(dialect)
    process: Process | None = kind.dialect_impl(known).bind_processor(known)
    return process


def _taken(value: Any, kind: TypeEngine[Any], dialect: str) -> Any:
    process = _process(kind, dialect)
    return process(value) if process else value


@cache
def _dialect(name: str) -> Dialect:
    """The dialect, with values in the order of their places."""
    driver, style = _DRIVERS[name]
    making: Any = make_url(f"{driver}://").get_dialect()
    made: Dialect = making(paramstyle=style)
    return made
