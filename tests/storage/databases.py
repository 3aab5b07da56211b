"""The database behind the store's back: what an intruder, or a test, does to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, create_engine, text

from storage.engines import parse_address


def change(url: str, *statements: str, **values: Any) -> None:
    """Run statements in one transaction, with no trigger or foreign key in the way."""
    engine = create_engine(parse_address(url))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            for name in ("events_refuse_update", "events_refuse_delete", "chain_refuse_update"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            connection.execute(text("DROP TRIGGER IF EXISTS chain_refuse_delete"))
        for statement in statements:
            connection.execute(text(statement), values)
    engine.dispose()


def rows(url: str, query: str, **values: Any) -> Sequence[Row[Any]]:
    """What a query gives."""
    engine = create_engine(parse_address(url))
    with engine.connect() as connection:
        found = connection.execute(text(query), values).all()
    engine.dispose()
    return found
