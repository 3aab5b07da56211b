"""`bot.ports.Posts`: where in Slack a subject's message stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import bindparam, delete, select

from storage.padding import padded
from storage.tables import posts
from storage.transaction import Bulk, Order, Transaction
from storage.upserts import upsert, upserting

_p = posts.c
_GET = select(_p.channel, _p.ts).where(_p.subject == bindparam("of"))
_MANY = select(_p.subject, _p.channel, _p.ts).where(
    _p.subject.in_(bindparam("subjects", expanding=True))
)
_FORGET = delete(posts).where(_p.subject == bindparam("of"))


@cache
def _put(dialect: str) -> Bulk:
    replacing = upserting(dialect, posts, tuple(posts.c.keys()))
    return Bulk(Order.PENDING, replacing, one_each="subject")


class SqlPosts:
    """Posts within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, subject: str) -> tuple[str, str] | None:
        """(channel, ts) of the subject's message, if it was posted."""
        known = self._transaction.known.posts
        if subject in known:
            return known[subject]
        row = self._transaction.ask(_GET, {"of": subject}).first()
        return (row.channel, row.ts) if row else None

    def many(self, subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """The same of several, by subject; those without a message are left out."""
        if not subjects:
            return {}
        rows = self._transaction.ask(_MANY, {"subjects": padded(sorted(subjects))})
        found = {row.subject: (row.channel, row.ts) for row in rows}
        if self._transaction.remembers:
            self._transaction.known.posts.update({one: found.get(one) for one in subjects})
        return found

    def put(self, subject: str, channel: str, ts: str) -> None:
        """Remember, or replace, where it stands."""
        row = {"subject": subject, "channel": channel, "ts": ts}
        upsert(self._transaction.connection, posts, row)

    def put_all(self, places: Sequence[tuple[str, str, str]]) -> None:
        """The same of several (subject, channel, ts), in the order of their subjects."""
        dialect = "postgresql" if self._transaction.postgresql else "sqlite"
        rows = [{"subject": one, "channel": where, "ts": ts} for one, where, ts in places]
        self._transaction.write(_put(dialect), rows)

    def forget(self, subject: str) -> None:
        """It was deleted in Slack."""
        self._transaction.execute(_FORGET, {"of": subject})
