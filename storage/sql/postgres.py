"""PostgreSQL's engine: every wait has an end on our side, and a pooler such as PgBouncer may stand between.

What the server limits (statements, locks, idle transactions) it is told after connecting and not at
the start, which poolers refuse. What the server cannot limit, a connection that says nothing any
more, `WaitingConnection` does.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.sentences.operations import database
from storage.sql.errors import BadAddress, ours

POOL_SIZE = 8
POOL_SECONDS = 10
"""How long a transaction waits for one of the connections."""
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
LOCK_SECONDS = 10
IDLE_SECONDS = 60
"""How long a transaction may stand open with nothing to do."""
SILENT_SECONDS = 20.0
"""After which a connection that has said nothing counts as broken: longer than any statement."""
LONG_SECONDS = 900
"""The same for what reads or changes everything: `audit verify`, migrations."""
PING_AFTER_SECONDS = 20.0
"""A connection that was idle for longer is asked for a sign of life first."""
PING_SECONDS = 3.0
POOLER = "pooler"
"""What may stand in DATABASE_URL: `?pooler=yes` or `no`. Left out, it is found out."""
_KEEPALIVE = {
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": int(SILENT_SECONDS * 1000),
}
_LIMITS = (
    f"set_config('statement_timeout', '{STATEMENT_SECONDS}s', %(local)s), "
    f"set_config('lock_timeout', '{LOCK_SECONDS}s', %(local)s), "
    f"set_config('idle_in_transaction_session_timeout', '{IDLE_SECONDS}s', %(local)s)"
)
_LIFT = (
    f"SELECT set_config('statement_timeout', '{LONG_SECONDS}s', true), "
    f"set_config('lock_timeout', '{LONG_SECONDS}s', true)"
)


class WaitingConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server says nothing for `patience` seconds."""

    patience: float = SILENT_SECONDS
    pooled: bool = False
    """Whether a pooler stands between, which may give each transaction another server process."""
    limits: bool = True
    """Whether the server is told our limits; not where the address brings `options` of its own."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """As psycopg's, with an end. Raises OperationalError, and the connection is closed then."""
        waits = self.patience if timeout is None else timeout
        try:
            return super().wait(gen, interval, waits)
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()
            raise psycopg.OperationalError(database.silent_for(waits)) from None


def postgres_engine(url: URL) -> Engine:
    """The engine for writing. Raises BadAddress for a word after `pooler=` that is none of ours."""
    told = _told_of_pooler(url)
    url = url.difference_update_query([POOLER])
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        isolation_level="READ COMMITTED",
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "referral-bot",
            **{name: value for name, value in _KEEPALIVE.items() if name not in url.query},
        },
    )
    _listen(engine, told, limits="options" not in url.query)
    return engine


def _told_of_pooler(url: URL) -> bool | None:
    word = str(url.query.get(POOLER, "")).lower()
    if word not in ("", "yes", "no"):
        raise BadAddress(database.bad_pooler(word))
    return {"": None, "yes": True, "no": False}[word]


def _listen(engine: Engine, told: bool | None, *, limits: bool) -> None:
    @event.listens_for(engine, "do_connect")
    def _do_connect(
        _dialect: Dialect, _record: ConnectionPoolEntry, args: Any, settings: Any
    ) -> WaitingConnection:
        connection = WaitingConnection.connect(*args, **settings)
        refuse_other_encodings(connection)  # before SQLAlchemy reads anything in such a one
        return connection

    @event.listens_for(engine, "connect")
    def _connect(connection: WaitingConnection, record: ConnectionPoolEntry) -> None:
        connection.limits = limits
        connection.autocommit = True
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        # A pooler gives its clients a process number of its own making.
        found = row[0] != connection.info.backend_pid
        connection.pooled = found if told is None else told
        if connection.pooled:
            # Prepared by name in one server process, it would be asked for in another.
            connection.prepare_threshold = None
        elif limits:
            connection.execute(f"SELECT {_LIMITS}", {"local": False})
        connection.autocommit = False
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _checkout(connection: WaitingConnection, record: ConnectionPoolEntry, _proxy: Any) -> None:
        connection.patience = SILENT_SECONDS
        if time.monotonic() - record.info["used"] <= PING_AFTER_SECONDS:
            return
        connection.patience = PING_SECONDS
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            # What became of this one became of the others too.
            raise InvalidatePoolError(str(error)) from error
        connection.patience = SILENT_SECONDS

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: WaitingConnection | None, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()


def begin_pooled(connection: Connection) -> None:
    """Tell the server our limits for this transaction alone, where a pooler stands between."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, WaitingConnection)
    if not (driver.pooled and driver.limits):
        return
    try:
        driver.execute(f"SELECT {_LIMITS}", {"local": True})
    except psycopg.Error as error:
        found = ours(error, "postgresql", disconnected=driver.closed)
        raise found or error from error


def lift_limits(connection: Connection) -> None:
    """Let this transaction's statements take long, since they read or change everything."""
    driver = connection.connection.driver_connection
    if isinstance(driver, WaitingConnection):
        driver.patience = LONG_SECONDS + SILENT_SECONDS - STATEMENT_SECONDS
    connection.exec_driver_sql(_LIFT)


def refuse_other_encodings(connection: psycopg.Connection[Any]) -> None:
    """BadAddress for a database that cannot hold every text."""
    encoding = connection.info.parameter_status("server_encoding") or "UTF8"
    if encoding != "UTF8":
        name, user = connection.info.dbname, connection.info.user
        with suppress(psycopg.Error):
            connection.close()
        raise BadAddress(database.not_utf8(name, encoding, user))
