"""Keeps a workspace in one SQLite file, so that a restart shows what stood there.

Each change is one small transaction (WAL, so a killed process loses nothing that was answered).
Saved: messages, channels with their members, read marks, Home views, the clock's offset. Not
saved: ephemeral messages, open modals, files' content.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from handlers.workspace.state.model import SlackChannel, SlackMessage, SlackView

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
  channel TEXT NOT NULL, ts TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (channel, ts)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reads (
  user TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (user, channel)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS homes (user TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Saving:
    """One open file. Without a path it keeps nothing."""

    def __init__(self, path: Path | str | None) -> None:
        self._db: sqlite3.Connection | None = None
        if path is None:
            return
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)  # SQLite gives its other files the mode of this one
        # The server that owns the workspace may be started from another thread than it was made in.
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(_SCHEMA)
        self._db = db

    def _write(self, sql: str, *values: Any) -> None:
        if self._db is not None:
            self._db.execute(sql, values)

    def _read(self, sql: str) -> list[tuple[Any, ...]]:
        return [] if self._db is None else self._db.execute(sql).fetchall()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Many changes in one transaction."""
        if self._db is None or self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def message(self, message: SlackMessage) -> None:
        self._write(
            "INSERT OR REPLACE INTO messages VALUES (?, ?, ?)",
            message.channel,
            message.ts,
            orjson.dumps(message) if self._db is not None else b"",
        )

    def message_gone(self, channel: str, ts: str) -> None:
        self._write("DELETE FROM messages WHERE channel = ? AND ts = ?", channel, ts)

    def channel(self, channel: SlackChannel) -> None:
        self._write(
            "INSERT OR REPLACE INTO channels VALUES (?, ?)",
            channel.id,
            orjson.dumps(channel),
        )

    def read_mark(self, user: str, channel: str, ts: str) -> None:
        self._write("INSERT OR REPLACE INTO reads VALUES (?, ?, ?)", user, channel, ts)

    def home(self, view: SlackView) -> None:
        self._write("INSERT OR REPLACE INTO homes VALUES (?, ?)", view.user, orjson.dumps(view))

    def offset(self, offset: timedelta) -> None:
        self._write(
            "INSERT OR REPLACE INTO facts VALUES ('offset', ?)", str(offset.total_seconds())
        )

    def last_ts(self, ts: str) -> None:
        self._write("INSERT OR REPLACE INTO facts VALUES ('last_ts', ?)", ts)

    def emptied(self) -> None:
        """Forget messages, read marks and Home views; channels and the clock stay."""
        with self.together():
            for table in ("messages", "reads", "homes"):
                self._write(f"DELETE FROM {table}")  # noqa: S608 - names from this line

    def saved_channels(self) -> list[SlackChannel]:
        return [
            SlackChannel(**_known(SlackChannel, body))
            for (body,) in self._read("SELECT body FROM channels")
        ]

    def saved_messages(self) -> Iterator[SlackMessage]:
        if self._db is not None:
            for (body,) in self._db.execute("SELECT body FROM messages ORDER BY channel, ts"):
                yield SlackMessage(**_known(SlackMessage, body))

    def saved_reads(self) -> dict[tuple[str, str], str]:
        return {(user, channel): ts for user, channel, ts in self._read("SELECT * FROM reads")}

    def saved_homes(self) -> list[SlackView]:
        return [
            SlackView(**_known(SlackView, body)) for (body,) in self._read("SELECT body FROM homes")
        ]

    def saved_offset(self) -> timedelta:
        found = self._read("SELECT value FROM facts WHERE name = 'offset'")
        return timedelta(seconds=float(found[0][0])) if found else timedelta()

    def saved_last_ts(self) -> str:
        found = self._read("SELECT value FROM facts WHERE name = 'last_ts'")
        return str(found[0][0]) if found else ""

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None


def _known(kind: type[Any], body: bytes) -> dict[str, Any]:
    """The saved fields that this version of the class still has."""
    names = {field.name for field in fields(kind)}
    return {key: value for key, value in orjson.loads(body).items() if key in names}
