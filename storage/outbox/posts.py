"""`bot.ports.outbox.Posts`: where in Slack a subject's message stands."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from storage.sql.tables import posts
from storage.sql.upserts import upsert

_p = posts.c
_GET = select(_p.channel, _p.ts).where(_p.subject == bindparam("of"))
_FORGET = delete(posts).where(_p.subject == bindparam("of"))


class SqlPosts:
    """Posts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, subject: str) -> tuple[str, str] | None:
        """(channel, ts) of the subject's message, if it was posted."""
        row = self._connection.execute(_GET, {"of": subject}).first()
        return (row.channel, row.ts) if row else None

    def put(self, subject: str, channel: str, ts: str) -> None:
        """Remember, or replace, where it stands."""
        upsert(self._connection, posts, {"subject": subject, "channel": channel, "ts": ts})

    def forget(self, subject: str) -> None:
        """It was deleted in Slack."""
        self._connection.execute(_FORGET, {"of": subject})
