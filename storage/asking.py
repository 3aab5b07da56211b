"""SELECTs that are asked all the time, sent through the driver's own cursor.

SQLAlchemy writes each for each database once. What it does at each execution takes longer than most
of these take the database; here that is one call of the driver, and the values' own types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Text,
    bindparam,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.columns import Instant, from_micros
from storage.errors import ours

Rows = list[tuple[Any, ...]]
Convert = Callable[[Any], Any]


class Question:
    """A SELECT with named parameters, none of which expands; `rows` asks it."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """All rows, with values as the types of their columns make them.

        Values that the statement does not name are left out; one that it names and is not given
        is a KeyError. Raises what `storage.errors` names.
        """
        written = self._for(connection.dialect)
        return written.converted(_sent(connection, written.text, written.bound(values)))

    def _for(self, dialect: Dialect) -> _Written:
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _Written(self._statement, dialect)
        return written


def ask(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> Rows:
    """The same of a statement that is kept by whoever made it."""
    return _question(statement).rows(connection, values)


@lru_cache(maxsize=512)
def _question(statement: Select[Any]) -> Question:
    return Question(statement)


def plan_once(connection: Connection) -> None:
    """Have PostgreSQL keep its plans until the commit; a transaction's first question does so too."""
    if connection.dialect.name != "postgresql" or _is_fresh(connection):
        return
    if connection.info.get(_PLANNED) is not connection.get_transaction():
        connection.exec_driver_sql(_PLAN_ONCE)
        connection.info[_PLANNED] = connection.get_transaction()


_PLAN_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"
"""To plan what is asked here anew each time takes longer than to answer it."""
_PLANNED = "the transaction that keeps its plans"


def _is_fresh(connection: Connection) -> bool:
    """Whether nothing was sent yet, not even BEGIN, which psycopg sends with the first statement."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.pgconn.transaction_status == 0)


class _Written:
    """A statement as one dialect writes it."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self.text = compiled.string
        self._positional = compiled.positional
        names = compiled.positiontup if compiled.positional else list(compiled.binds)
        self._binds = [_bind(name, compiled.binds[name], dialect) for name in names or ()]
        self._converts = [
            (index, convert)
            for index, column in enumerate(statement.selected_columns)
            if (convert := _result(column, dialect)) is not None
        ]

    def bound(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The values as the driver takes them."""
        found = []
        for _, key, fixed, convert in self._binds:
            value = fixed if key is None else values[key]
            found.append(value if convert is None or value is None else convert(value))
        if self._positional:
            return tuple(found)
        return {name: value for (name, *_), value in zip(self._binds, found, strict=True)}

    def converted(self, rows: Rows) -> Rows:
        """The driver's rows, with what it does not make itself."""
        if not self._converts:
            return rows
        made = []
        for row in rows:
            values = list(row)
            for index, convert in self._converts:
                value = values[index]
                if value is not None:
                    values[index] = convert(value)
            made.append(tuple(values))
        return made


def _bind(
    name: str, bind: BindParameter[Any], dialect: Dialect
) -> tuple[str, str | None, Any, Convert | None]:
    """The name in the text, the name of the value that is given for it or else the value itself."""
    assert not bind.expanding, f"{name} expands"
    convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    return (name, bind.key, None, convert) if bind.required else (name, None, bind.value, convert)


def _result(column: Any, dialect: Dialect) -> Convert | None:
    if isinstance(column.type, Instant):
        return from_micros
    found: Convert | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _sent(connection: Connection, text: str, values: Any) -> Rows:
    raw = connection.connection
    cursor = raw.cursor()
    for told in connection.dispatch.before_cursor_execute:
        told(connection, cursor, text, values, None, False)
    try:
        driver: Any = raw.driver_connection
        if connection.dialect.name == "postgresql" and _is_fresh(connection):
            # BEGIN, how to plan, and the statement in one round trip.
            with driver.pipeline():
                driver.execute(_PLAN_ONCE)
                cursor.execute(text, values)
            connection.info[_PLANNED] = connection.get_transaction()
        else:
            cursor.execute(text, values)
        return list(cursor.fetchall())
    except Exception as error:
        dialect = connection.dialect
        broken = isinstance(error, dialect.loaded_dbapi.Error) and dialect.is_disconnect(
            error, driver, cursor
        )
        if broken:
            connection.invalidate(error)
        found = ours(error, dialect.name, disconnected=broken)
        if found is None:
            raise
        raise found from error
    finally:
        cursor.close()


class Numbers(TypeDecorator[Sequence[int]]):
    """Whole numbers as one value, for `among`: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type on this database."""
        kind = ARRAY(BigInteger) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        """As the driver takes them."""
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else f"[{','.join(map(str, numbers))}]"


class _Among(FunctionElement[bool]):
    inherit_cache = True
    name = "among"
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:
        """As it is: with `= 1` behind it SQLite would not look it up."""
        return self


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the column is one of the numbers that are given as the parameter `name`."""
    return _Among(column, bindparam(name, type_=Numbers()))


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY ({numbers})"


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608
