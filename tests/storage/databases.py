"""The database behind the store's back: what an intruder, or a test, does to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Row, create_engine, event, select, text

from storage.sql.engines import parse_address
from storage.sql.indexes import metadata


class Change(Protocol):
    """Runs statements in one transaction."""

    def __call__(self, *statements: str, **values: Any) -> None: ...


@contextmanager
def changing(url: str) -> Iterator[Change]:
    """Changes, with no trigger or foreign key in the way."""
    engine = create_engine(parse_address(url))

    def change(*statements: str, **values: Any) -> None:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                for name in ("events_refuse_update", "events_refuse_delete", "chain_refuse_update"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
                connection.execute(text("DROP TRIGGER IF EXISTS chain_refuse_delete"))
            for statement in statements:
                connection.execute(text(statement), values)

    yield change
    engine.dispose()


def change(url: str, *statements: str, **values: Any) -> None:
    """One such change."""
    with changing(url) as run:
        run(*statements, **values)


def rows(url: str, query: str, **values: Any) -> Sequence[Row[Any]]:
    """What a query gives."""
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        found = connection.execute(text(query), values).all()
    engine.dispose()
    return found


def dump(url: str) -> str:
    """Everything that any table holds, as text; bytes as hex."""
    engine = create_engine(parse_address(url))
    told = []
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                told += [one.hex() if isinstance(one, bytes) else str(one) for one in row]
    engine.dispose()
    return "\n".join(told)


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(_c: Connection, _cursor: Any, sql: str, values: Any, *_rest: Any) -> None:
        seen.append((sql, values))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
