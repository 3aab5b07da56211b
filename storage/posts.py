"""`bot.ports.Posts`: where in Slack a subject's message stands."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from storage.tables import posts
from storage.upserts import upsert


class SqlPosts:
    """Posts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, subject: str) -> tuple[str, str] | None:
        """(channel, ts) of the subject's message, if it was posted."""
        found = select(posts.c.channel, posts.c.ts).where(posts.c.subject == subject)
        row = self._connection.execute(found).first()
        return (row.channel, row.ts) if row else None

    def put(self, subject: str, channel: str, ts: str) -> None:
        """Remember, or replace, where it stands."""
        upsert(self._connection, posts, {"subject": subject, "channel": channel, "ts": ts})

    def forget(self, subject: str) -> None:
        """It was deleted in Slack."""
        self._connection.execute(delete(posts).where(posts.c.subject == subject))
